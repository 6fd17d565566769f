import { describe, expect, it } from 'vitest'
import type { Obstacle } from '../../../src/core/model/obstacle.ts'
import { type Simulation, simulate } from '../../../src/core/negotiation/simulate.ts'
import { authenticated, faults, hindrances, isBetter, isProgress, notLoaded } from '../../../src/core/remedy/faults.ts'
import { type Gateway, pair } from '../../../src/core/rules/negotiation/examples.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { endsOf } from './two-ends.ts'

function negotiated(ofA: Gateway, ofB: Gateway = {}): Simulation {
  const { a, b } = endsOf(pair(ofA, ofB))
  return simulate(a, b)
}

/** A's one network and those that B has, of which A and B list the ones that are named. */
function listed(byA: readonly string[], byB: readonly string[]): Simulation {
  const { a, b } = endsOf(
    description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes: byA },
      { vendor: 'other', locals: byB, remotes: ['10.1.0.0/24'] },
    ),
  )
  return simulate(a, b)
}

const FITS = negotiated({})
const OTHER_KEY = negotiated({ secret: 'another' })
const OTHER_ESP = negotiated({ child: 'esp_proposals = aes256gcm16' }, { child: 'esp_proposals = aes128-sha1' })
const NOT_LOADED = negotiated({ child: 'start_acton = trap' })
/** It comes up, and the first renewal with a key exchange fails, whoever begins it. */
const NO_RENEWAL = negotiated(
  { child: 'esp_proposals = aes256-sha256-modp2048' },
  { child: 'esp_proposals = aes256-sha256' },
)

/** With an obstacle at A for packets of its entries, which is one fault more. */
function hindered(
  simulation: Simulation,
  say: string,
  packets = (simulation.a.spd ?? []).flatMap(({ selectors }) => selectors),
): Simulation {
  const obstacle: Obstacle = {
    kind: 'no-route',
    direction: 'out',
    packets,
    packet: 'clear',
    connection: null,
    say,
    spans: [],
    steps: [],
  }
  return { ...simulation, a: { ...simulation.a, obstacles: [obstacle] } }
}

/** With flows of which these things become, each as one of those that it has. */
function flowing(simulation: Simulation, ...outcomes: readonly Simulation['flows'][number]['outcome'][]): Simulation {
  const [flow] = simulation.flows
  if (flow === undefined) throw new Error('It has flows.')
  return { ...simulation, flows: outcomes.map((outcome) => ({ ...flow, outcome })) }
}

describe('what is counted', () => {
  it.each<readonly [string, Simulation, number]>([
    ['nothing, where all is well', FITS, 0],
    ['a flow of each end, and the negotiation that each begins', OTHER_KEY, 2 + 2],
    ['the same where it fails a step later', OTHER_ESP, 2 + 2],
    [
      'for each network that is missing a flow of each end, and the selectors',
      listed(['10.2.0.0/24', '10.3.0.0/24', '10.4.0.0/24'], ['10.2.0.0/24']),
      2 * (2 + 1),
    ],
    [
      'what a wider network has beyond the peer, from each end, and the selectors',
      negotiated({ nets: ['10.1.0.0/24', '10.2.0.0/16'] }),
      2 + 1,
    ],
    ['the selectors alone where one end asks for anything', negotiated({ nets: ['10.1.0.0/24', '0.0.0.0/0'] }), 1],
    ['of what comes up, the renewal by each end of what each has begun', NO_RENEWAL, 4],
    [
      'an SA that ends before anybody renews it, once',
      negotiated({ child: 'rekey_time = 0\n life_time = 100' }, { child: 'rekey_time = 0' }),
      1,
    ],
  ])('%s', (_name, simulation, wanted) => {
    expect(faults(simulation)).toBe(wanted)
  })

  it('an obstacle where it is in the way of an entry, and not one for networks that are gone from the tunnel', () => {
    expect(faults(hindered(FITS, 'No way.'))).toBe(1)
    const { spd = [] } = listed(['10.9.0.0/24'], ['10.9.0.0/24']).a
    const others = spd.flatMap(({ selectors }) => selectors)
    expect(faults(hindered(FITS, 'No way.', others))).toBe(0)
  })

  it('as little of an end that is not known', () => {
    const { a, b } = endsOf(description({ vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'] }))
    expect(faults(simulate(a, b))).toBe(0)
  })

  it('with what stands in the way of each negotiation', () => {
    expect([...hindrances(OTHER_KEY)]).toEqual(['A to-b net shared-key responder', 'B to-a net shared-key responder'])
    expect([...hindrances(OTHER_ESP)]).toEqual([
      'A to-b net child-proposals responder',
      'B to-a net child-proposals responder',
    ])
    expect([...hindrances(NOT_LOADED)]).toEqual([
      expect.stringMatching(/^A does not load to-b: .*start_acton/),
      'B to-a net no-connection responder',
    ])
    expect([...hindrances(FITS)]).toEqual([])
    expect([...hindrances(NO_RENEWAL)].every((each) => / renewed by (initiator|responder): pfs$/.test(each))).toBe(true)
  })

  it('with the renewals of an IKE SA and of its child, each for itself', () => {
    const both = NO_RENEWAL.quickModes.map(({ outcome, ...rest }) => ({
      ...rest,
      outcome: outcome && { ...outcome, ikeRenewals: outcome.childRenewals },
    }))
    expect(hindrances({ ...NO_RENEWAL, quickModes: both }).size).toBe(4 + 4)
  })

  it('of connections that are not loaded, at both ends', () => {
    const slip = { child: 'start_acton = trap' }
    expect([FITS, NOT_LOADED, negotiated({}, slip), negotiated(slip, slip)].map(notLoaded)).toEqual([0, 1, 1, 2])
  })

  it('of negotiations that come to an IKE SA, whatever becomes of the child', () => {
    expect([FITS, OTHER_ESP, OTHER_KEY, NOT_LOADED].map(authenticated)).toEqual([2, 2, 0, 0])
    // Lists of networks tell no negotiation.
    expect(authenticated(listed(['10.2.0.0/24'], ['10.2.0.0/24']))).toBe(0)
  })
})

describe('a change is for the better', () => {
  it('where fewer faults are left', () => {
    expect(isBetter(FITS, OTHER_KEY)).toBe(true)
    expect(isBetter(OTHER_ESP, OTHER_KEY)).toBe(false)
    expect(isBetter(FITS, FITS)).toBe(false)
    expect(isBetter(OTHER_KEY, FITS)).toBe(false)
  })

  it('where something is carried that was not, though it leaves as many faults', () => {
    // NO_RENEWAL is up with 4 faults, OTHER_KEY down with 4.
    expect(isBetter(NO_RENEWAL, OTHER_KEY)).toBe(true)
    expect(isBetter(OTHER_KEY, NO_RENEWAL)).toBe(false)
    expect(isBetter(NO_RENEWAL, NO_RENEWAL)).toBe(false)
    // Partly up with 6 faults, which is more than 4.
    const part = listed(['10.2.0.0/24', '10.3.0.0/24', '10.4.0.0/24'], ['10.2.0.0/24'])
    expect(isBetter(part, OTHER_KEY)).toBe(true)
    expect(isBetter(part, NO_RENEWAL)).toBe(false)
    expect(isBetter(part, part)).toBe(false)
  })
})

describe('a change is progress', () => {
  it('where a hindrance is gone and the next one shows', () => {
    expect(isProgress(OTHER_ESP, OTHER_KEY)).toBe(true)
    expect(isProgress(OTHER_KEY, OTHER_KEY)).toBe(false)
  })

  it('where more is carried, though what is added fails as yet, of ends that are known by their entries', () => {
    const [one, two, three, four] = [2, 3, 4, 5].map((number) => `10.${number}.0.0/24`)
    const start = listed([`${one}`, `${two}`], [`${one}`])
    expect(isProgress(listed([`${one}`, `${two}`, `${three}`, `${four}`], [`${one}`, `${two}`]), start)).toBe(true)
    expect(isProgress(listed([`${one}`, `${three}`, `${four}`], [`${one}`]), start)).toBe(false)
    // Configurations tell of themselves what is asked for: here a network that B does not have.
    const nets = ['10.1.0.0/24, 10.3.0.0/24', '10.2.0.0/24'] as const
    const widened = negotiated({ nets: [nets[0], `${nets[1]}, 10.9.0.0/24`] }, { nets: [nets[1], nets[0]] })
    expect(isProgress(widened, FITS)).toBe(false)
  })

  it('where flows that failed get through, of configurations too, if fewer fail then', () => {
    // What was wrong of the child before still is; the obstacle makes up for the flow in the number of faults.
    const start = flowing(NO_RENEWAL, 'established', 'no-policy')
    const through = hindered(flowing(NO_RENEWAL, 'established', 'established'), 'No way.')
    expect(faults(through)).toBe(faults(start))
    expect(isProgress(through, start)).toBe(true)
    const asMany = hindered(flowing(NO_RENEWAL, 'established', 'established', 'no-policy'), 'No way.')
    expect(isProgress(asMany, start)).toBe(false)
    for (const end of ['a', 'b'] as const) {
      const { ike: _, ...byEntries } = asMany[end]
      expect(isProgress({ ...asMany, [end]: byEntries }, start)).toBe(true)
    }
  })

  it('where one hindrance takes the place of another, unless less is carried', () => {
    const [start, other] = [hindered(FITS, 'No way out.'), hindered(FITS, 'No way back.')]
    expect(isProgress(other, start)).toBe(true)
    expect(isProgress(flowing(other, 'established'), start)).toBe(false)
    expect(isProgress(flowing(other, 'narrowed', 'established'), start)).toBe(true)
  })

  it('but not where a child is lost that came up', () => {
    expect(isProgress({ ...FITS, flows: [] }, NO_RENEWAL)).toBe(true)
    expect(isProgress({ ...OTHER_KEY, flows: [] }, NO_RENEWAL)).toBe(false)
    expect(isProgress({ ...OTHER_ESP, flows: [] }, NO_RENEWAL)).toBe(false)
  })
})
