import { describe, expect, it } from 'vitest'
import { type AddressRange, formatHost } from '../../../../src/core/address/address-range.ts'
import { assignEnds } from '../../../../src/core/model/ends/assign-ends.ts'
import { pairsOf } from '../../../../src/core/model/ends/pick-pair.ts'
import { unknownHost } from '../../../../src/core/model/hosts.ts'
import { addressIdentity } from '../../../../src/core/model/identity.ts'
import type { Identity, IkeConnection } from '../../../../src/core/model/ike-policy.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import type { Party } from '../../../../src/core/rules/negotiation/failures.ts'
import { namingPlans } from '../../../../src/core/rules/negotiation/identity-plans.ts'
import {
  addressPlans,
  changeOf,
  childlessPlans,
  compressionPlans,
  mainModePlans,
  plansOf,
  selectorPlans,
  tunnelModePlans,
  versionPlans,
  virtualAddressPlans,
  waitingPlans,
} from '../../../../src/core/rules/negotiation/plans.ts'
import type { Plan } from '../../../../src/core/rules/rule.ts'
import { thirdParty } from '../../../../src/core/vendors/generic/products.ts'
import { readMaterial } from '../../../../src/core/vendors/read-pastes.ts'
import { range } from '../../../support/boxes.ts'

const list = (...texts: readonly string[]) =>
  ({ origin: 'default', authority: 'a test', value: texts.map(range) }) as const

/** 192.0.2.1 and 192.0.2.2, which agree, each with a connection that is changed by what is handed in. */
function parties(first: Partial<IkeConnection> = {}, second: Partial<IkeConnection> = {}): readonly [Party, Party] {
  const { fragments } = readMaterial(pair().pastes)
  const unknown = thirdParty('other')
  const [assignment] = assignEnds(fragments, new Map())
  const [found] = unknown === undefined || assignment === undefined ? [] : pairsOf(assignment.endpoints, unknown)
  const [a, b] = [found?.a.ike?.connections[0], found?.b.ike?.connections[0]]
  if (found === undefined || a === undefined || b === undefined) throw new Error('The examples are a pair.')
  return [
    { end: found.a, host: range('192.0.2.1'), connection: { ...a, ...first }, child: a.children[0] },
    { end: found.b, host: range('192.0.2.2'), connection: { ...b, ...second }, child: b.children[0] },
  ]
}

const BY_DEFAULT = { origin: 'default', authority: 'a test', value: 'psk' } as const

function told(of: string | AddressRange): string {
  return typeof of === 'string' ? of : formatHost(of)
}

function kinds(plans: readonly Plan[]): string[] {
  const text = ({ end, change }: Plan['changes'][number]) =>
    [end, change.kind, ...('addresses' in change ? change.addresses.map(told) : [])].join(' ')
  return plans.map(({ changes }) => changes.map(text).join(', '))
}

describe('whom an end is made to expect', () => {
  /** One end expects these names; the other expects the address of the peer, as it is. */
  function expecting(...texts: readonly string[]) {
    const expects = (id: Identity | undefined): Partial<IkeConnection> => ({
      remote: [{ method: BY_DEFAULT, id: id && { ...BY_DEFAULT, value: id } }],
    })
    const [name] = texts
    return parties(
      expects(name === undefined ? undefined : { kind: 'fqdn', text: name }),
      expects({ kind: 'address', text: '192.0.2.1' }),
    )
  }

  it('is whom there is, where it expects anybody or a pattern, and stays who is named', () => {
    expect(kinds(namingPlans(expecting()))).toEqual(['A peer-identity'])
    expect(kinds(namingPlans(expecting('*.example.com')))).toEqual(['A peer-identity'])
    expect(kinds(namingPlans(expecting('gw-b.example.com')))).toEqual([])
  })
})

describe('addresses that are made to fit', () => {
  it('are none where each end goes to the other', () => {
    expect(kinds(addressPlans(parties()))).toEqual([])
    expect(kinds(addressPlans(parties({}, { remoteAddresses: list() })))).toEqual([])
    expect(kinds(addressPlans(parties({}, { remoteAddresses: list('192.0.2.0/24') })))).toEqual([])
    expect(kinds(addressPlans(parties({ remoteAddresses: list('198.51.100.0/24', '192.0.2.2') })))).toEqual([])
    expect(kinds(addressPlans(parties({}, { localAddresses: list() })))).toEqual([])
    expect(kinds(addressPlans(parties({}, { localAddresses: list('192.0.2.0/24') })))).toEqual([])
    expect(kinds(addressPlans(parties({}, { localAddresses: list('198.51.100.1', '192.0.2.2') })))).toEqual([])
  })

  it('need one address of who begins, the right one', () => {
    const wanted = ['A peer-addresses 192.0.2.2']
    expect(kinds(addressPlans(parties({ remoteAddresses: list('192.0.2.9') })))).toEqual(wanted)
    expect(kinds(addressPlans(parties({ remoteAddresses: list('192.0.2.0/24') })))).toEqual(wanted)
    expect(kinds(addressPlans(parties({ remoteAddresses: list('192.0.2.9', '192.0.2.2') })))).toEqual(wanted)
    expect(kinds(addressPlans(parties({ remoteAddresses: list() })))).toEqual(wanted)
  })

  it('need a list with the other one of who answers, and an own side', () => {
    expect(kinds(addressPlans(parties({}, { remoteAddresses: list('192.0.2.9') })))).toEqual([
      'B peer-addresses 192.0.2.1',
    ])
    expect(kinds(addressPlans(parties({}, { localAddresses: list('192.0.2.9') })))).toEqual([
      'B own-addresses 192.0.2.2',
    ])
    expect(kinds(addressPlans(parties({}, { oriented: false })))).toEqual(['B own-addresses 192.0.2.2'])
    expect(kinds(addressPlans(parties({ oriented: false })))).toEqual(['A own-addresses 192.0.2.1'])
    const both = { remoteAddresses: list('192.0.2.9') }
    expect(kinds(addressPlans(parties(both, both)))).toEqual(['A peer-addresses 192.0.2.2, B peer-addresses 192.0.2.1'])
  })

  it('bring a version, where a connection has none that there is', () => {
    expect(kinds(addressPlans(parties({}, { accepts: [] })))).toEqual(['B version'])
    expect(kinds(addressPlans(parties({ accepts: [] })))).toEqual(['A version'])
    // IKEv1 is one.
    expect(kinds(addressPlans(parties({}, { accepts: [1] })))).toEqual([])
  })
})

describe('what both ends are to do alike', () => {
  const value = <const T>(of: T) => ({ origin: 'default', authority: 'a test', value: of }) as const

  it('is a child in IKE_AUTH, of those that insist on none', () => {
    expect(kinds(childlessPlans(parties()))).toEqual([])
    expect(kinds(childlessPlans(parties({ childless: value('never') })))).toEqual([])
    const both = parties({ childless: value('force') }, { childless: value('force') })
    expect(kinds(childlessPlans(both))).toEqual(['A childless, B childless'])
    expect(kinds(childlessPlans(parties({}, { childless: value('force') })))).toEqual(['B childless'])
  })

  it('is IKEv2, of those that do not yet', () => {
    expect(kinds(versionPlans(parties()))).toEqual([])
    expect(kinds(versionPlans(parties({ initiates: value(1), accepts: [1, 2] })))).toEqual(['A version'])
    expect(kinds(versionPlans(parties({}, { accepts: [1] })))).toEqual(['B version'])
  })

  it('is IKEv1, where the product of one end knows no other', () => {
    const old = { initiates: value(1), accepts: [1] } as const
    const [first, second] = parties(old)
    const bound = { ...first, end: { ...first.end, vendor: { ...first.end.vendor, onlyIkev1: true } } } as const
    expect(kinds(versionPlans([bound, second]))).toEqual(['B version'])
    expect(kinds(versionPlans([bound, { ...second, connection: { ...second.connection, ...old } }]))).toEqual([])
  })

  it('is main mode, of those that are in aggressive mode; or IKEv2', () => {
    const old = { initiates: value(1), accepts: [1] } as const
    const aggressive = { ...old, exchange: value('aggressive') } as const
    expect(kinds(mainModePlans(parties(aggressive, old)))).toEqual(['A exchange', 'A version, B version'])
    expect(kinds(mainModePlans(parties(aggressive, aggressive)))).toEqual([
      'A exchange, B exchange',
      'A version, B version',
    ])
    expect(kinds(mainModePlans(parties(old, old)))).toEqual(['A version, B version'])
  })

  it('is tunnel mode, of a child in transport mode', () => {
    const [a, b] = parties()
    const inTransport = (party: Party): Party => ({
      ...party,
      child: party.child && { ...party.child, mode: value('transport') },
    })
    expect(kinds(tunnelModePlans([a, b]))).toEqual([])
    expect(kinds(tunnelModePlans([a, inTransport(b)]))).toEqual(['B mode'])
    expect(kinds(tunnelModePlans([inTransport(a), { ...b, child: undefined }]))).toEqual(['A mode'])
  })

  it('is no compression of who begins, or compression of who answers', () => {
    const [a, b] = parties()
    const compressing = (party: Party): Party => ({
      ...party,
      child: party.child && { ...party.child, compression: value(true) },
    })
    expect(kinds(compressionPlans([compressing(a), b]))).toEqual(['A compression', 'B compression'])
    expect(kinds(compressionPlans([a, compressing(b)]))).toEqual([])
    expect(kinds(compressionPlans([compressing(a), compressing(b)]))).toEqual(['A compression'])
    expect(kinds(compressionPlans([compressing(a), { ...b, child: undefined }]))).toEqual(['A compression'])
  })
})

describe('what one end is to do', () => {
  const [a, b] = parties()
  const transport = { origin: 'default', authority: 'a test', value: 'transport' } as const
  const inTransport = (party: Party): Party => ({ ...party, child: party.child && { ...party.child, mode: transport } })

  it('is to take the selectors of the other, or both do, in tunnel mode where that is needed', () => {
    expect(kinds(selectorPlans([a, b]))).toEqual([
      'B child-selectors',
      'A child-selectors',
      'A child-selectors, B child-selectors',
    ])
    expect(kinds(selectorPlans([a, inTransport(b)]))).toEqual([
      'B mode',
      'B child-selectors',
      'A child-selectors',
      'A child-selectors, B child-selectors',
      'B child-selectors, B mode',
      'A child-selectors, B mode',
    ])
    expect(selectorPlans([a, b])[0]?.changes).toMatchObject([
      {
        change: {
          connection: 'to-a',
          child: 'net',
          local: [{ addresses: range('10.2.0.0/24'), span: null }],
          remote: [{ addresses: range('10.1.0.0/24'), span: null }],
        },
      },
    ])
    expect(kinds(selectorPlans([a, { ...b, child: undefined }]))).toEqual([])
    expect(kinds(selectorPlans([{ ...a, child: undefined }, b]))).toEqual([])
  })

  it('is to wait for its peer with the child that answers', () => {
    expect(waitingPlans([a, b])).toEqual([
      { changes: [{ end: 'B', change: { kind: 'waits', connection: 'to-a', child: 'net', waits: true } }] },
    ])
    expect(waitingPlans([a, { ...b, child: undefined }])).toEqual([])
  })

  it('is to ask for a virtual address or for none, as the pools of the other one have it', () => {
    const asking = (virtualAddresses: readonly string[], pools: readonly string[], host = '192.0.2.1') => {
      const [first, second] = parties({ virtualAddresses }, { pools })
      return kinds(virtualAddressPlans([{ ...first, host: range(host) }, second]))
    }
    expect(asking([], ['10.9.0.0/24'])).toEqual(['A virtual-addresses 0.0.0.0'])
    expect(asking([], ['2001:db8::/64'], '2001:db8:1::1')).toEqual(['A virtual-addresses ::'])
    expect(asking(['0.0.0.0'], [])).toEqual(['A virtual-addresses'])
    expect(asking(['0.0.0.0'], ['2001:db8::/64'])).toEqual(['A virtual-addresses', 'A virtual-addresses ::'])
    expect(asking(['0.0.0.0'], ['10.9.0.0/24', '2001:db8::/64'])).toEqual([
      'A virtual-addresses',
      'A virtual-addresses 0.0.0.0 ::',
    ])
  })

  it('is not to write an address that nobody tells', () => {
    const nobody = unknownHost('B')
    const told = parties({ remoteAddresses: list('192.0.2.9') })
    expect(kinds(addressPlans([told[0], { ...told[1], host: nobody }]))).toEqual([])
    const identity = addressIdentity(nobody)
    const [first, second] = [
      changeOf(a, { kind: 'peer-identity', connection: 'to-b', identity }),
      changeOf(a, { kind: 'new-key', owners: [{ kind: 'fqdn', text: 'gw-a.example' }, identity], replaces: null }),
    ]
    const other = changeOf(b, { kind: 'virtual-addresses', connection: 'to-a', addresses: ['0.0.0.0'] })
    expect(kinds(plansOf([first], [second], [other, second], [], [other]))).toEqual(['B virtual-addresses 0.0.0.0'])
  })
})
