import type { Endpoint } from '../../model/endpoint.ts'
import { isUnknownHost } from '../../model/hosts.ts'
import { isTemplate, type SpdEntry } from '../../model/spd-entry.ts'
import { installedEntries } from '../../negotiation/installed-sas.ts'
import { type Box, containsBox, intersectBoxes, subtractBoxes } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import { diagnostic, type Explanation } from '../rule.ts'
import { entryText, evidenceOf, joinWords, trafficText } from '../wording.ts'
import { POLICIES, policy } from './installed-examples.ts'

type Installed =
  /** Nothing of a tunnel is installed. */
  | { readonly kind: 'nothing'; readonly end: string }
  /** A child of the configuration is not, or only for a part of its traffic. */
  | { readonly kind: 'lacks'; readonly end: string; readonly entry: SpdEntry; readonly left: readonly Box[] }
  /** What is installed is in no child of the configuration. */
  | { readonly kind: 'more'; readonly end: string; readonly entry: SpdEntry }

/** The policies in the kernel beside the configuration that they should come from. */
export const installedPolicies = diagnostic<Installed>({
  code: 'SA009',
  title: 'What is installed is not what is configured',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const end of [simulation.a, simulation.b]) {
      for (const { evidence, data } of compare(end)) {
        yield {
          severity:
            data.kind === 'nothing' || (data.kind === 'lacks' && data.left === data.entry.selectors)
              ? 'info'
              : 'warning',
          certainty: 'stated',
          evidence,
          witness: null,
          flows: [],
          plans: [],
          data,
        }
      }
    }
  },
  explain,
  page: {
    text: `An IKE daemon installs policies when a connection comes up, or at once where traffic is to bring it up
(\`start_action = trap\`, \`auto=route\`). Beside the configuration, the output of \`ip xfrm policy\` shows what has come of it: nothing
yet, less than is configured since the other end has narrowed it, or the policies of another version of the file.`,
    fires: beside(policy('out', { source: '10.1.0.0/25' }) + policy('in', { destination: '10.1.0.0/25' })),
    quiet: beside(POLICIES),
  },
})

function explain(data: Installed): Explanation {
  switch (data.kind) {
    case 'nothing':
      return {
        what: `No policy of a tunnel is installed on ${data.end}.`,
        why: 'No connection is up, and none is seen to wait for traffic. The log of the IKE daemon says what became of the last attempt.',
      }
    case 'lacks': {
      const { end, entry, left } = data
      const networks = joinWords(left.slice(0, 4).map(trafficText))
      return left === entry.selectors
        ? {
            what: `On ${end}, no policy is installed for ${networks}.`,
            why: 'The connection is not up and is not seen to wait for traffic, or the daemon has not loaded it.',
          }
        : {
            what: `On ${end}, policies are not installed for ${networks}, a part of ${entryText(entry)}.`,
            why: 'The tunnel is up for a part of its traffic: the other end has narrowed it, or the daemon runs with another version of the file. The rest is dropped or goes in clear.',
          }
    }
    case 'more':
      return {
        what: `On ${data.end}, the policy ${entryText(data.entry)} is installed, which is in no connection of the configuration.`,
        why: 'It is of another version of the configuration, which was changed since or is not loaded, or was made by hand. It takes its packets all the same: load the configuration, and have the SAs negotiated anew.',
      }
  }
}

interface Compared {
  readonly evidence: ReturnType<typeof evidenceOf>
  readonly data: Installed
}

function* compare(end: Endpoint): Generator<Compared> {
  if (end.installed === undefined) return
  const outbound = installedEntries(end).filter(({ action, direction }) => action === 'protect' && direction === 'out')
  const name = end.name
  if (outbound.length === 0) yield { evidence: [], data: { kind: 'nothing', end: name } }
  const configured = (end.spd ?? []).filter(
    ({ negotiated, action }) => negotiated !== undefined && action === 'protect',
  )
  const installed = boxesOf(outbound)
  for (const entry of outbound.length === 0 ? [] : configured.filter((one) => isOfThisPeer(one, end))) {
    if (entry.selectors.some(isOfUnknownHost)) continue
    const left = entry.selectors.flatMap((box) => without(box, installed(box)))
    if (left.length === 0) continue
    const touched = entry.selectors.some((box) => installed(box).length > 0)
    yield {
      evidence: evidenceOf(entry, `${name}: ${entryText(entry)}`),
      data: { kind: 'lacks', end: name, entry, left: touched ? left : entry.selectors },
    }
  }
  if (configured.some(({ selectors }) => selectors.length === 0)) return
  if (configured.some(({ selectors }) => selectors.some(isOfUnknownHost))) return
  const known = boxesOf(configured)
  const partial = configured.filter(hasExceptions)
  for (const entry of configured.length === 0 ? [] : outbound) {
    if (entry.selectors.every((box) => known(box).some((other) => containsBox(other, box)))) continue
    // It was negotiated as written, with the packets that do not go into it.
    if (partial.some((other) => meets(other, entry))) continue
    yield { evidence: evidenceOf(entry, `${name}: ${entryText(entry)}`), data: { kind: 'more', end: name, entry } }
  }
}

/** Finds the boxes of some entries that have packets in common with another one: a hub has thousands. */
function boxesOf(entries: readonly SpdEntry[]): (box: Box) => readonly Box[] {
  const boxes = entries.flatMap(({ selectors }) => selectors)
  const index = buildBoxIndex(boxes)
  return (box) => index.overlapping(box).flatMap((at) => boxes[at] ?? [])
}

function isOfUnknownHost({ local, remote }: Box): boolean {
  return isUnknownHost(local) || isUnknownHost(remote)
}

/** What is for whoever comes has an entry for each that came; what is for another peer is another tunnel. */
function isOfThisPeer(entry: SpdEntry, { meant }: Endpoint): boolean {
  return !isTemplate(entry) && (meant === undefined || meant.has(entry.negotiated?.connection.name ?? ''))
}

function hasExceptions({ negotiated }: SpdEntry): boolean {
  return (negotiated?.child.except ?? []).length > 0
}

function meets(a: SpdEntry, b: SpdEntry): boolean {
  return a.selectors.some((box) => b.selectors.some((other) => intersectBoxes(box, other) !== undefined))
}

function without(box: Box, taken: readonly Box[]): readonly Box[] {
  const pieces = subtractBoxes(box, taken, 256)
  return 'tooMany' in pieces ? [] : pieces.boxes
}

/** A swanctl.conf with the output of its gateway. */
function beside(policies: string) {
  const config = `connections {
  b {
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    local { auth = psk }
    remote { auth = psk }
    children {
      net {
        local_ts = 10.1.0.0/24
        remote_ts = 10.2.0.0/24
      }
    }
  }
}
`
  return {
    pastes: [
      { source: 'swanctl.conf', text: config, end: 'A' },
      { source: 'policies.txt', text: policies, end: 'A' },
    ],
  }
}
