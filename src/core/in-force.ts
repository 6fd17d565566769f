import type { AddressRange } from './address/address-range.ts'
import type { AnalysisRequest } from './analysis-request.ts'
import { assignEnds } from './model/ends/assign-ends.ts'
import type { PlacedFragment } from './model/ends/end-group.ts'
import { replacedFragments } from './model/ends/replaced.ts'
import type { Setting } from './model/setting.ts'
import type { SetAside } from './report/schema.ts'
import { type Material, readMaterial } from './vendors/read-pastes.ts'

type Conversation = Pick<AnalysisRequest, 'pastes' | 'laterReplaces'>

/** What is left of the pastes once talk and replaced lists are set aside; their secrets are still told of. */
export function inForce(
  request: Conversation,
  addresses: ReadonlyMap<string, Setting<AddressRange>>,
): { readonly material: Material; readonly setAside: readonly SetAside[] } {
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
  const replaced =
    request.laterReplaces === true ? replacements(material, request, addresses) : new Map<PlacedFragment, SetAside>()
  const stands = (fragment: PlacedFragment) => !replaced.has(fragment)
  return {
    setAside: [
      ...[...talk].map((source) => ({ source, line: 1, format: null, end: null, by: null })),
      ...replaced.values(),
    ],
    material: {
      ...material,
      blocks: material.blocks
        .filter(({ source, fragments }) => !talk.has(source) && (fragments.length === 0 || fragments.some(stands)))
        .map((block) => ({ ...block, fragments: block.fragments.filter(stands) })),
      fragments: material.fragments.filter(stands),
    },
  }
}

function replacements(
  material: Material,
  request: Conversation,
  addresses: ReadonlyMap<string, Setting<AddressRange>>,
): Map<PlacedFragment, SetAside> {
  const [assignment] = assignEnds(material.fragments, addresses)
  const labels = assignment?.labels ?? new Map<PlacedFragment, string>()
  const from = new Map(material.sources.map((source, at) => [source, request.pastes[at]?.from ?? null]))
  const dated = material.blocks.flatMap(({ source, format, fragments }) =>
    fragments.map((placed) => ({ placed, format, from: from.get(source) ?? null })),
  )
  const later = replacedFragments(dated, labels)
  return new Map(
    dated.flatMap(({ placed, format }) => {
      const by = later.get(placed)
      if (by === undefined) return []
      const { source, line } = placed.fragment.span
      const place = { source: by.fragment.span.source, line: by.fragment.span.line }
      return [[placed, { source, line, format, end: labels.get(by) ?? null, by: place }]]
    }),
  )
}
