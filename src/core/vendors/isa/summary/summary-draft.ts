import type { AddressRange } from '../../../address/address-range.ts'
import type { EndpointFragment, Site } from '../../../model/endpoint.ts'
import type { LineRole, ReadingProblem } from '../../../model/format.ts'
import type { Setting } from '../../../model/setting.ts'
import type { Vendor } from '../../../model/vendor.ts'
import { singleBlanks } from '../../../text/words.ts'
import { type FlowingText, type Piece, placeOf } from '../../flowing-text.ts'
import { policySettings } from '../policy-settings.ts'
import { readGateway, readNetwork, type Written } from '../written-address.ts'
import type { Key, Part, Section, Value } from './summary-labels.ts'
import type { ShortenedSummary } from './summary-lists.ts'

/** A list of the summary. It may be left empty by ISA, or by the text's end. */
interface NetworkList {
  readonly section: Section
  readonly name: string | null
  readonly networks: Setting<AddressRange>[]
  readonly heading: Piece
}

/** What has been read of one summary so far. */
export interface SummaryDraft {
  readonly start: Piece
  readonly endpoints: Map<'local' | 'remote', Setting<AddressRange> | null>
  readonly lists: NetworkList[]
  /** By section and key, as `policySettings` knows them. */
  readonly values: Map<string, Written>
  section: Section | null
  end: Piece
}

export function newDraft(start: Piece): SummaryDraft {
  return { start, endpoints: new Map(), lists: [], values: new Map(), section: null, end: start }
}

/** Puts a part where it belongs and says what became of its text; `null` when it belongs nowhere. */
export function take(
  draft: SummaryDraft,
  part: Part,
  { flowing, below }: ShortenedSummary,
  problems: ReadingProblem[],
): LineRole | null {
  switch (part.kind) {
    case 'notice':
      return 'read'
    case 'endpoint':
      draft.end = part
      return takeEndpoint(draft, part, flowing, problems)
    case 'section':
      draft.end = part
      draft.section = part.section
      if (isList(part.section)) {
        draft.lists.push({ section: part.section, name: part.name, networks: [], heading: part })
      }
      return 'read'
    case 'key':
      return takeKey(draft, part, flowing)
    case 'subnet':
      return takeSubnet(draft, part, flowing, below, problems)
  }
}

function isList(section: Section | null): boolean {
  return section !== null && section !== 'phase1' && section !== 'phase2'
}

function takeEndpoint(
  draft: SummaryDraft,
  part: Extract<Part, { readonly kind: 'endpoint' }>,
  flowing: FlowingText,
  problems: ReadingProblem[],
): LineRole {
  const found = readGateway(written(part, flowing), part.side)
  if ('say' in found) problems.push(found)
  draft.endpoints.set(part.side, 'say' in found ? null : found)
  return 'say' in found ? 'unsupported' : 'read'
}

function takeKey(
  draft: SummaryDraft,
  part: Extract<Part, { readonly kind: 'key' }>,
  flowing: FlowingText,
): LineRole | null {
  if (draft.section !== 'phase1' && draft.section !== 'phase2') return null
  draft.end = part
  const key: Key | 'volume' = part.key === 'lifetime' && /k/i.test(part.value.text) ? 'volume' : part.key
  draft.values.set(`${draft.section} ${key}`, written(part, flowing))
  return 'read'
}

function takeSubnet(
  draft: SummaryDraft,
  part: Extract<Part, { readonly kind: 'subnet' }>,
  flowing: FlowingText,
  below: ShortenedSummary['below'],
  problems: ReadingProblem[],
): LineRole | null {
  const list = draft.lists.at(-1)
  if (list === undefined || !isList(draft.section)) return null
  draft.end = part
  const found = readNetwork(written(part, flowing))
  if ('say' in found) {
    const atEnd = flowing.text.slice(part.to, part.to + 100).trim() === '' && part.to + 100 >= flowing.text.length
    problems.push(atEnd ? { ...found, kind: 'cut' } : found)
    return 'unsupported'
  }
  list.networks.push(found)
  const more = below.get(found.span.line)
  if (more !== undefined) for (let at = 0, own = more[0]; own !== undefined; own = more[++at]) list.networks.push(own)
  return 'read'
}

/** The value of a part; where it has none, the place of its label. */
function written(part: Piece & { readonly value: Value | null }, flowing: FlowingText): Written {
  const text = singleBlanks(part.value?.text ?? '')
  return { text, span: placeOf(flowing, part.value ?? part) }
}

/** The headings that the summary should have and has not, or under which it ends. */
export function missingParts(draft: SummaryDraft): string[] {
  const missing: string[] = []
  if (!draft.endpoints.has('local')) missing.push('"Local Tunnel Endpoint"')
  if (!draft.endpoints.has('remote')) missing.push('"Remote Tunnel Endpoint"')
  if (!hasList(draft, 'remote')) missing.push('a list "Remote Network \'...\' IP Subnets"')
  if (!hasList(draft, 'local') && !hasList(draft, 'routable')) missing.push('the list "Routable Local IP Addresses"')
  if (endsAtHeading(draft)) missing.push('the subnets of its last list')
  return missing
}

function endsAtHeading(draft: SummaryDraft): boolean {
  return draft.lists.at(-1)?.heading === draft.end
}

function hasList(draft: SummaryDraft, section: Section): boolean {
  return draft.lists.some((list) => list.section === section)
}

/** Several local networks without the list of the routable ones: all of them are taken. */
export function hasGuessedLocals(draft: SummaryDraft): boolean {
  return !hasList(draft, 'routable') && draft.lists.filter((list) => list.section === 'local').length > 1
}

export function fragmentOf(draft: SummaryDraft, vendor: Vendor, flowing: FlowingText): EndpointFragment {
  const local = draft.endpoints.get('local')
  const remote = draft.endpoints.get('remote')
  return {
    vendor,
    name: null,
    label: null,
    addresses: local == null ? [] : [local],
    peers: remote == null ? [] : [remote],
    filters: undefined,
    site: siteOf(draft),
    settings: policySettings(draft.values),
    editor: null,
    span: placeOf(flowing, draft.start),
  }
}

/** `undefined` where a list is missing or was cut off, since the filters can't be told then. */
function siteOf(draft: SummaryDraft): Site | undefined {
  const remotes = draft.lists.filter((list) => list.section === 'remote')
  const local = hasList(draft, 'routable') ? 'routable' : 'local'
  const locals = draft.lists.filter((list) => list.section === local)
  if (endsAtHeading(draft) || remotes.length === 0 || locals.length === 0) return undefined
  return {
    locals: networksOf(locals),
    remotes: networksOf(remotes),
    name: remotes[0]?.name ?? null,
  }
}

function networksOf(lists: readonly NetworkList[]): readonly Setting<AddressRange>[] {
  const [only, ...others] = lists
  return others.length === 0 ? (only?.networks ?? []) : lists.flatMap((list) => list.networks)
}
