import type { Endpoint } from '../../model/endpoint.ts'
import type { Proposal } from '../../model/ike-policy.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { commandBlock } from './commands.ts'
import { type ConfigNode, nodeAt, nodesAt, valueAt } from './config-tree.ts'
import type { DialectSource, Group } from './dialect-targets.ts'
import { settingLines } from './selector-steps.ts'
import { type ProposalWords, proposalWords } from './words.ts'

/** The numbered proposals of an `ike-group`. */
export function ikeProposalSteps(
  { config }: DialectSource,
  end: Endpoint,
  group: Group,
  proposals: readonly Proposal[],
): DialectStep[] {
  const known = nodeAt(config?.ipsec, 'ike-group', group.name)
  const lines = numbered(group.path, known, proposalWords(proposals) ?? [], true)
  return [{ say: `On ${end.name}, ${lines.join(', ')}${group.shared}.`, run: commandBlock(lines) }]
}

/** Those of an `esp-group`, whose group for perfect forward secrecy is one setting; `before`: what the child has now. */
export function espProposalSteps(
  { config }: DialectSource,
  end: Endpoint,
  group: Group,
  proposals: readonly Proposal[],
  before: readonly Proposal[],
): DialectStep[] {
  const known = nodeAt(config?.ipsec, 'esp-group', group.name)
  const words = proposalWords(proposals) ?? []
  const [dh = null] = words.map((each) => each.dh)
  const [now = null] = (proposalWords(before) ?? []).map((each) => each.dh)
  const once = new Map(words.map((each) => [`${each.encryption} ${each.hash}`, each]))
  const lines = [
    ...(dh === now ? [] : [`set ${group.path} pfs ${dh === null ? 'disable' : `dh-group${dh}`}`]),
    ...numbered(group.path, known, [...once.values()], false),
  ]
  return [{ say: `On ${end.name}, ${lines.join(', ')}${group.shared}.`, run: commandBlock(lines) }]
}

/** Only what differs from what is there; numbers beyond go. */
function numbered(
  path: string,
  known: ConfigNode | undefined,
  wanted: readonly ProposalWords[],
  isIke: boolean,
): string[] {
  const nodes = nodesAt(known, 'proposal').toSorted((a, b) => Number(a.text) - Number(b.text))
  const lines = wanted.flatMap(({ encryption, hash, prf, dh }, at) => {
    const node = nodes[at]
    const own = `${path} proposal ${node?.text ?? freeNumber(nodes, at)}`
    return [
      ...settingLines(`${own} encryption`, valueAt(node, 'encryption')?.text, encryption),
      ...settingLines(`${own} hash`, valueAt(node, 'hash')?.text, hash),
      ...settingLines(`${own} prf`, valueAt(node, 'prf')?.text, prf),
      ...(isIke ? settingLines(`${own} dh-group`, valueAt(node, 'dh-group')?.text, dh ?? '2') : []),
    ]
  })
  return [...lines, ...nodes.slice(wanted.length).map(({ text }) => `delete ${path} proposal ${text}`)]
}

function freeNumber(nodes: readonly ConfigNode[], at: number): number {
  const last = Math.max(0, ...nodes.map(({ text }) => Number(text)))
  return last + at - nodes.length + 1
}
