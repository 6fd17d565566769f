import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/model/change.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import { policySpd } from '../../../src/core/model/ends/number-entries.ts'
import type { AuthRound, ChildConfig, IkePolicy, SelectorTemplate } from '../../../src/core/model/ike-policy.ts'
import { policyAfter } from '../../../src/core/remedy/apply-policy.ts'
import { followAddress, withNewKey } from '../../../src/core/remedy/apply-settings.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { box, range } from '../../support/boxes.ts'
import { endsOf } from './two-ends.ts'

const { a } = endsOf(pair({ connection: 'version = 1' }))
if (a.ike === undefined) throw new Error('It is a configuration.')
const POLICY: IkePolicy = a.ike
const CONNECTION = only(POLICY.connections)
const CHILD = only(CONNECTION.children)

function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('It has one.')
  return first
}

/** The one connection after one change. */
function changed(change: Change, policy: IkePolicy = POLICY) {
  return only(policyAfter(policy, [change], a).connections)
}

function withChildren(...children: readonly Partial<ChildConfig>[]): IkePolicy {
  const all = children.map((each) => ({ ...CHILD, ...each }))
  return { ...POLICY, connections: [{ ...CONNECTION, children: all }] }
}

describe('settings', () => {
  it('stay as they are where the change is of a connection or child that is not there', () => {
    const none: readonly Change[] = [
      { kind: 'childless', connection: 'none', childless: 'never' },
      { kind: 'mode', connection: 'none', child: 'net', mode: 'transport' },
      { kind: 'mode', connection: 'to-b', child: 'none', mode: 'transport' },
      { kind: 'child-selectors', connection: 'to-b', child: 'none', local: [], remote: [] },
    ]
    for (const change of none) expect(changed(change)).toEqual(CONNECTION)
  })

  it('are those of one child, also where another has the same name', () => {
    const two = withChildren({}, { span: { ...CHILD.span, line: CHILD.span.line + 9 } })
    const modes = changed({ kind: 'mode', connection: 'to-b', child: 'net', mode: 'transport' }, two).children
    expect(modes.map(({ mode }) => mode.value)).toEqual(['transport', 'tunnel'])
  })

  it('of who waits tell what the kernel catches', () => {
    const child = (waits: boolean) => changed({ kind: 'waits', connection: 'to-b', child: 'net', waits }).children[0]
    expect(child(true)).toMatchObject({ waits: true, trapped: false })
    expect(child(false)).toMatchObject({ waits: false, trapped: true })
  })

  it('of a lifetime are of the child that is named, or of the IKE SA', () => {
    const lifetime = { rekey: undefined, end: 60 }
    const ofChild = changed({ kind: 'lifetime', connection: 'to-b', child: 'net', lifetime })
    expect([ofChild.lifetime, ofChild.children[0]?.lifetime]).toEqual([CONNECTION.lifetime, lifetime])
    const ofIke = changed({ kind: 'lifetime', connection: 'to-b', child: null, lifetime })
    expect([ofIke.lifetime, ofIke.children[0]?.lifetime]).toEqual([lifetime, CHILD.lifetime])
  })

  it('of authentication are one for both ends in IKEv1 (RFC 2409 5)', () => {
    const change: Change = { kind: 'authentication', connection: 'to-b', side: 'local', method: 'pubkey' }
    const methods = (policy: IkePolicy) => {
      const { local, remote } = changed(change, policy)
      return [local, remote].map((rounds) => rounds.map(({ method }) => method.value))
    }
    expect(methods(POLICY)).toEqual([['pubkey'], ['pubkey']])
    expect(methods({ ...POLICY, connections: [{ ...CONNECTION, accepts: [1, 2] }] })).toEqual([['pubkey'], ['psk']])
  })

  it('of authentication are those of the first round, and of none where there is none', () => {
    const round = only(CONNECTION.local)
    const identity = { kind: 'fqdn', text: 'other.example' } as const
    const texts = (rounds: readonly AuthRound[]) =>
      changed(
        { kind: 'own-identity', connection: 'to-b', identity },
        { ...POLICY, connections: [{ ...CONNECTION, local: rounds }] },
      ).local.map(({ id }) => id?.value.text)
    expect(texts([round, round])).toEqual(['other.example', 'gw-a.example'])
    expect(texts([])).toEqual([])
  })

  it('with an own address tell which side is the own one', () => {
    const doubtful: IkePolicy = { ...POLICY, connections: [{ ...CONNECTION, oriented: false }] }
    const change = { connection: 'to-b', addresses: [range('192.0.2.1')] } as const
    expect('oriented' in changed({ kind: 'own-addresses', ...change }, doubtful)).toBe(false)
    expect('oriented' in changed({ kind: 'peer-addresses', ...change }, doubtful)).toBe(true)
  })
})

describe('an identity that nobody wrote', () => {
  const round = (kind: 'address' | 'fqdn', text: string): AuthRound => ({
    method: { origin: 'default', value: 'psk', authority: 'an example' },
    id: { origin: 'default', value: { kind, text }, authority: 'an example' },
  })

  it('follows a single address, and is open where there are several or none', () => {
    const follow = (...addresses: readonly string[]) =>
      followAddress([round('address', '192.0.2.1')], addresses.map(range)).map(({ id }) => id?.value.text)
    expect(follow('192.0.2.9')).toEqual(['192.0.2.9'])
    expect(follow('192.0.2.8', '192.0.2.9')).toEqual([undefined])
    expect(follow('192.0.2.0/24')).toEqual([undefined])
    expect(follow()).toEqual([undefined])
  })

  it('stays where it is no address', () => {
    const named = round('fqdn', 'gw.example')
    const { id: _, ...without } = named
    const open: AuthRound = { ...without, id: undefined }
    expect(followAddress([named, open], [range('192.0.2.9')])).toEqual([named, open])
  })
})

describe('a new key', () => {
  const owners = [{ kind: 'fqdn', text: 'gw-b.example' }] as const

  it('stands behind the last key, or where the first connection is, if there is no key', () => {
    const key = only(POLICY.keys)
    const last = { ...key, span: { ...key.span, line: 99 } }
    const lines = (policy: IkePolicy) =>
      withNewKey(policy, { kind: 'new-key', owners, replaces: null }).keys.map(({ span }) => span.line)
    expect(lines({ ...POLICY, keys: [key, key, last] })).toEqual([key.span.line, key.span.line, 99, 99])
    expect(lines({ ...POLICY, keys: [last, key] })).toEqual([99, key.span.line, key.span.line])
    expect(lines({ ...POLICY, keys: [] })).toEqual([CONNECTION.span.line])
    expect(lines({ ...POLICY, keys: [], connections: [] })).toEqual([])
  })

  it('takes the place of the one at its very place', () => {
    const key = only(POLICY.keys)
    const { span } = key
    const keys = [span, { ...span, line: 99 }, { ...span, column: 99 }, { ...span, source: 'other.conf' }].map(
      (at) => ({
        ...key,
        span: at,
      }),
    )
    const marks = withNewKey({ ...POLICY, keys }, { kind: 'new-key', owners, replaces: span }).keys.map(
      ({ mark }) => mark === key.mark,
    )
    expect(marks).toEqual([false, true, true, true])
  })
})

describe('selectors of a policy', () => {
  const dynamic: SelectorTemplate = {
    addresses: 'dynamic',
    protocol: { from: 0, to: 255 },
    ports: { from: 0, to: 65_535 },
    span: null,
  }
  const list = (...value: readonly SelectorTemplate[]) => ({ origin: 'planned', value }) as const
  const own = box('10.1.0.0/24', '10.2.0.0/24')

  it('that stand for an address that is not known are none of the networks', () => {
    const policy = withChildren({ local: list(dynamic) })
    const to = box('10.5.0.0/24', '10.2.0.0/24')
    expect(changed({ kind: 'replace', from: own, to }, policy).children[0]?.local).toEqual(list(dynamic))
    expect(changed({ kind: 'remove', entry: '', box: own }, policy).children).toHaveLength(1)
  })

  it('that are covered get the next free name of the first child, whatever was made of the same connection before', () => {
    const cover = (number: number): Change => ({ kind: 'cover', box: box('10.1.0.0/24', `10.9.${number}.0/24`) })
    const names = (policy: IkePolicy) => only(policy.connections).children.map(({ name }) => name)
    const two = withChildren({ name: 'net' }, { name: 'net-3' })
    expect(names(policyAfter(two, [cover(1), cover(2), cover(3)], a))).toEqual([
      'net',
      'net-3',
      'net-2',
      'net-4',
      'net-5',
    ])
    const once = policyAfter(two, [cover(1)], a)
    for (const again of [cover(2), cover(3)]) {
      expect(names(policyAfter(once, [again], a))).toEqual(['net', 'net-3', 'net-2', 'net-4'])
    }
  })

  it('go with the child of an entry, also where another child has the same', () => {
    const two = withChildren({ name: 'first' }, { name: 'second' })
    const end = { ...a, spd: policySpd(a, two) }
    expect(end.spd?.map(({ id, name }) => `${id} ${name}`)).toEqual(['A#1 first', 'A#2 second'])
    const left = (entry: string) =>
      policyAfter(two, [{ kind: 'remove', entry, box: own }], end).connections.flatMap(({ children }) =>
        children.map(({ name }) => name),
      )
    expect(left('A#1')).toEqual(['second'])
    expect(left('A#2')).toEqual(['first'])
    const elsewhere = { ...two, connections: two.connections.map((each) => ({ ...each, name: 'other' })) }
    expect(policyAfter(elsewhere, [{ kind: 'remove', entry: 'A#1', box: own }], end)).toEqual(elsewhere)
    // Of entries that are not known, all that have the packets.
    const unknown = { ...a, spd: undefined }
    expect(policyAfter(two, [{ kind: 'remove', entry: 'A#1', box: own }], unknown).connections[0]?.children).toEqual([])
  })

  it('are the very same setting where nothing of them is exchanged', () => {
    const [child] = changed({ kind: 'replace', from: own, to: box('10.1.0.0/24', '10.6.0.0/24') }).children
    expect(child?.local).toBe(CHILD.local)
    expect(child?.remote.value.map(({ addresses }) => addresses)).toEqual([range('10.6.0.0/24')])
    const [other] = changed({ kind: 'replace', from: box('10.9.0.0/24', '10.9.0.0/24'), to: own }).children
    expect([other?.local, other?.remote]).toEqual([CHILD.local, CHILD.remote])
  })

  it('are added to a child with that one side alone', () => {
    const first = only(CHILD.local.value)
    const version2 = (policy: IkePolicy): IkePolicy => ({
      ...policy,
      connections: policy.connections.map((each) => ({ ...each, initiates: { origin: 'planned', value: 2 } })),
    })
    const cover: Change = { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') }
    const counts = (policy: IkePolicy) => changed(cover, policy).children.map(({ remote }) => remote.value.length)
    expect(counts(version2(withChildren({})))).toEqual([2])
    // With a second selector on that side more would be paired than was asked for.
    expect(counts(version2(withChildren({ local: list(first, dynamic) })))).toEqual([1, 1])
    expect(counts(version2(withChildren({ local: list() })))).toEqual([1, 1])
    // A quick mode of IKEv1 offers one pair.
    expect(counts(POLICY)).toEqual([1, 1])
    expect(counts(withChildren())).toEqual([])
    // So does what is negotiated pair by pair, whatever the version.
    const pairByPair = { ...a, vendor: { ...a.vendor, onePairEach: true as const } }
    const [made] = policyAfter(version2(withChildren({})), [cover], pairByPair).connections
    expect(made?.children.map(({ remote }) => remote.value[0]?.addresses)).toEqual(
      ['10.2.0.0/24', '10.3.0.0/24'].map(range),
    )
  })

  it('are added to the connection that is meant for the peer, which need not be the first', () => {
    const several = { ...POLICY, connections: ['one', 'two', 'three'].map((name) => ({ ...CONNECTION, name })) }
    const cover: Change = { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') }
    const children = (end: Endpoint) =>
      policyAfter(several, [cover], end).connections.map((each) => each.children.length)
    expect(children({ ...a, meant: new Set(['two', 'three']) })).toEqual([1, 2, 1])
    const { meant: _, ...unmeant } = a
    expect(children(unmeant)).toEqual([2, 1, 1])
  })

  it('are exchanged with the ports of their own side', () => {
    const web = (port: number) => ({ ...own, protocol: { from: 6, to: 6 }, remotePort: { from: port, to: port } })
    const start = policyAfter(POLICY, [{ kind: 'cover', box: web(443) }], a)
    const ports = (change: Change) =>
      changed(change, start).children.map(({ local, remote }) =>
        [local, remote].map(({ value }) => value[0]?.ports.from),
      )
    expect(ports({ kind: 'replace', from: web(443), to: web(8443) })).toEqual([
      [0, 0],
      [0, 8443],
    ])
    expect(ports({ kind: 'replace', from: web(80), to: web(8443) })[1]).toEqual([0, 443])
  })
})
