import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { type Gateway, pair } from '../../../src/core/rules/negotiation/examples.ts'
import { applyEdits } from '../../support/apply-edits.ts'

/** Two gateways that differ in what is handed in: the lines that the steps bring, and the verdict after them. */
function remedied(a: Gateway, b: Gateway) {
  const { pastes } = pair(a, b)
  const report = analyse({ pastes })
  const fixed = applyEdits(pastes, report)
  const changed = (fixed ?? []).flatMap(({ source, text }, at) => {
    const old = pastes[at]?.text.split('\n') ?? []
    return text.split('\n').flatMap((line) => (old.includes(line) ? [] : [`${source}: ${line.trim()}`]))
  })
  return {
    before: report.verdict,
    changed,
    after: fixed && analyse({ pastes: fixed }).verdict,
    alternatives: report.remediation.alternatives.map(({ ends }) => ends.join('')),
  }
}

const SAME_KEY = 'secret = "<the same new key on both ends>"'

describe('a negotiation that fails', () => {
  it('gets the stronger of two IKE proposals on the end that lacks it, and the weaker one as the other way', () => {
    expect(
      remedied(
        { connection: 'proposals = aes256-sha256-modp2048' },
        { connection: 'proposals = aes128-sha1-modp2048' },
      ),
    ).toEqual({
      before: 'down',
      changed: ['b.conf: proposals = aes128-sha1-modp2048, aes256-sha256-modp2048'],
      after: 'up',
      alternatives: ['A'],
    })
  })

  it('never spreads what the RFCs advise against: both ends get something better', () => {
    const { changed, after } = remedied(
      { connection: 'proposals = 3des-md5-modp1024' },
      { connection: 'proposals = des-sha1-modp768' },
    )
    expect(changed).toEqual([
      'a.conf: proposals = 3des-md5-modp1024, aes256-sha256-modp2048',
      'b.conf: proposals = des-sha1-modp768, aes256-sha256-modp2048',
    ])
    expect(after).toBe('up')
  })

  it('gets at once what many children of the other end need of the one list that lacks it', () => {
    const more = Array.from({ length: 30 }, (_, at) => [
      '}',
      `net${at} {`,
      `local_ts = 10.1.${at}.0/24`,
      'remote_ts = 10.2.0.0/24',
    ]).flat()
    const nets = ['10.1.99.0/24', '10.2.0.0/24'] as const
    const { before, changed, after } = remedied({ nets, child: more.join('\n') }, { nets: [nets[1], nets[0]] })
    expect([before, after]).toEqual(['partial', 'up'])
    const [list, ...others] = changed.filter((line) => line.startsWith('b.conf: remote_ts = '))
    expect(others).toEqual([])
    const missing = Array.from({ length: 30 }, (_, at) => `10.1.${at}.0/24`)
    expect(list?.slice('b.conf: remote_ts = '.length).split(', ').toSorted()).toEqual([...missing, nets[0]].toSorted())
  })

  it('gets the group of perfect forward secrecy on the end that has none, never takes it away', () => {
    const { changed, after } = remedied(
      { connection: 'version = 1', child: 'esp_proposals = aes256-sha256-modp2048' },
      { connection: 'version = 1', child: 'esp_proposals = aes256-sha256' },
    )
    expect(changed).toEqual(['b.conf: esp_proposals = aes256-sha256-modp2048'])
    expect(after).toBe('up')
  })

  it('gets the same new key on both ends, and the old one is not repeated', () => {
    expect(remedied({ secret: 'one example' }, { secret: 'another example' })).toEqual({
      before: 'down',
      changed: [`a.conf: ${SAME_KEY}`, `b.conf: ${SAME_KEY}`],
      after: 'up',
      alternatives: [],
    })
  })

  it('gets the identity into a key that both ends have', () => {
    const { changed, after } = remedied({}, { keyOwner: 'nobody.example' })
    expect(changed).toEqual(['b.conf: id-1 = gw-b.example', 'b.conf: id-2 = gw-a.example'])
    expect(after).toBe('up')
  })

  it('offers both ways where an identity differs, since only people know which is right', () => {
    const { changed, after, alternatives } = remedied({}, { remoteId: 'other.example' })
    expect(changed).toEqual(['b.conf: id = gw-a.example'])
    expect(after).toBe('up')
    expect(alternatives).toEqual(['A'])
  })

  it('becomes IKEv2, not IKEv1, where the versions differ', () => {
    expect(remedied({}, { connection: 'version = 1' }).changed).toEqual(['b.conf: version = 2'])
  })

  it('becomes main mode where aggressive mode is refused', () => {
    const { changed, after } = remedied(
      { connection: 'version = 1\n    aggressive = yes' },
      { connection: 'version = 1' },
    )
    expect(changed).toEqual(['a.conf: aggressive = no'])
    expect(after).toBe('up')
  })

  it('shows what comes next only when the first fault is mended: all are mended at once', () => {
    const { changed, after } = remedied(
      { secret: 'one example', child: 'esp_proposals = aes256-sha256' },
      { connection: 'version = 1', child: 'esp_proposals = aes128-sha256' },
    )
    expect(changed).toEqual([
      `a.conf: ${SAME_KEY}`,
      'b.conf: version = 2',
      'b.conf: esp_proposals = aes128-sha256, aes256-sha256',
      `b.conf: ${SAME_KEY}`,
    ])
    expect(after).toBe('up')
  })

  it.each([
    ['a keyword one slip away', { child: 'esp_proposals = eas256-sha256' }, 'esp_proposals = aes256-sha256'],
    ['a setting that is no setting', { child: 'start_acton = trap' }, 'start_action = trap'],
    ['a value that is none', { child: 'mode = tunel' }, 'mode = tunnel'],
    ['a network that the peer knows', { nets: ['branch-office', '10.1.0.0/24'] }, 'local_ts = 10.2.0.0/24'],
  ] as const)('that is not even loaded: %s', (_name, b, line) => {
    const child = 'child' in b && b.child.includes('esp') ? { child: 'esp_proposals = aes256-sha256' } : {}
    const { before, changed, after } = remedied(child, b)
    expect({ before, changed, after }).toEqual({ before: 'down', changed: [`b.conf: ${line}`], after: 'up' })
  })

  it('that is not even loaded for two slips gets both out of the text, one after the other', () => {
    expect(remedied({}, { child: 'start_acton = trap\n        mode = tunel' })).toEqual({
      before: 'down',
      changed: ['b.conf: start_action = trap', 'b.conf: mode = tunnel'],
      after: 'up',
      alternatives: [],
    })
  })
})
