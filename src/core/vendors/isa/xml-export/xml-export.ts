import type { AddressRange } from '../../../address/address-range.ts'
import type { EndpointFragment, Site } from '../../../model/endpoint.ts'
import type { Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import type { Setting } from '../../../model/setting.ts'
import type { Vendor } from '../../../model/vendor.ts'
import { lineSpan, type SourceLine, spanAt } from '../../../text/source-text.ts'
import { type PolicyKey, policySettings, type ToWord } from '../policy-settings.ts'
import { isa, tmg } from '../vendor.ts'
import { readGateway, readRange, type Written } from '../written-address.ts'
import type { Refusal } from './xml-document.ts'
import { type Export, type ExportedNetwork, readExport } from './xml-networks.ts'

/**
 * The XML file that ISA Server 2004/2006 and TMG export. Envelope and networks are as tools that read such files have
 * them; the names below a network's VPN settings are not documented and taken to be the property names of the TMG SDK
 * (`FPCVpnNetworkIPSecSettings`). The numbers of its enumerations are not documented either: a choice that is written as
 * a number gives the word `value N`, which can be compared with other words of this form only.
 */
export const xmlExport: Format = {
  id: 'isa/xml-export',
  title: 'ISA Server or TMG configuration export (XML)',
  command:
    'ISA Server Management (or Forefront TMG Management) > right-click the server or array > Export (Back Up), without confidential information',
  hint: /<fpc|isa\/config-4/i,
  recognise,
  read,
}

const EVIDENCE = /<fpc\d?:root\b|xmlns(?::[\w.-]{1,40})?\s*=\s*["'][^"'<>]{0,200}isa\/config-4/i
const BEGINNING = /<\?xml\b|<(?:[\w.-]{1,40}:)?root\b/i
const AGAIN =
  'Export the configuration again (right-click the server or array, Export) and hand in the file as it is, or paste the site-to-site summary of the Remote Site.'

/** From the XML declaration, or else from the root element. */
function recognise(lines: readonly SourceLine[]): readonly number[] {
  const anchors: number[] = []
  let beginning: number | null = null
  for (const line of lines) {
    if (/<\?xml\b/i.test(line.text) || (beginning === null && BEGINNING.test(line.text))) beginning = line.number
    if (beginning === null || !EVIDENCE.test(line.text)) continue
    anchors.push(beginning)
    beginning = null
  }
  return anchors
}

function read(block: Block): Reading {
  const found = readExport(block.lines)
  if (found.refusal !== null) return refused(block.lines, found.refusal)
  const vendor = found.build?.text.startsWith('7.') ? tmg : isa
  const arrays = found.arrays.map((array) => array.filter((network) => !isBuiltIn(network)).map(readNetwork))
  const endpoints: EndpointFragment[] = []
  const problems = arrays.flat().flatMap((network) => network.problems)
  for (const networks of arrays) {
    const locals = networks.filter(({ gateway, ranges }) => gateway === null && ranges.length > 0)
    const own = locals.length === 0 ? undefined : locals.flatMap((local) => local.ranges)
    const sites = networks.flatMap((network) => siteOf(network, own, vendor))
    if (sites[0] !== undefined && locals.length !== 1) problems.push(unsureLocals(sites[0], locals))
    for (const site of sites) endpoints.push(site)
  }
  const [first] = block.lines
  if (endpoints.length === 0 && first !== undefined) problems.push(withoutSites(first, found))
  const used = [found.build ?? [], ...arrays.flat().map((network) => network.used)].flat()
  return { endpoints, observations: [], roles: rolesOf(block.lines, found, used, problems), problems }
}

/** Networks that ISA makes itself; none of them is routed to a Remote Site. */
const BUILT_IN = /^(?:external|local host|(?:quarantined )?VPN clients)$/i

function isBuiltIn(network: ExportedNetwork): boolean {
  return BUILT_IN.test(network.name?.text ?? '')
}

interface ReadNetwork {
  readonly network: ExportedNetwork
  readonly ranges: readonly Setting<AddressRange>[]
  /** The address of the other gateway as it is written; only a Remote Site has one. */
  readonly gateway: Written | null
  readonly addresses: readonly Setting<AddressRange>[]
  readonly peers: readonly Setting<AddressRange>[]
  readonly problems: readonly ReadingProblem[]
  readonly used: readonly Written[]
}

function readNetwork(network: ExportedNetwork): ReadNetwork {
  const problems: ReadingProblem[] = []
  const sound = (found: Setting<AddressRange> | ReadingProblem | null): Setting<AddressRange>[] => {
    if (found === null || 'origin' in found) return found === null ? [] : [found]
    problems.push(found)
    return []
  }
  const { settings } = network
  const gateway = settings.get('remoteserveraddress') ?? settings.get('remotetunnelendpoint') ?? null
  const own = settings.get('localserveraddress') ?? settings.get('localtunnelendpoint') ?? null
  const written = [network.name, ...network.ranges.flatMap(({ from, to }) => [from, to]), ...settings.values()]
  return {
    network,
    ranges: network.ranges.flatMap(({ from, to }) => sound(readRange(from, to))),
    gateway,
    addresses: gateway === null || own === null ? [] : sound(readGateway(own, 'local')),
    peers: gateway === null ? [] : sound(readGateway(gateway, 'remote')),
    problems,
    used: written.filter((value) => value !== null),
  }
}

/** The end that a Remote Site is seen from; nothing for another network. */
function siteOf(site: ReadNetwork, locals: Site['locals'] | undefined, vendor: Vendor): EndpointFragment[] {
  const { network, gateway, addresses, peers, ranges } = site
  if (gateway === null) return []
  const name = network.name?.text ?? null
  return [
    {
      vendor,
      name: null,
      label: null,
      addresses,
      peers,
      filters: undefined,
      site: locals === undefined ? undefined : { locals, remotes: ranges, name },
      settings: policySettings(policyOf(network), inWords),
      editor: null,
      span: network.name?.span ?? gateway.span,
    },
  ]
}

/** Property names of `FPCVpnNetworkIPSecSettings`; those of integrity, secrecy and the key are inferred from the others. */
const PROPERTIES: readonly (readonly [PolicyKey, RegExp])[] = [
  ['phase1 encryption', /^phase1encryption/],
  ['phase1 integrity', /^phase1integrity/],
  ['phase1 group', /^phase1dhgroup/],
  ['phase1 authentication', /^authenticationmethod/],
  ['phase1 key', /^(?:pre)?shared/],
  ['phase1 lifetime', /^phase1rekeyingtime/],
  ['phase2 encryption', /^phase2encryption/],
  ['phase2 integrity', /^phase2integrity/],
  ['phase2 secrecy', /^phase2\w{0,9}(?:pfs|perfectforwardsecrecy)/],
  ['phase2 group', /^phase2dhgroup/],
  ['phase2 timeRekeying', /^phase2usetimerekeying/],
  ['phase2 lifetime', /^phase2rekeyingtime/],
  ['phase2 volumeRekeying', /^phase2usekbrekeying/],
  ['phase2 volume', /^phase2kbrekeying/],
]

function policyOf({ settings }: ExportedNetwork): Map<PolicyKey, Written> {
  const policy = new Map<PolicyKey, Written>()
  for (const [name, value] of settings) {
    const key = PROPERTIES.find(([, pattern]) => pattern.test(name))?.[0]
    if (key !== undefined) policy.set(key, value)
  }
  return policy
}

/** `fpcVpn3DES` is a word, `2` a number of which only the product knows the meaning. */
function inWords(toWord: ToWord): ToWord {
  return (text) => (/^\d+$/.test(text) ? `value ${text}` : toWord(text.replace(/^fpcVpn(?:DH)?/i, '')))
}

function unsureLocals(site: EndpointFragment, locals: readonly ReadNetwork[]): ReadingProblem {
  const names = locals.map(({ network }) => `"${network.name?.text ?? 'without a name'}"`).join(', ')
  return {
    kind: 'unsupported',
    span: site.span,
    say:
      locals.length === 0
        ? 'The export holds no local network with addresses, so the filters of its Remote Sites cannot be told.'
        : `The export does not say which local networks are routed to a Remote Site; all of them are taken (assumed): ${names}.`,
    instead:
      'Paste the site-to-site summary of the Remote Site, too: its list "Routable Local IP Addresses" says which local networks count.',
  }
}

function withoutSites(first: SourceLine, { arrays }: Export): ReadingProblem {
  const count = arrays.flat().length
  return {
    kind: 'unsupported',
    span: lineSpan(first),
    say: `The export holds no Remote Site with an IPsec tunnel endpoint, among ${count} ${count === 1 ? 'network' : 'networks'}.`,
    instead: AGAIN,
  }
}

function refused(lines: readonly SourceLine[], { kind, say, line, index }: Refusal): Reading {
  const place = lines[line]
  const roles = new Map(lines.map(({ number }) => [number, 'unsupported' as const]))
  if (place === undefined) return { endpoints: [], observations: [], roles, problems: [] }
  const span = kind === 'cut' ? lineSpan(place) : spanAt(place, Math.max(0, index - 1), 1)
  const where = kind === 'cut' ? '' : ` (line ${span.line}, column ${span.column})`
  const problem = { kind, span, say: `${say.replace(/\.$/, '')}${where}.`, instead: AGAIN }
  return { endpoints: [], observations: [], roles, problems: [problem] }
}

/** Lines of the document without a value that is used are irrelevant; lines behind it have no role. */
function rolesOf(
  lines: readonly SourceLine[],
  { lineCount }: Export,
  used: readonly Written[],
  problems: readonly ReadingProblem[],
): LineRoles {
  const roles = new LineRoles(lines)
  for (const { number } of lines.slice(0, lineCount)) roles.set(number, 'irrelevant')
  for (const { span } of used) roles.set(span.line, 'read')
  for (const { kind, span } of problems) if (kind === 'invalid') roles.set(span.line, 'unsupported')
  return roles
}
