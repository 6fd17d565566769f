import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { unknownHost } from '../../../../src/core/model/hosts.ts'
import { NO_SCOPE } from '../../../../src/core/model/scope.ts'
import type { SpdEntry } from '../../../../src/core/model/spd-entry.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { installedPolicies } from '../../../../src/core/rules/observed/sa009-installed.ts'
import type { Box } from '../../../../src/core/selectors/box.ts'
import { box, end, entry, LOCAL, OWN, PEER, template, tunnel } from '../../negotiation/made-ends.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, placesOf } from '../facts-of.ts'

const span = (line: number) => ({ source: 'a.txt', line, column: 1, length: 3 })
const [negotiated] = (endsOf(pair()).a.spd ?? []).flatMap((each) => each.negotiated ?? [])
if (negotiated === undefined) throw new Error('It is a configuration.')
const { connection, child } = negotiated

const [local] = child.local.value
const [remote] = child.remote.value
if (local === undefined || remote === undefined) throw new Error('It has networks.')
const exception = { local, remote }

const net = (number: number, bits = 24) => box(LOCAL, `10.2.${number}.0/${bits}`)

/** What the configuration has; in line 1. */
function configured(selectors: readonly Box[], more: Partial<SpdEntry> = {}): SpdEntry {
  return entry('net', 'both', { selectors, spans: [span(1)], negotiated: { connection, child }, ...more })
}

/** What is in the kernel; in line 2. */
function installed(selectors: readonly Box[], more: Partial<SpdEntry> = {}): SpdEntry {
  const policy = { scope: NO_SCOPE, templates: [template()] }
  return entry('P', 'out', { selectors, spans: [span(2)], installed: policy, ...more })
}

function found(spd: readonly SpdEntry[], there: readonly SpdEntry[] | undefined, more: Partial<Endpoint> = {}) {
  const a = end('A', spd, { ...(there !== undefined && { installed: there }), ...more })
  return factsBetween(installedPolicies, simulate(a, end('B', undefined)))
}

const said = (...args: Parameters<typeof found>) =>
  found(...args).map((each) => `${each.severity}: ${each.explain().what}`)

describe('SA009: what is installed beside a configuration', () => {
  it('is nothing of a tunnel, which is no fault yet', () => {
    expect(said([configured([net(1)])], [])).toEqual(['info: No policy of a tunnel is installed on A.'])
    const others = [
      installed([net(1)], { direction: 'in', tunnel: tunnel(PEER, OWN) }),
      installed([net(1)], { action: 'bypass' }),
    ]
    expect(said([configured([net(1)])], others)).toEqual(['info: No policy of a tunnel is installed on A.'])
    expect(said([configured([net(1)])], undefined)).toEqual([])
  })

  it('lacks a child, which is not up yet, or a part of one, which was narrowed', () => {
    const [whole, ...more] = found([configured([net(1)]), configured([net(2)])], [installed([net(2)])])
    expect(more).toEqual([])
    expect([whole?.severity, whole?.explain().what]).toEqual([
      'info',
      'On A, no policy is installed for 10.1.0.0/24 <> 10.2.1.0/24.',
    ])
    expect(whole?.explain().why).toMatch(/^The connection is not up and is not seen to wait for traffic, /)
    expect(whole && placesOf(whole)).toEqual(['a.txt 1 A: net (10.1.0.0/24 <> 10.2.1.0/24)'])
    const [part] = found([configured([net(1)])], [installed([net(1, 25)])])
    expect([part?.severity, part?.explain().what]).toEqual([
      'warning',
      'On A, policies are not installed for 10.1.0.0/24 <> 10.2.1.128/25, a part of net (10.1.0.0/24 <> 10.2.1.0/24).',
    ])
    expect(part?.explain().why).toMatch(/^The tunnel is up for a part of its traffic: /)
    // A child of which another one has a part is told of with that part alone.
    expect(said([configured([net(1), net(3)])], [installed([net(1)])])).toEqual([
      'warning: On A, policies are not installed for 10.1.0.0/24 <> 10.2.3.0/24, a part of net (10.1.0.0/24 <> 10.2.1.0/24, 10.1.0.0/24 <> 10.2.3.0/24).',
    ])
  })

  it('has more than is configured', () => {
    const [one, ...more] = found([configured([net(1)])], [installed([net(1)]), installed([net(2)])])
    expect(more).toEqual([])
    expect([one?.severity, one?.explain().what]).toEqual([
      'warning',
      'On A, the policy P (10.1.0.0/24 > 10.2.2.0/24) is installed, which is in no connection of the configuration.',
    ])
    expect(one && placesOf(one)).toEqual(['a.txt 2 A: P (10.1.0.0/24 > 10.2.2.0/24)'])
    expect(said([configured([net(1)])], [installed([net(1)]), installed([net(1), net(2)])])).toHaveLength(1)
    // Without a configuration there is nothing to compare.
    expect(said([entry('net', 'both', { selectors: [net(1)] })], [installed([net(2)])])).toEqual([])
    expect(said([configured([net(1)], { action: 'bypass' })], [installed([net(2)])])).toEqual([])
  })

  it('fits where the one holds the other', () => {
    expect(said([configured([net(1)])], [installed([net(1)])])).toEqual([])
    expect(said([configured([net(1), net(2)])], [installed([net(1)]), installed([net(2)])])).toEqual([])
  })

  it('is not compared for an address that is not known, or a child whose packets are not', () => {
    const unknown = unknownHost('B')
    for (const open of [
      { ...net(9), remote: unknown },
      { ...net(9), local: unknown },
    ]) {
      expect(said([configured([net(1)]), configured([open])], [installed([net(1)]), installed([net(2)])])).toEqual([])
    }
    expect(said([configured([net(1)]), configured([])], [installed([net(1)]), installed([net(2)])])).toEqual([])
  })

  it('is of this peer: what is for another, or for whoever comes, is another tunnel', () => {
    const lacking = [configured([net(1)]), configured([net(2)])] as const
    expect(said(lacking, [installed([net(1)])], { meant: new Set([connection.name]) })).toHaveLength(1)
    expect(said(lacking, [installed([net(1)])], { meant: new Set(['other']) })).toEqual([])
    const anybody = { ...connection, remoteAddresses: { ...connection.remoteAddresses, value: [] } }
    const template = configured([net(2)], { negotiated: { connection: anybody, child } })
    expect(said([configured([net(1)]), template], [installed([net(1)])])).toEqual([])
  })

  it('is as written where packets are excepted, whose policies stand apart', () => {
    const whole = net(0, 16)
    const except = configured([net(1)], { negotiated: { connection, child: { ...child, except: [exception] } } })
    expect(said([except], [installed([whole])])).toEqual([])
    expect(said([except], [installed([box(LOCAL, '10.9.0.0/24'), whole])])).toEqual([])
    expect(said([{ ...except, selectors: [net(9), net(1)] }], [installed([whole]), installed([net(9)])])).toEqual([])
    expect(said([except], [installed([net(1)]), installed([net(3)])])).toHaveLength(1)
    expect(said([configured([net(1)])], [installed([whole])])).toHaveLength(1)
  })
})
