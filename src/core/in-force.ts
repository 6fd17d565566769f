import type { AddressRange } from './address/address-range.ts'
import type { AnalysisRequest } from './analysis-request.ts'
import type { EndpointFragment } from './model/endpoint.ts'
import { assignEnds } from './model/ends/assign-ends.ts'
import type { PlacedFragment } from './model/ends/end-group.ts'
import { type DatedFragment, replacedFragments } from './model/ends/replaced.ts'
import { grouped } from './model/grouped.ts'
import type { Setting } from './model/setting.ts'
import type { SetAside } from './report/schema.ts'
import { type Material, readMaterial } from './vendors/read-pastes.ts'

type Conversation = Pick<AnalysisRequest, 'pastes' | 'laterReplaces'>

/** What counts, and what does not. */
interface InForce {
  readonly material: Material
  readonly setAside: readonly SetAside[]
  /** Lists that stand again below, in one text, as before and after a change: the later one counts. */
  readonly outdated: readonly (readonly [earlier: EndpointFragment, later: EndpointFragment])[]
}

/** What is left of the pastes once talk and replaced lists are set aside; their secrets are still told of. */
export function inForce(request: Conversation, addresses: ReadonlyMap<string, Setting<AddressRange>>): InForce {
  const material = readMaterial(request.pastes, request.laterReplaces)
  const { sources } = material
  const isTalk = new Set(
    request.pastes.flatMap(({ talk }, at) => {
      const source = sources[at] ?? ''
      const known = material.blocks.some(
        ({ source: own, format, log, unread }) =>
          own === source && (format !== null || log !== null || unread !== null),
      )
      return talk === true && !known ? [source] : []
    }),
  )
  const onlyTalk = material.blocks.every(({ source }) => isTalk.has(source)) && material.unreadable.length === 0
  const talk = onlyTalk ? new Set<string>() : isTalk
  const isConversation = request.laterReplaces === true
  const dated = datedFragments(material, request)
  const again = isConversation ? dated : listedAgain(dated)
  const found = again.length === 0 ? NONE : replacements(again, material, addresses, isConversation)
  const stands = (fragment: PlacedFragment) => !found.later.has(fragment)
  return {
    setAside: [
      ...[...talk].map((source) => ({ source, line: 1, format: null, end: null, by: null })),
      ...(isConversation ? asides(again, found) : []),
    ],
    outdated: isConversation ? [] : [...found.later].map(([earlier, by]) => [earlier.fragment, by.fragment] as const),
    material: {
      ...material,
      blocks: material.blocks
        .filter(
          ({ source, fragments }) =>
            !talk.has(source) && (!isConversation || fragments.length === 0 || fragments.some(stands)),
        )
        .map((block) => ({ ...block, fragments: block.fragments.filter(stands) })),
      fragments: material.fragments.filter(stands),
    },
  }
}

function datedFragments({ sources, blocks }: Material, request: Conversation): DatedFragment[] {
  const from = new Map(sources.map((source, at) => [source, request.pastes[at]?.from ?? null]))
  return blocks.flatMap(({ source, format, fragments }) =>
    fragments.map((placed) => ({ placed, format, from: from.get(source) ?? null })),
  )
}

/** Lists of filters and networks of a format that has several in one text. What a daemon reads adds up, wherever it stands. */
function listedAgain(dated: readonly DatedFragment[]): DatedFragment[] {
  const lists = dated.filter(
    ({ placed: { fragment } }) =>
      fragment.ike === undefined &&
      fragment.sas === undefined &&
      (fragment.filters !== undefined || fragment.site !== undefined),
  )
  const byText = grouped(lists, ({ placed, format }) => `${format} ${placed.fragment.span.source}`)
  return [...byText.values()].filter(({ length }) => length > 1).flat()
}

interface Replacements {
  readonly later: ReadonlyMap<PlacedFragment, PlacedFragment>
  readonly labels: ReadonlyMap<PlacedFragment, string>
}

const NONE: Replacements = { later: new Map(), labels: new Map() }

/** Of one text alone, unless the pastes are a conversation. */
function replacements(
  dated: readonly DatedFragment[],
  material: Material,
  addresses: ReadonlyMap<string, Setting<AddressRange>>,
  isConversation: boolean,
): Replacements {
  const [assignment] = assignEnds(material.fragments, addresses)
  const labels = assignment?.labels ?? new Map<PlacedFragment, string>()
  const all = replacedFragments(dated, labels)
  const inOneText = [...all].filter(([earlier, by]) => earlier.fragment.span.source === by.fragment.span.source)
  return { labels, later: isConversation ? all : new Map(inOneText) }
}

function asides(dated: readonly DatedFragment[], { later, labels }: Replacements): SetAside[] {
  return dated.flatMap(({ placed, format }) => {
    const by = later.get(placed)
    if (by === undefined) return []
    const { source, line } = placed.fragment.span
    const place = { source: by.fragment.span.source, line: by.fragment.span.line }
    return [{ source, line, format, end: labels.get(by) ?? null, by: place }]
  })
}
