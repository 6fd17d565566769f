import type { LineRole } from '../../model/format.ts'
import type { SaAlgorithm } from '../../model/security-association.ts'
import type { Mode } from '../../model/spd-entry.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { added } from '../cisco/added.ts'
import type { IdentSa } from '../shown/ident.ts'
import { lastKept } from './last-kept.ts'
import { algorithmsIn } from './transforms.ts'
import { spiIn } from './values.ts'

/** What the lines of SAs are read into: an identity pair with those that are read so far. */
export interface WithSas {
  sas: SaDraft[]
  /** The directions of which a list was begun, even an empty one. */
  listed: IdentSa['direction'][]
  remoteAccess: boolean
}

type SaDraft = { -readonly [K in Exclude<keyof IdentSa, 'spans'>]: IdentSa[K] } & { spans: Span[] }

/** A reader of lines that stand below an identity pair; `null` where there is none. */
type SaLineReader = (text: string, line: SourceLine, of: WithSas | null) => LineRole | undefined

/** What stands above the SAs of one direction and protocol. */
const LISTS: ReadonlyMap<string, Pick<IdentSa, 'direction' | 'protocol'>> = new Map([
  ['inbound esp sas:', { direction: 'in', protocol: 'esp' }],
  ['inbound ah sas:', { direction: 'in', protocol: 'ah' }],
  ['inbound pcp sas:', { direction: 'in', protocol: 'comp' }],
  ['outbound esp sas:', { direction: 'out', protocol: 'esp' }],
  ['outbound ah sas:', { direction: 'out', protocol: 'ah' }],
  ['outbound pcp sas:', { direction: 'out', protocol: 'comp' }],
])
const NO_ALGORITHMS: IdentSa['algorithms'] = []

/** What reads the lines of the SAs in `show crypto ipsec sa`, by their first words. */
export function saLineReaders(): ReadonlyMap<string, SaLineReader> {
  let direction: IdentSa['direction'] = 'in'
  let protocol: IdentSa['protocol'] = 'esp'
  // What stands in an output over and over is worked out once.
  const [algorithmsOf, settingsOf, replayOf] = [lastKept(transformsIn), lastKept(settingsIn), lastKept(replayIn)]
  return new Map([
    ['inbound', list],
    ['outbound', list],
    ['spi:', spi],
    ['transform:', transform],
    ['in', settings],
    ['replay', replay],
    ['sa', other],
    ['Status:', other],
    ['SA', other],
  ])

  function list(text: string, _: SourceLine, of: WithSas | null): LineRole | undefined {
    const found = LISTS.get(text)
    if (found === undefined) return undefined
    direction = found.direction
    protocol = found.protocol
    if (of !== null && !of.listed.includes(direction)) of.listed = added(of.listed, direction)
    return 'read'
  }

  function spi(text: string, line: SourceLine, of: WithSas | null): LineRole | undefined {
    const spi = /^spi: (0x[\da-fA-F]{1,8}) ?\(\d{1,12}\)$/.exec(text)?.[1]
    if (spi === undefined) return undefined
    if (of === null) return 'read'
    const spans = [lineSpan(line)]
    const sa = {
      direction,
      protocol,
      spi: spiIn(spi),
      mode: null,
      algorithms: NO_ALGORITHMS,
      replayWindow: null,
      spans,
    }
    of.sas = added(of.sas, sa)
    return 'read'
  }

  function transform(text: string, line: SourceLine, of: WithSas | null): LineRole | undefined {
    const sa = of?.sas.at(-1)
    const algorithms = algorithmsOf(text)
    if (sa === undefined || algorithms === null) return undefined
    sa.algorithms = algorithms
    sa.spans = added(sa.spans, lineSpan(line))
    return 'read'
  }

  function settings(text: string, _: SourceLine, of: WithSas | null): LineRole | undefined {
    const sa = of?.sas.at(-1)
    const found = settingsOf(text)
    if (of === null || sa === undefined || found === null) return undefined
    sa.mode = found.mode
    of.remoteAccess ||= found.remoteAccess
    return 'read'
  }

  function replay(text: string, _: SourceLine, of: WithSas | null): LineRole | undefined {
    const sa = of?.sas.at(-1)
    const found = replayOf(text)
    if (sa === undefined || found === null) return undefined
    sa.replayWindow = found.window
    return 'read'
  }

  function other(text: string, _: SourceLine, of: WithSas | null): LineRole | undefined {
    return of?.sas.at(-1) !== undefined && /^(?:sa timing:|Status: |SA State: )/.test(text) ? 'read' : undefined
  }
}

/** `transform: esp-256-aes esp-sha256-hmac ,` */
function transformsIn(text: string): readonly SaAlgorithm[] | null {
  const words = /^transform: (\S.*)$/.exec(text)?.[1]
  return words === undefined ? null : algorithmsIn(words)
}

/** `in use settings ={L2L, Tunnel, }` */
function settingsIn(text: string): { readonly mode: Mode | null; readonly remoteAccess: boolean } | null {
  const words = /^in use settings ?=\{([^{}]{0,200})\}$/.exec(text)?.[1]
  if (words === undefined) return null
  const mode = /\btunnel\b/i.test(words) ? 'tunnel' : /\btransport\b/i.test(words) ? 'transport' : null
  return { mode, remoteAccess: /^RA\b/.test(words) }
}

/** `replay detection support: Y  replay window size: 64`; the window is `null` where it is not printed. */
function replayIn(text: string): { readonly window: number | null } | null {
  const match = /^replay detection support: ([YN])(?: {1,4}replay window size: (\d{1,5}))?/.exec(text)
  if (match === null) return null
  return { window: match[1] === 'N' ? 0 : match[2] === undefined ? null : Number(match[2]) }
}
