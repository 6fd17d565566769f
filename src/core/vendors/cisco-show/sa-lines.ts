import type { LineRole } from '../../model/format.ts'
import type { SaAlgorithm } from '../../model/security-association.ts'
import type { Mode } from '../../model/spd-entry.ts'
import { lineSpan, type SourceLine } from '../../text/source-text.ts'
import type { IdentSa } from './ident.ts'
import { lastKept } from './last-kept.ts'
import { algorithmsIn } from './transforms.ts'
import { spiIn } from './values.ts'

/** What the lines of SAs are read into: an identity pair with those that are read so far. */
export interface WithSas {
  sas: readonly SaDraft[]
  remoteAccess: boolean
}

type SaDraft = { -readonly [K in keyof IdentSa]: IdentSa[K] }

/** A reader of lines that stand below an identity pair; `null` where there is none. */
type SaLineReader = (text: string, line: SourceLine, of: WithSas | null) => LineRole | undefined

const PROTOCOLS = { esp: 'esp', ah: 'ah', pcp: 'comp' } as const
const NO_ALGORITHMS: IdentSa['algorithms'] = []

/** What reads the lines of the SAs in `show crypto ipsec sa`, by their first words. */
export function saLineReaders(): ReadonlyMap<string, SaLineReader> {
  let direction: IdentSa['direction'] = 'in'
  let protocol: IdentSa['protocol'] = 'esp'
  // What stands in an output over and over is worked out once.
  const [listOf, algorithmsOf, settingsOf, replayOf] = [
    lastKept(listIn),
    lastKept(transformsIn),
    lastKept(settingsIn),
    lastKept(replayIn),
  ]
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

  function list(text: string): LineRole | undefined {
    const found = listOf(text)
    if (found === null) return undefined
    direction = found.direction
    protocol = found.protocol
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
    // A list that is made anew takes no more room than it needs.
    of.sas = of.sas.concat(sa)
    return 'read'
  }

  function transform(text: string, line: SourceLine, of: WithSas | null): LineRole | undefined {
    const sa = of?.sas.at(-1)
    const algorithms = algorithmsOf(text)
    if (sa === undefined || algorithms === null) return undefined
    sa.algorithms = algorithms
    sa.spans = sa.spans.concat(lineSpan(line))
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

/** `inbound esp sas:` */
function listIn(text: string): Pick<IdentSa, 'direction' | 'protocol'> | null {
  const [, way, kind] = /^(inbound|outbound) (esp|ah|pcp) sas:$/.exec(text) ?? []
  if (kind !== 'esp' && kind !== 'ah' && kind !== 'pcp') return null
  return { direction: way === 'inbound' ? 'in' : 'out', protocol: PROTOCOLS[kind] }
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
