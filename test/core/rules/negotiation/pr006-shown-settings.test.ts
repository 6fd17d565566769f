import { describe, expect, it } from 'vitest'
import { type Endpoint, type PolicySettings, TOPICS } from '../../../../src/core/model/endpoint.ts'
import { planned, stated } from '../../../../src/core/model/setting.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { shownSettings } from '../../../../src/core/rules/negotiation/pr006-shown-settings.ts'
import { asWritten, box, end, entry, OWN, PEER, tunnel } from '../../negotiation/made-ends.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, placesOf, waysOf } from '../facts-of.ts'

describe('PR006: settings that are shown in words', () => {
  const span = (line: number) => ({ source: 'a.txt', line, column: 1, length: 3 })
  const { lacksWordsFor: _, ...plain } = asWritten
  const WORDS: PolicySettings = Object.fromEntries(TOPICS.map((topic) => [topic, planned('the same')]))
  const gateway = (label: 'A' | 'B', settings: PolicySettings, more: Partial<Endpoint> = {}) =>
    end(
      label,
      label === 'A'
        ? [entry('A1', 'out')]
        : [entry('B1', 'in', { selectors: [box('10.2.0.0/24', '10.1.0.0/24')], tunnel: tunnel(OWN, PEER) })],
      { vendor: plain, settings: { ...WORDS, ...settings }, ...more },
    )
  const found = (a: PolicySettings, b: PolicySettings, ofA: Partial<Endpoint> = {}, ofB: Partial<Endpoint> = {}) =>
    factsBetween(shownSettings, simulate(gateway('A', a, ofA), gateway('B', b, ofB)))
  const cipher = (word: string): PolicySettings => ({ 'IKE encryption': planned(word) })
  /** `B AES256`: who is to have what. */
  const steps = (...args: Parameters<typeof found>) =>
    found(...args).flatMap(({ plans }) =>
      plans.flatMap(({ changes }) =>
        changes.map(({ end: at, change }) => `${at} ${change.kind === 'shown-setting' ? change.value : change.kind}`),
      ),
    )

  it('are changed at the weaker end, of lists to the strongest that is no weaker than its own', () => {
    expect(steps(cipher('3DES'), cipher('AES256'))).toEqual(['A AES256'])
    expect(steps(cipher('AES256'), cipher('3DES'))).toEqual(['B AES256'])
    // A could take AES128 as well, and B AES256.
    expect(steps(cipher('3DES or AES256'), cipher('AES128'))).toEqual(['B AES256'])
    expect(steps(cipher('AES128'), cipher('3DES or AES256'))).toEqual(['A AES256'])
    expect(steps(cipher('3DES or AES128'), cipher('AES192'))).toEqual(['A AES192'])
  })

  const group = (word: string): PolicySettings => ({ 'IKE Diffie-Hellman group': planned(word) })

  it('become what both can be told, at the end that has it not yet, where the stronger one can be told nothing better', () => {
    const only14: Partial<Endpoint> = {
      vendor: { ...plain, lacksWordsFor: (change) => change.kind !== 'shown-setting' || change.value !== '14' },
    }
    expect(steps(group('14'), group('15'), only14)).toEqual(['B 14'])
    expect(steps(group('15'), group('14'), {}, only14)).toEqual(['A 14'])
    expect(steps(group('2'), group('5'), only14, only14)).toEqual(['A 14', 'B 14'])
  })

  it('are changed at the first end where neither of the two is weaker', () => {
    const [one] = found(group('19'), group('20'))
    expect(steps(group('19'), group('20'))).toEqual(['A 20'])
    expect(one?.explain().why).not.toContain('weaker')
    expect(steps(group('19'), group('14'))).toEqual(['B 19'])
    expect(steps(group('18'), group('19'))).toEqual(['A 19'])
  })

  it('are changed to a cipher of the middle where nothing better can be told, which is no weaker than its own list', () => {
    const { vendor } = { vendor: { ...plain, lacksWordsFor: () => true } }
    const args = [cipher('3DES or AES256'), cipher('AES128'), {}, { vendor }] as const
    expect(steps(...args)).toEqual(['A AES128'])
    expect(found(...args)[0]?.explain().why).not.toContain('weaker')
  })

  it('are changed at the stronger end where the weaker one cannot be told, since nothing comes up without', () => {
    const cannot = { vendor: { ...plain, lacksWordsFor: () => true } }
    expect(steps(cipher('3DES'), cipher('AES256'), cannot)).toEqual(['B 3DES'])
  })

  it('have no way out where neither end can be told, which is said', () => {
    const cannot = { vendor: { ...plain, lacksWordsFor: () => true } }
    const [one] = found(cipher('3DES'), cipher('AES256'), cannot, cannot)
    expect(one && waysOf(one)).toEqual([''])
    expect(one?.explain()).toEqual({
      what: 'For IKE encryption, A has 3DES and B has AES256.',
      why: 'Both ends must have one in common: whoever is asked refuses everything else, and no traffic flows. Of IKE encryption no step can set one end to what the other one has: its product has no such single setting. Give both ends something that both products have.',
    })
    const [other] = found(cipher('3DES'), cipher('AES256'))
    expect(other?.explain().why).toBe(
      'Both ends must have one in common: whoever is asked refuses everything else, and no traffic flows.',
    )
    const { ike } = endsOf(pair()).a
    // An end with a whole policy is told in its own terms.
    expect(steps(cipher('3DES'), cipher('AES256'), ike === undefined ? {} : { ike })).toEqual(['A ike-proposals'])
  })

  it('are shown with the lines of both ends and the packets that they stop', () => {
    const [one, ...more] = found(
      { 'ESP integrity': stated('MD5', span(3)) },
      { 'ESP integrity': stated('SHA1', span(7)) },
    )
    expect(more).toEqual([])
    expect(one && placesOf(one)).toEqual(['a.txt 3 A: ESP integrity', 'a.txt 7 B: ESP integrity'])
    expect(one?.flows.map(({ out, inbound, outcome }) => `${out?.name} ${inbound?.name} ${outcome}`)).toEqual([
      'A1 B1 refused',
    ])
    const spd = [
      entry('A0', 'out', { action: 'bypass', selectors: [box('10.1.0.0/25', '10.2.0.0/25')] }),
      entry('A1', 'out'),
    ]
    const [beside] = found(cipher('3DES'), cipher('AES256'), { spd })
    expect(beside?.flows.map(({ out }) => out?.name)).toEqual(['A1'])
  })

  it('of a key get a new one at both ends, in the place of the one that is written', () => {
    const [one] = found(
      { 'pre-shared key': stated('‹secret 1›', span(5)) },
      { 'pre-shared key': planned('‹secret 2›') },
    )
    expect(one?.explain().what).toBe('A and B have different pre-shared keys.')
    expect(one?.plans.flatMap(({ changes }) => changes)).toEqual([
      { end: 'A', change: { kind: 'new-key', owners: [], replaces: span(5) } },
      { end: 'B', change: { kind: 'new-key', owners: [], replaces: null } },
    ])
  })

  it('are a warning where one end alone has perfect forward secrecy, beside what is refused', () => {
    const pfs = (word: string): PolicySettings => ({ 'perfect forward secrecy': planned(word) })
    const [one, ...more] = found(pfs('group 2'), pfs('off'))
    expect(more).toEqual([])
    expect([one?.severity, one?.explain().why]).toEqual([
      'warning',
      'Some products take a group that they are offered though they have none set, others refuse. Make both ends equal.',
    ])
    expect(one?.flows.map(({ outcome }) => outcome)).toEqual(['unknown'])
    expect(steps(pfs('group 2'), pfs('off'))).toEqual(['B group 2'])
    const both = found({ ...pfs('group 2'), ...cipher('3DES') }, { ...pfs('off'), ...cipher('AES256') })
    expect(both.map(({ severity, flows }) => [severity, ...flows.map(({ outcome }) => outcome)])).toEqual([
      ['error', 'refused'],
      ['warning', 'refused'],
    ])
    expect(both.map((each) => each.explain().what)).toEqual([
      'For IKE encryption, A has 3DES and B has AES256.',
      'For perfect forward secrecy, A has group 2 and B has off.',
    ])
  })

  it('are nothing to tell where they agree, or differ in a lifetime alone', () => {
    expect(found({}, {})).toEqual([])
    expect(found({ 'IKE lifetime': planned('1 h') }, { 'IKE lifetime': planned('8 h') })).toEqual([])
  })
})
