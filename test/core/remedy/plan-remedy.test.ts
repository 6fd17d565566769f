import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import type { Change } from '../../../src/core/model/change.ts'
import type { Obstacle } from '../../../src/core/model/obstacle.ts'
import { type Simulation, simulate } from '../../../src/core/negotiation/simulate.ts'
import { verdictOf } from '../../../src/core/negotiation/verdict.ts'
import { faults } from '../../../src/core/remedy/faults.ts'
import { planRemedy } from '../../../src/core/remedy/plan-remedy.ts'
import type { Examine, Treatment } from '../../../src/core/remedy/treatment.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import type { Finding, Plan } from '../../../src/core/rules/rule.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { box, range } from '../../support/boxes.ts'
import { endsOf } from './two-ends.ts'

type Told = Plan['changes'][number]

/** A finding whose ways out are these, each a list of changes. */
function finding(code: string, ...ways: readonly (readonly Told[])[]): Finding {
  return {
    code,
    title: code,
    severity: 'error',
    certainty: 'stated',
    evidence: [],
    witness: null,
    flows: [],
    plans: ways.map((changes) => ({ changes })),
    explain: () => ({ what: code, why: code }),
  }
}

const sees = (number: number) => `10.2.${number}.0/24`
const OWN = '10.1.0.0/24'

/** A has one network and B those with these numbers; what each lists of the other may not be that. */
function gateways(listedByA: readonly number[], ofB: readonly number[], listedByB = OWN): Simulation {
  const { a, b } = endsOf(
    description(
      { vendor: 'other', locals: [OWN], remotes: listedByA.map(sees) },
      { vendor: 'other', locals: ofB.map(sees), remotes: [listedByB] },
    ),
  )
  return simulate(a, b)
}

const addAtB = (number: number): Told => ({ end: 'B', change: { kind: 'cover', box: box(sees(number), OWN) } })
const addAtA = (number: number): Told => ({ end: 'A', change: { kind: 'cover', box: box(OWN, sees(number)) } })

/** Where B lists 10.1.0.0/16, A takes that; or B takes the narrower network that A has. */
const wider: Told = {
  end: 'A',
  change: { kind: 'replace', from: box(OWN, sees(1)), to: box('10.1.0.0/16', sees(1)) },
}
const narrower: Told = {
  end: 'B',
  change: { kind: 'replace', from: box(sees(1), '10.1.0.0/16'), to: box(sees(1), OWN) },
}

/** Changes nothing, since there is no such peer. */
function idle(number: number): Told {
  return { end: 'B', change: { kind: 'retarget', from: range(`192.0.2.${number}`), to: range('192.0.2.99') } }
}

function list<T>(length: number, each: (at: number) => T): T[] {
  return Array.from({ length }, (_, at) => each(at + 1))
}

function whatOf(change: Change): string {
  switch (change.kind) {
    case 'cover':
      return `${formatHost(change.box.local)} with ${formatHost(change.box.remote)}`
    case 'replace':
      return `${formatHost(change.to.local)} with ${formatHost(change.to.remote)}`
    default:
      return change.kind
  }
}

/** The changes with the findings that want them, and the verdict with them. */
function told(treatment: Treatment | null): string[] {
  if (treatment === null) return []
  const changes = treatment.applied.map(
    ({ change, after, for: wanting }) =>
      `${after.label}: ${whatOf(change)}, for ${wanting.map(({ code }) => code).join(' ')}`,
  )
  return [...changes, verdictOf(treatment.after.flows)]
}

function planned(simulation: Simulation, findings: readonly Finding[], examine: Examine = () => []) {
  const { treatment, alternatives } = planRemedy(simulation, findings, examine)
  return {
    treatment: told(treatment),
    alternatives: alternatives.map((each) => [each.reason, ...told(each)]),
  }
}

const NOTHING = { treatment: [], alternatives: [] }

describe('the changes that are recommended', () => {
  it('are none where nothing helps, where no product can be told it, or where one end is not known', () => {
    const two = gateways([1, 2], [1])
    expect(planned(two, [finding('X', [idle(1)])])).toEqual(NOTHING)
    const web = { ...box(sees(2), OWN), protocol: { from: 6, to: 6 } }
    expect(planned(two, [finding('X', [{ end: 'B', change: { kind: 'cover', box: web } }])])).toEqual(NOTHING)
    expect(planned(two, [finding('X', [{ ...addAtB(2), end: 'C' }])])).toEqual(NOTHING)
    const { a, b } = endsOf(description({ vendor: 'other', locals: [OWN], remotes: [sees(1)] }))
    expect(planned(simulate(a, b), [finding('X', [addAtB(1)])])).toEqual(NOTHING)
  })

  it('are none while one of the ends is not known, though something of the other could be mended', () => {
    const { a, b } = endsOf(description({ vendor: 'other', locals: [OWN], remotes: [sees(1)] }))
    const obstacle: Obstacle = {
      kind: 'no-route',
      direction: 'out',
      packets: (a.spd ?? []).flatMap(({ selectors }) => selectors),
      packet: 'clear',
      connection: null,
      say: 'No way.',
      spans: [],
      steps: [],
    }
    const known = simulate({ ...a, obstacles: [obstacle] }, b)
    // A flow, and what keeps it back.
    expect(faults(known)).toBe(2)
    const X = finding('X', [{ end: 'A', change: { kind: 'clear-obstacle', obstacle } }])
    expect(planned(known, [X])).toEqual(NOTHING)
    expect(planned({ ...known, a: b, b: known.a }, [X])).toEqual(NOTHING)
  })

  it('are those that the products can be told, where there are too many to try each', () => {
    const idles = list(24, (number) => finding('idle', [{ ...idle(number), end: 'A' }]))
    const silent = gateways([1, 2], [1, 3])
    const { vendor } = silent.b
    const simulation = { ...silent, b: { ...silent.b, vendor: { ...vendor, lacksWordsFor: () => true } } }
    const X = finding('X', [addAtB(2)], [addAtA(3), addAtB(2)], [addAtA(3)])
    expect(planned(simulation, [X, ...idles]).treatment[0]).toBe(`A: ${OWN} with ${sees(3)}, for X`)
  })

  it('are made once where the same is asked for again and again', () => {
    const many = [finding('X', [addAtB(2)]), ...list(24, (number) => finding('idle', [idle(number)]))]
    expect(planned(gateways([1, 2, 3], [1]), many, () => many).treatment).toHaveLength(25 + 1)
  })

  it('are found where there are more ways than can be tried', () => {
    // Each trial costs more than one of 600, and these are 23 times 30.
    const endless = list(23, (at) => finding('idle', ...list(30, (way) => [idle(at + way)])))
    expect(planned(gateways([1, 2, 3], [1]), [finding('X', [addAtB(2)]), ...endless]).treatment).toEqual([
      `B: ${sees(2)} with ${OWN}, for X`,
      'partial',
    ])
  })

  it('of a tunnel that is too large for a trial are the first ways, and of both ends together', () => {
    // 600 / (1 + 4 * 3000 / 20) is less than one.
    const networks = list(3000, (at) => `10.${2 + (at >> 8)}.${at & 255}.0/24`)
    const [missing = '', ...known] = networks
    const { a, b } = endsOf(
      description(
        { vendor: 'other', locals: [OWN], remotes: networks },
        { vendor: 'other', locals: [...known, '10.99.0.0/24'], remotes: [OWN] },
      ),
    )
    const X = finding('X', [{ end: 'B', change: { kind: 'cover', box: box(missing, OWN) } }], [idle(1)])
    const Y = finding('Y', [{ end: 'A', change: { kind: 'cover', box: box(OWN, '10.99.0.0/24') } }])
    let asked = 0
    const examine = () => {
      asked += 1
      return [Y]
    }
    const large = simulate(a, b)
    const atB = `B: ${missing} with ${OWN}, for X`
    expect(planned(large, [X], examine)).toEqual({ treatment: [atB, 'partial'], alternatives: [] })
    expect(asked).toBe(0)
    expect(planned(large, [X, Y]).treatment).toEqual([atB, `A: ${OWN} with 10.99.0.0/24, for Y`, 'up'])
  })

  it('are one for each finding, all together', () => {
    expect(planned(gateways([1, 2, 3], [1]), [finding('X', [addAtB(2)]), finding('Y', [addAtB(3)])])).toEqual({
      treatment: [`B: ${sees(2)} with ${OWN}, for X`, `B: ${sees(3)} with ${OWN}, for Y`, 'up'],
      alternatives: [],
    })
  })

  it('are made once where two findings want the same', () => {
    const alone: Told = { end: 'B', change: { kind: 'cover', box: box(sees(2), OWN), alone: true } }
    const { treatment } = planned(gateways([1, 2, 3], [1]), [
      finding('X', [addAtB(2)]),
      finding('Y', [alone]),
      finding('Z', [addAtB(3)]),
    ])
    expect(treatment).toEqual([`B: ${sees(2)} with ${OWN}, for X Y`, `B: ${sees(3)} with ${OWN}, for Z`, 'up'])
  })

  it('hang together where one way out leaves nothing to be done', () => {
    const [part, whole] = [finding('X', [addAtB(2)]), finding('Y', [addAtB(2), addAtB(3)])]
    for (const findings of [
      [part, whole],
      [whole, part],
    ]) {
      expect(planned(gateways([1, 2, 3], [1]), findings).treatment).toEqual([
        `B: ${sees(2)} with ${OWN}, for Y X`,
        `B: ${sees(3)} with ${OWN}, for Y X`,
        'up',
      ])
    }
  })

  it('are those of the way that leaves less to be done, whichever is named first', () => {
    const [less, more] = [[addAtB(2)], [addAtB(2), addAtB(3)]]
    const treatment = [`B: ${sees(2)} with ${OWN}, for X`, `B: ${sees(3)} with ${OWN}, for X`, 'up']
    const wanted = { treatment, alternatives: [] }
    expect(planned(gateways([1, 2, 3], [1]), [finding('X', less, more)])).toEqual(wanted)
    expect(planned(gateways([1, 2, 3], [1]), [finding('X', more, less)])).toEqual(wanted)
  })

  it('are of each finding the first way that helps', () => {
    const plan = planned(gateways([1, 2, 3], [1]), [
      finding('X', [idle(1)], [addAtB(2)], [idle(2)]),
      finding('Y', [addAtB(3)]),
    ])
    expect(plan).toEqual({
      treatment: [`B: ${sees(2)} with ${OWN}, for X`, `B: ${sees(3)} with ${OWN}, for Y`, 'up'],
      alternatives: [],
    })
  })

  it('add an entry with the selectors that it turns out to need, not others first', () => {
    const half = box('10.2.3.0/25', OWN)
    const wider: Told = { end: 'B', change: { kind: 'replace', from: half, to: box(sees(3), OWN) } }
    const first = finding('X', [addAtB(2), { end: 'B', change: { kind: 'cover', box: half } }])
    expect(planned(gateways([1, 2, 3], [1]), [first], () => [finding('Y', [wider])]).treatment).toEqual([
      `B: ${sees(2)} with ${OWN}, for X`,
      `B: ${sees(3)} with ${OWN}, for X`,
      'up',
    ])
  })

  it('are without those that turn out not to be needed, as long as there are at most 24', () => {
    const ways = (idles: number) => [addAtB(2), ...list(idles, idle)]
    const two = gateways([1, 2], [1])
    expect(planned(two, [finding('X', ways(23))]).treatment).toEqual([`B: ${sees(2)} with ${OWN}, for X`, 'up'])
    expect(planned(two, [finding('X', ways(24))]).treatment).toHaveLength(25 + 1)
  })

  it('are tried one by one of 24 findings, and of more only together', () => {
    const findings = (idles: number) => [
      finding('X', [addAtB(2)]),
      ...list(idles, (number) => finding('idle', [idle(number)])),
    ]
    const three = gateways([1, 2, 3], [1])
    expect(planned(three, findings(23)).treatment).toEqual([`B: ${sees(2)} with ${OWN}, for X`, 'partial'])
    expect(planned(three, findings(24)).treatment).toHaveLength(25 + 1)
  })

  it('are the first alone where those of several findings do not go together', () => {
    const add: Told = { end: 'B', change: { kind: 'cover', box: box(sees(2), '10.1.0.0/16') } }
    const [x, y, z] = [finding('X', [wider]), finding('Y', [narrower]), finding('Z', [add])]
    const differing = gateways([1, 2], [1], '10.1.0.0/16')
    expect(planned(differing, [x, y], () => [z]).treatment).toEqual([
      `A: 10.1.0.0/16 with ${sees(1)}, for X`,
      `B: ${sees(2)} with 10.1.0.0/16, for X Y Z`,
      'up',
    ])
    expect(planned(differing, [finding('W', [idle(1)]), x, y], () => [z])).toEqual(
      planned(differing, [x, y], () => [z]),
    )
    expect(planned(differing, [y, x]).treatment).toEqual([`B: ${sees(1)} with ${OWN}, for Y`, 'partial'])
  })
})

describe('what shows once the first changes are made', () => {
  it('is mended as well, for what it is and the findings that hid it', () => {
    const asked: string[] = []
    const { treatment } = planned(gateways([1, 2, 3], [1]), [finding('X', [addAtB(2)])], ({ flows }) => {
      asked.push(verdictOf(flows))
      return [finding('Y', [addAtB(3)])]
    })
    expect(treatment).toEqual([`B: ${sees(2)} with ${OWN}, for X`, `B: ${sees(3)} with ${OWN}, for X Y`, 'up'])
    // Not again when nothing is wrong.
    expect(asked).toEqual(['partial'])
  })

  it('is for itself alone where it showed at first, with no way out that helped', () => {
    const atFirst = [finding('X', [addAtB(2)]), finding('Y')]
    const { treatment } = planned(gateways([1, 2, 3], [1]), atFirst, () => [finding('Y', [addAtB(3)])])
    expect(treatment).toEqual([`B: ${sees(2)} with ${OWN}, for X`, `B: ${sees(3)} with ${OWN}, for Y`, 'up'])
  })

  it('is for what hid it as soon as one of those that ask for it did not show at first', () => {
    const atFirst = [finding('X', [addAtB(2)]), finding('Y')]
    const later = [finding('Y', [addAtB(3)]), finding('Z', [addAtB(3)])]
    const { treatment } = planned(gateways([1, 2, 3], [1]), atFirst, () => later)
    expect(treatment).toEqual([`B: ${sees(2)} with ${OWN}, for X`, `B: ${sees(3)} with ${OWN}, for X Y Z`, 'up'])
  })

  it('is asked for ten times at most', () => {
    const missing = list(12, (number) => number + 1)
    const next: Examine = ({ b }) => {
      const known = new Set(b.site?.locals.map(({ value }) => formatHost(value)))
      return missing
        .filter((number) => !known.has(sees(number)))
        .slice(0, 1)
        .map((number) => finding('X', [addAtB(number)]))
    }
    const start = gateways([1, ...missing], [1])
    expect(planned(start, next(start), next).treatment).toEqual([
      ...list(10, (at) => `B: ${sees(at + 1)} with ${OWN}, for X`),
      'partial',
    ])
  })

  it('ends where nothing new is asked for', () => {
    let asked = 0
    const { treatment } = planned(gateways([1, 2, 3], [1]), [finding('X', [addAtB(2)])], () => {
      asked += 1
      return [finding('X', [addAtB(2)], [idle(1)])]
    })
    expect(treatment).toEqual([`B: ${sees(2)} with ${OWN}, for X`, 'partial'])
    expect(asked).toBe(1)
  })
})

describe('ways out of a negotiation that fails twice', () => {
  const { a, b } = endsOf(
    pair({ secret: 'one', child: 'esp_proposals = aes256-sha256' }, { child: 'esp_proposals = aes128-sha1' }),
  )
  const failing = simulate(a, b)
  const newKeys = [a, b].map(({ label, ike }): Told => {
    const [key] = ike?.keys ?? []
    if (key === undefined) throw new Error('there is one')
    return { end: label, change: { kind: 'new-key', owners: [], replaces: key.span } }
  })
  const proposals = a.ike?.connections[0]?.children[0]?.proposals.value ?? []
  const accept: Told = { end: 'B', change: { kind: 'child-proposals', connection: 'to-a', child: 'net', proposals } }
  /** Changes nothing, since there is no such child. */
  const noChild = (number: number): Told[] => [
    { end: 'B', change: { kind: 'compression', connection: 'to-a', child: `none-${number}`, compression: true } },
  ]
  const toVersion1: Told[] = [{ end: 'A', change: { kind: 'version', connection: 'to-b', version: 1 } }]

  it('are found that help only beside another, of three that are named first', () => {
    const X = finding('X', newKeys)
    const wanted = ['A: new-key, for X', 'B: new-key, for X', 'B: child-proposals, for Y', 'up']
    expect(planned(failing, [X, finding('Y', noChild(1), noChild(2), [accept])]).treatment).toEqual(wanted)
    const fourth = planned(failing, [X, finding('Y', noChild(1), noChild(2), noChild(3), [accept])])
    expect(fourth.treatment).not.toContain('B: child-proposals, for Y')
  })

  it('are told where they only get further, to a fault for which there is none', () => {
    expect(planned(failing, [finding('X', newKeys)], () => [finding('Y')])).toEqual({
      treatment: ['A: new-key, for X', 'B: new-key, for X', 'down'],
      alternatives: [],
    })
    expect(planned(failing, [finding('Y', [accept])])).toEqual(NOTHING)
  })

  it('come first that lead to an IKE SA', () => {
    // IKEv1 at one end is another fault in the place of the key, no more and no fewer.
    for (const ways of [
      [toVersion1, newKeys],
      [newKeys, toVersion1],
    ]) {
      const plan = planned(failing, [finding('X', ...ways)], () => [finding('Y', [accept])])
      expect(plan).toEqual({
        treatment: ['A: new-key, for X', 'B: new-key, for X', 'B: child-proposals, for X Y', 'up'],
        alternatives: [],
      })
    }
  })
})

describe('other ways', () => {
  it('are those of the findings that have several, since a person must say whose networks are right', () => {
    expect(planned(gateways([1], [1], '10.1.0.0/16'), [finding('X', [wider], [narrower])])).toEqual({
      treatment: [`A: 10.1.0.0/16 with ${sees(1)}, for X`, 'up'],
      alternatives: [['choice', `B: ${sees(1)} with ${OWN}, for X`, 'up']],
    })
  })

  it('are not told where they change the same at the same ends', () => {
    const twice: Told[] = [{ end: 'B', change: { kind: 'cover', box: box(sees(2), OWN), alone: true } }, idle(1)]
    const { alternatives } = planned(gateways([1, 2], [1]), [finding('X', [addAtB(2)], twice)])
    expect(alternatives).toEqual([])
  })

  it('take the place of the first where they leave less to be done', () => {
    // B lists the network of A as it is only once it is made narrower; then nothing is left beside a further network.
    const { treatment, alternatives } = planned(gateways([1, 2], [1], '10.1.0.0/16'), [
      finding('X', [wider], [narrower]),
      finding('Y', [addAtB(2)]),
    ])
    expect(treatment).toEqual([`B: ${sees(1)} with ${OWN}, for X`, `B: ${sees(2)} with ${OWN}, for Y`, 'up'])
    // The first way comes to "partial", which nobody would choose.
    expect(alternatives).toEqual([])
  })

  it('are what one end can do alone, of each end that is changed', () => {
    const lists = gateways([1, 2], [1, 3])
    expect(planned(lists, [finding('X', [addAtB(2)]), finding('Y', [addAtA(3)])])).toEqual({
      treatment: [`B: ${sees(2)} with ${OWN}, for X`, `A: ${OWN} with ${sees(3)}, for Y`, 'up'],
      alternatives: [
        ['one end', `B: ${sees(2)} with ${OWN}, for X`, 'partial'],
        ['one end', `A: ${OWN} with ${sees(3)}, for Y`, 'partial'],
      ],
    })
  })
})
