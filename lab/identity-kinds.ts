import { otherEnd } from './case.ts'
import { IKE_PROPOSALS } from './draw-pair.ts'
import {
  anyEnd,
  type ConnectionDraft,
  type EndDraft,
  editBoth,
  editEnd,
  editMain,
  type PairDraft,
  selectorOf,
} from './pair-draft.ts'
import type { Random } from './random.ts'
import { randomSubnet } from './subnet.ts'

/** Identities of each type that a key can belong to: both ends' and, where it can be written otherwise, how. */
const IDENTITIES: readonly (readonly [string, string])[] = [
  ['gw-a.example.com', 'gw-b.example.org'],
  ['@gw-a.example.com', '@gw-b.example.org'],
  ['fqdn:gw-a.example.com', 'fqdn:gw-b.example.org'],
  ['vpn@a.example', 'vpn@b.example'],
  ['email:vpn@a.example', 'email:vpn@b.example'],
  ['@@vpn@a.example', '@@vpn@b.example'],
  ['C=DE, O=Example, CN=gw-a', 'C=DE, O=Example, CN=gw-b'],
  ['keyid:branch-a', 'keyid:branch-b'],
  ['@#6272612d61', '@#6272612d62'],
  ['198.18.0.1', '198.18.0.2'],
  ['2001:db8:1d::a', '2001:db8:1d::b'],
  ['site a', 'site b'],
]

/** One identity in spellings that mean the same, or look as if they did. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['gw-a.example.com', '@gw-a.example.com'],
  ['gw-a.example.com', 'fqdn:gw-a.example.com'],
  ['gw-a.example.com', 'GW-A.example.com'],
  ['gw-a.example.com', 'keyid:gw-a.example.com'],
  ['vpn@a.example', 'email:vpn@a.example'],
  ['C=DE, O=Example, CN=gw-a', 'c=DE, o=example, cn=gw-a'],
  ['C=DE, O=Example, CN=gw-a', 'O=Example, C=DE, CN=gw-a'],
  ['keyid:bra-a', '@#6272612d61'],
  ['gw-a.example.com', 'gw-a.example.com.'],
]

/** Both ends use identities of one type, mirrored. */
export function idType(pair: PairDraft, random: Random): PairDraft {
  const [a, b] = random.pick(IDENTITIES)
  return withIds(withIds(pair, 'a', a, b), 'b', b, a)
}

/** One identity, written in two ways at the two ends. */
export function idSpelling(pair: PairDraft, random: Random): PairDraft {
  const [one, other] = random.pick(SPELLINGS)
  const end = anyEnd(random)
  const peer = pair[otherEnd(end)].main.id
  return withIds(withIds(pair, end, one, peer), otherEnd(end), peer, other)
}

/** Identities that do not fit: another one wanted, none set, or wildcards. */
export function id(pair: PairDraft, random: Random): PairDraft {
  const end = anyEnd(random)
  return editMain(pair, end, (main) =>
    random.weighted([
      [{ ...main, peerId: '%any' }, 4],
      [{ ...main, peerId: 'gw-c.example.net' }, 4],
      [{ ...main, id: 'gw-c.example.net' }, 4],
      [{ ...main, id: undefined }, 3],
      [{ ...main, peerId: undefined }, 3],
      [{ ...main, peerId: '*.example.com' }, 2],
      [{ ...main, peerId: '*@b.example' }, 1],
      [{ ...main, id: pair[end].address, peerId: pair[otherEnd(end)].address }, 2],
    ]),
  )
}

export function psk(pair: PairDraft, random: Random): PairDraft {
  return editEnd(pair, anyEnd(random), (draft) => ({
    ...draft,
    secrets: draft.secrets.map((secret) => ({
      ...secret,
      secret: random.weighted([
        ['"other"', 5],
        [swapCase(secret.secret), 2],
        [secret.secret.replace(/"?$/, ' "').replace(/^"?/, '"'), 2],
        [`0s${Buffer.from(unquoted(secret.secret)).toString('base64')}`, 2],
        [`0x${Buffer.from(unquoted(secret.secret)).toString('hex')}`, 2],
      ]),
    })),
  }))
}

/** The identities a key is for: wrong ones, one of two, or several keys of which one is right. */
export function pskIds(pair: PairDraft, random: Random): PairDraft {
  return editEnd(pair, anyEnd(random), (draft) => {
    const mine = draft.main.id ?? draft.address
    const theirs = draft.main.peerId ?? '%any'
    const secret = draft.secrets[0]?.secret ?? '"none"'
    const [own, wrong] = [
      { name: 'ike-own', ids: [mine, theirs], secret },
      { name: 'ike-wrong', secret: '"not this one"' },
    ]
    const secrets: EndDraft['secrets'] = random.pick([
      [{ ...own, ids: ['gw-x.example.net'] }],
      [{ ...own, ids: [theirs] }],
      [{ ...own, ids: [mine] }],
      [{ ...own, ids: ['%any'] }],
      [{ ...own, ids: [mine, 'gw-x.example.net'] }],
      [{ ...wrong, ids: [] }, own],
      [own, { ...wrong, ids: [theirs] }],
      [
        { ...wrong, ids: [mine] },
        { ...own, ids: [theirs] },
      ],
      [
        { ...wrong, ids: ['%any'] },
        { ...own, ids: [mine] },
      ],
    ])
    return { ...draft, secrets }
  })
}

export function ver(pair: PairDraft, random: Random): PairDraft {
  const version = pair.a.main.version === 1 ? 2 : 1
  return editMain(pair, anyEnd(random), (main) => ({ ...main, version: random.pick([version, version, 0, undefined]) }))
}

/** The addresses of the peer or one's own: another host, any, a subnet, a list, a range, or none. */
export function peer(pair: PairDraft, random: Random): PairDraft {
  const v6 = pair.a.address.includes(':')
  const end = random.chance(0.85) ? otherEnd(pair.initiator) : pair.initiator
  const address = pair[otherEnd(end)].address
  const stranger = v6 ? '2001:db8:ffff::99' : '192.0.2.99'
  const around = v6 ? '2001:db8:ffff::/64' : address.replace(/\d+$/, '0/24')
  const upTo = v6
    ? '2001:db8:ffff::1-2001:db8:ffff::f'
    : `${address.replace(/\d+$/, '1')}-${address.replace(/\d+$/, '60')}`
  const onlyAnswers = end !== pair.initiator
  return editMain(pair, end, (main) =>
    random.weighted<ConnectionDraft>([
      [{ ...main, remoteAddrs: stranger }, 4],
      [{ ...main, remoteAddrs: '%any' }, onlyAnswers ? 4 : 1],
      [{ ...main, remoteAddrs: undefined }, onlyAnswers ? 2 : 1],
      [{ ...main, remoteAddrs: `${stranger}, ${address}` }, onlyAnswers ? 2 : 0],
      [{ ...main, remoteAddrs: `${address}, ${stranger}` }, 1],
      [{ ...main, remoteAddrs: around }, onlyAnswers ? 2 : 0],
      [{ ...main, remoteAddrs: upTo }, onlyAnswers ? 2 : 0],
      [{ ...main, localAddrs: undefined }, 2],
      [{ ...main, localAddrs: '%any' }, 1],
      [{ ...main, localAddrs: stranger }, onlyAnswers ? 1 : 0],
    ]),
  )
}

/** A second connection in one file, before or after the right one, that shares more or less with it. */
export function connections(pair: PairDraft, random: Random): PairDraft {
  return editEnd(pair, anyEnd(random), (draft) => {
    const [child] = draft.main.children
    if (child === undefined) return draft
    const foreign = { ...child, name: 'other', remote: [selectorOf(randomSubnet(random, pair.family))] }
    const base = { ...draft.main, name: random.chance(0.5) ? 'branch' : 'a-road', children: [foreign] }
    const other = random.pick<ConnectionDraft>([
      base,
      { ...base, remoteAddrs: '%any' },
      { ...base, remoteAddrs: draft.address.includes(':') ? '2001:db8:ffff::77' : '198.51.100.77' },
      { ...base, peerId: 'gw-d.example.net' },
      { ...base, remoteAddrs: '%any', peerId: '%any' },
      { ...base, ike: random.sample(IKE_PROPOSALS, 1) },
      { ...base, version: base.version === 1 ? 2 : 1 },
      { ...base, id: 'gw-d.example.net' },
      { ...base, children: [{ ...child, name: 'other' }] },
    ])
    return random.chance(0.5) ? { ...draft, before: [other] } : { ...draft, after: [other] }
  })
}

/** Nothing but addresses, ids and networks differ: the pair stays as it was drawn. */
export function mirrored(pair: PairDraft): PairDraft {
  return editBoth(pair, (draft) => draft)
}

function withIds(pair: PairDraft, end: 'a' | 'b', own: string | undefined, wanted: string | undefined): PairDraft {
  return editEnd(pair, end, (draft) => ({
    ...draft,
    main: { ...draft.main, id: own, peerId: wanted },
    secrets: draft.secrets.map((secret) => ({
      ...secret,
      ids: secret.ids.length === 0 ? [] : [own ?? draft.address, ...(wanted === undefined ? [] : [wanted])],
    })),
  }))
}

function unquoted(secret: string): string {
  return secret.replace(/^"|"$/g, '')
}

function swapCase(secret: string): string {
  return secret.replace(/[a-z]/i, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}
