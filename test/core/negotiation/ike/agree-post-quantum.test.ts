import { describe, expect, it } from 'vitest'
import type { PostQuantumKey } from '../../../../src/core/model/ike-policy.ts'
import { agreePostQuantumKey } from '../../../../src/core/negotiation/ike/post-quantum.ts'
import { range } from '../../../support/boxes.ts'
import { type Different, identity, key, only, set, sides } from './sides.ts'

const HOSTS = { own: range('192.0.2.1'), peer: range('192.0.2.2') }
const PAIR = { shown: identity('gw-a.example'), expected: identity('gw-b.example'), hosts: HOSTS }

interface End {
  readonly wants?: 'never' | 'propose' | 'insist'
  readonly keys?: readonly PostQuantumKey[]
  /** The keys that it offers, by name. */
  readonly ids?: readonly string[]
}

const ppk = (id: string, mark: string, ...owners: readonly string[]): PostQuantumKey => ({
  ...key(mark, ...owners),
  ids: [id],
})

/** `stated` or `assumed` where it goes on, else who ends it. */
function agreed(a: End, b: End): string {
  const different = ({ wants, keys, ids }: End): Different => ({
    connection: {
      ...(wants !== undefined && { postQuantum: set(wants) }),
      postQuantumIds: ids,
    },
    postQuantumKeys: keys,
  })
  const ends = sides(different(a), different(b))
  const [mine, theirs] = [only(ends[0].policy.connections), only(ends[1].policy.connections)]
  const found = agreePostQuantumKey(mine, theirs, PAIR, ends)
  return typeof found === 'string' ? found : found.by
}

const insist = (...keys: readonly PostQuantumKey[]): End => ({ wants: 'insist', keys })
const propose = (...keys: readonly PostQuantumKey[]): End => ({ wants: 'propose', keys })
const untold = (wants: 'propose' | 'insist'): End => ({ wants })

describe('a post-quantum key (RFC 8784 3)', () => {
  it('is no matter where nobody wants one', () => {
    expect(agreed({}, {})).toBe('stated')
    expect(agreed({ wants: 'never' }, propose())).toBe('stated')
    expect(agreed(propose(ppk('one', '1')), { wants: 'never' })).toBe('stated')
  })

  it('of keys that no text tells is assumed by who insists, and no matter to others', () => {
    expect(agreed(untold('insist'), insist(ppk('one', '1')))).toBe('assumed')
    expect(agreed(insist(ppk('one', '1')), untold('insist'))).toBe('assumed')
    expect(agreed(untold('propose'), insist(ppk('one', '1')))).toBe('assumed')
    expect(agreed(untold('propose'), propose(ppk('one', '1')))).toBe('stated')
    expect(agreed(propose(ppk('one', '1')), untold('propose'))).toBe('stated')
  })

  it('of which one value cannot be read is assumed', () => {
    expect(agreed(propose(ppk('one', '1')), propose(ppk('one', '?')))).toBe('assumed')
    expect(agreed(insist(ppk('one', '?')), insist(ppk('one', '1')))).toBe('assumed')
  })

  it('is the first that the daemon finds for the two identities', () => {
    const [first, second] = [ppk('one', '1', 'gw-b.example'), ppk('two', '2', 'gw-x.example')]
    expect(agreed(insist(first, second), insist(ppk('one', '1')))).toBe('stated')
    expect(agreed(insist(first, second), insist(ppk('two', '2')))).toBe('responder')
    expect(agreed(insist(second), insist(second))).toBe('initiator')
  })

  it('is any of those that are named, of which the responder takes one that is the same (RFC 9867 3.1)', () => {
    const [one, two] = [ppk('one', '1'), ppk('two', '2')]
    expect(agreed({ ...insist(one, two), ids: ['one', 'two'] }, insist(ppk('two', '2')))).toBe('stated')
    expect(agreed({ ...insist(one, two), ids: ['one'] }, insist(ppk('two', '2')))).toBe('responder')
    expect(agreed({ ...insist(one, two), ids: ['three'] }, insist(one, two))).toBe('initiator')
    expect(agreed({ ...insist(one, two), ids: [] }, insist(one, two))).toBe('initiator')
    expect(agreed({ ...untold('insist'), ids: ['one'] }, insist(one))).toBe('assumed')
  })

  it('with another value under the name ends it at the responder, though nobody insists', () => {
    expect(agreed(propose(ppk('one', '1')), propose(ppk('one', '2')))).toBe('responder')
    const both = { ...propose(ppk('one', '1'), ppk('two', '2')), ids: ['one', 'two'] }
    expect(agreed(both, propose(ppk('one', '3'), ppk('two', '2')))).toBe('stated')
    expect(agreed(both, propose(ppk('one', '3'), ppk('two', '?')))).toBe('assumed')
  })
})
