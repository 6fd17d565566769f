import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { applyEdits } from '../../../support/apply-edits.ts'

/** One end of a tunnel between 192.0.2.1 (10.1.0.0/24) and 192.0.2.2 (10.2.0.0/24). */
function gateway(
  label: 'A' | 'B',
  changes: { readonly version?: 1 | 2; readonly local?: string; readonly remote?: string; readonly peer?: string } = {},
): string {
  const [own, peer, local, remote] =
    label === 'A'
      ? ['192.0.2.1', '192.0.2.2', '10.1.0.0/24', '10.2.0.0/24']
      : ['192.0.2.2', '192.0.2.1', '10.2.0.0/24', '10.1.0.0/24']
  return [
    'connections {',
    '  tunnel {',
    `    version = ${changes.version ?? 2}`,
    `    local_addrs = ${own}`,
    `    remote_addrs = ${changes.peer ?? peer}`,
    '    local {\n      auth = psk\n    }',
    '    remote {\n      auth = psk\n    }',
    '    children {',
    '      net {',
    `        local_ts = ${changes.local ?? local}`,
    `        remote_ts = ${changes.remote ?? remote}`,
    '        esp_proposals = aes256-sha256',
    '      }',
    '    }',
    '  }',
    '}',
    'secrets {\n  ike {\n    secret = "an example, not a key"\n  }\n}',
    '',
  ].join('\n')
}

function mended(a: string, b: string) {
  const pastes = [
    { source: 'a.conf', text: a, end: 'A' },
    { source: 'b.conf', text: b, end: 'B' },
  ]
  const report = analyse({ pastes })
  const fixed = applyEdits(pastes, report)
  return {
    before: report.verdict,
    texts: fixed?.map(({ text }) => text),
    after: fixed && analyse({ pastes: fixed }).verdict,
  }
}

describe('the edits of a swanctl.conf', () => {
  it('put another network into the list that names it', () => {
    const { before, texts, after } = mended(gateway('A'), gateway('B', { remote: '10.9.0.0/24' }))
    expect([before, after]).toEqual(['down', 'up'])
    expect(texts?.[1]).toBe(gateway('B'))
  })

  it('add the own address of the other gateway to the list', () => {
    const { after, texts } = mended(gateway('A', { local: '10.1.0.0/24, 192.0.2.1' }), gateway('B'))
    expect(after).toBe('up')
    expect(texts?.[1]).toContain('remote_ts = 10.1.0.0/24, 192.0.2.1\n')
  })

  it('keep what stands behind a changed value', () => {
    const { texts, after } = mended(gateway('A'), gateway('B', { remote: '10.9.0.0/24 # the branch' }))
    expect(texts?.[1]).toContain('remote_ts = 10.1.0.0/24 # the branch\n')
    expect(after).toBe('up')
  })
})
