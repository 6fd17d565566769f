import { describe, expect, it } from 'vitest'
import type { Flow } from '../../../../src/core/negotiation/flow.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { besidePastes, flowsMeeting } from '../../../../src/core/rules/observed/flows-meeting.ts'
import { box, end, entry, flow, LOCAL } from '../../negotiation/made-ends.ts'

const net = (number: number) => box(LOCAL, `10.2.${number}.0/24`)
const text = (number: number) => `10.1.0.0/24 > 10.2.${number}.0/24`

describe('flows that have packets of which something was seen', () => {
  const none = { failing: [], through: [], isUp: false, isDown: false, seen: null }
  const to = (number: number, outcome: Flow['outcome'], more: Partial<Flow> = {}) =>
    flow(entry(`A${number}`, 'out', { selectors: [net(number)] }), { outcome, ...more })
  const meeting = (flows: readonly Flow[], ...packets: Parameters<typeof flowsMeeting>[1]) =>
    flowsMeeting({ ...simulate(end('A', []), end('B', [])), flows }, packets)

  it.each<readonly [Flow['outcome'], Partial<ReturnType<typeof meeting>>]>([
    ['established', { through: [text(1)], isUp: true }],
    ['refused', { failing: [text(1)], isDown: true }],
    ['uncovered', { failing: [text(1)], isDown: true }],
    ['lost', { failing: [text(1)], isDown: true }],
    ['no-policy', { failing: [text(1)], isDown: true }],
    ['discarded', { failing: [text(1)], isDown: true }],
    ['narrowed', {}],
    ['bypassed', {}],
    ['responder-only', {}],
    ['unknown', {}],
  ])('fail, get through or leave it open: %s', (outcome, more) => {
    expect(meeting([to(1, outcome)], net(1))).toEqual({ ...none, ...more })
  })

  it('are those that have some of the packets, each network once', () => {
    const flows = [to(1, 'established'), to(2, 'refused'), to(2, 'refused'), to(3, 'established')]
    expect(meeting(flows, box(LOCAL, '10.2.1.7'))).toEqual({ ...none, through: [text(1)], isUp: true })
    expect(meeting(flows, net(1), net(2))).toEqual({ ...none, failing: [text(2)], through: [text(1)] })
    expect(meeting(flows, net(9))).toEqual(none)
    expect(meeting(flows)).toEqual(none)
  })

  it('come with what the gateway shows of the first that fails and shows anything', () => {
    const flows = [to(1, 'no-policy'), to(1, 'refused', { seen: 'Negotiating.' }), to(1, 'refused', { seen: 'Other.' })]
    expect(meeting(flows, net(1))).toMatchObject({ isDown: true, seen: 'Negotiating.' })
  })

  it('are no rest that nobody asked for, nor without texts of ends, nor too many to say anything of each', () => {
    expect(meeting([to(1, 'refused', { remainder: true })], net(1))).toEqual(none)
    expect(flowsMeeting(undefined, [net(1)])).toEqual(none)
    const many = (count: number) => Array.from({ length: count }, (_, at) => to(at, 'refused'))
    expect(meeting(many(64), box(LOCAL, '10.2.0.0/16')).failing).toHaveLength(64)
    expect(meeting(many(65), box(LOCAL, '10.2.0.0/16'))).toEqual(none)
  })
})

describe('what the texts say of them', () => {
  const said = (failing: readonly string[], through: readonly string[] = []) =>
    besidePastes({ failing, through, isUp: false })

  it('is what fails, and what does not', () => {
    expect(said(['a'])).toBe(' By the texts that were pasted, that is what a comes to.')
    expect(said(['a', 'b'], ['c'])).toBe(
      ' By the texts that were pasted, that is what a and b come to, while c gets through.',
    )
    // What fails from one end alone is named once.
    expect(said(['a'], ['a', 'b', 'c'])).toBe(
      ' By the texts that were pasted, that is what a comes to, while b and c get through.',
    )
  })

  it('names three, and counts the others', () => {
    expect(said(['a', 'b', 'c'])).toContain(' what a, b and c come to.')
    expect(said(['a', 'b', 'c', 'd', 'e'])).toContain(' what a, b, c and 2 more come to.')
  })

  it('is nothing where they leave it open, and that something else is in force where all of them get through', () => {
    expect(said([], ['a'])).toBe('')
    expect(besidePastes({ failing: [], through: ['a'], isUp: true })).toMatch(
      /^ By the texts of both ends such packets /,
    )
  })
})
