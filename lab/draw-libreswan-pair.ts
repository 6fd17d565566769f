import type { Daemon, EndLetter } from './case.ts'
import { drawPair } from './draw-pair.ts'
import { type EndDraft, editBoth, editChildren, editEnd, editMain, type PairDraft } from './pair-draft.ts'
import type { Random } from './random.ts'

/** Harmless lines that real ipsec.confs are full of. */
const CONN_LINES: readonly string[] = [
  'type=tunnel',
  'dpddelay=30',
  'rekey=yes',
  'salifetime=1h',
  'ikelifetime=8h',
  'keyingtries=3',
  'fragmentation=yes',
  'mobike=no',
  'phase2=esp',
  'replay-window=64',
  'aggressive=no',
  'compress=no',
]

/** A pair that fits, with libreswan at one end or both. */
export function drawLibreswanPair(random: Random, daemons: Readonly<Record<EndLetter, Daemon>>): PairDraft {
  const drawn = drawOfOneFamily(random)
  const single = random.chance(0.8)
  const pair = withoutGroups(single ? firstSubnets(drawn) : drawn)
  const withDaemons = (['a', 'b'] as const).reduce(
    (edited, end) => editEnd(edited, end, (draft) => dressed(draft, daemons[end], random)),
    pair,
  )
  return withPfs(withDaemons, random)
}

/** libreswan 4.10 loads no conn whose networks have another family than its gateways, so few people have one. */
function drawOfOneFamily(random: Random): PairDraft {
  for (let tries = 0; tries < 20; tries += 1) {
    const pair = drawPair(random)
    if (pair.a.address.includes(':') === (pair.family === 6) || random.chance(0.05)) return pair
  }
  return drawPair(random)
}

function dressed(draft: EndDraft, daemon: Daemon, random: Random): EndDraft {
  if (daemon === 'strongswan') return draft
  const first = draft.main.version === 1
  return {
    ...draft,
    daemon,
    // strongSwan's lines are drawn for it alone.
    main: { ...draft.main, lines: [], children: draft.main.children.map((child) => ({ ...child, lines: [] })) },
    setup: first ? ['ikev1-policy=accept'] : random.chance(0.2) ? ['uniqueids=yes'] : [],
    conn: [
      'authby=secret',
      ...(first ? [] : random.pick([[], ['ikev2=insist'], ['ikev2=yes']])),
      ...(random.chance(0.3) ? [random.pick(CONN_LINES)] : []),
    ],
    layout: random.weighted([
      ['plain', 6],
      ['default', 2],
      ['also', 2],
    ]),
    side: random.chance(0.7) ? 'left' : 'right',
  }
}

function firstSubnets(pair: PairDraft): PairDraft {
  return (['a', 'b'] as const).reduce(
    (edited, end) =>
      editChildren(edited, end, (child) => ({
        ...child,
        local: child.local?.slice(0, 1),
        remote: child.remote?.slice(0, 1),
      })),
    pair,
  )
}

const GROUP = /-(?:modp|ecp|curve)\w+/g

/** libreswan has no ChaCha20 in IKEv1. */
function withoutGroups(pair: PairDraft): PairDraft {
  const usable = (proposal: string): string =>
    pair.a.main.version === 1 && proposal.startsWith('chacha') ? 'aes256-sha256' : proposal.replace(GROUP, '')
  return (['a', 'b'] as const).reduce(
    (edited, end) => editChildren(edited, end, (child) => ({ ...child, esp: child.esp?.map(usable) })),
    pair,
  )
}

/** libreswan wants PFS unless it is told otherwise, strongSwan only where a group is named. */
function withPfs(pair: PairDraft, random: Random): PairDraft {
  // Nor has it elliptic curves for the PFS of IKEv1.
  const groups = pair.a.main.version === 1 ? /-(modp\w+)/ : /-((?:modp|ecp|curve)\w+)/
  const group = groups.exec(pair.a.main.ike?.[0] ?? '')?.[1]
  const way = random.weighted([
    ['off', 4],
    ['default', 3],
    ['groups', 3],
    ['strongswan', 2],
  ] as const)
  if (way === 'off') return editBoth(pair, (draft) => (draft.conn === undefined ? draft : withLine(draft, 'pfs=no')))
  if (way === 'default' || group === undefined) return pair
  return (['a', 'b'] as const).reduce<PairDraft>(
    (edited, end) =>
      way === 'strongswan' && edited[end].daemon === 'libreswan'
        ? edited
        : editChildren(edited, end, (child) => ({ ...child, esp: child.esp?.map((one) => `${one}-${group}`) })),
    // One group for all, as a conn of IKEv1 has only one.
    editMain(editMain(pair, 'a', firstProposal), 'b', firstProposal),
  )
}

function firstProposal(main: EndDraft['main']): EndDraft['main'] {
  return { ...main, ...(main.ike === undefined ? {} : { ike: main.ike.slice(0, 1) }) }
}

export function withLine(draft: EndDraft, line: string): EndDraft {
  return draft.conn === undefined ? draft : { ...draft, conn: [...draft.conn, line] }
}
