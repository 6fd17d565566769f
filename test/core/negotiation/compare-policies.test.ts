import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

function described(a: string, b: string) {
  const end = (label: string, own: string, local: string, remote: string, settings: string) =>
    `  ${label}:\n    vendor: windows\n    external_address: ${own}\n    local_networks: [${local}]\n    remote_networks: [${remote}]\n${settings}`
  const text = `ends:\n${end('A', '203.0.113.1', '10.1.0.0/24', '10.2.0.0/24', a)}${end('B', '198.51.100.7', '10.2.0.0/24', '10.1.0.0/24', b)}`
  return analyse({ pastes: [{ source: 'tunnel.yaml', text }] })
}

const IKE = (cipher: string) => `    ike: { encryption: ${cipher}, integrity: SHA1, group: 2 }\n`

describe('settings that are words', () => {
  it('differ visibly: then nothing is taken for established', () => {
    const report = described(IKE('3DES'), IKE('DES'))
    expect(report.verdict).toBe('unknown')
    expect(report.flows.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown'])
    expect(report.unchecked.map(({ topic }) => topic)).toContain('IKE encryption')
  })

  it('agree, or were stated by one end alone: then the tunnel is taken to come up, and that is assumed', () => {
    for (const report of [described(IKE('3DES'), IKE('3des')), described(IKE('3DES'), '')]) {
      expect(report.verdict).toBe('up')
      expect(report.flows.map(({ certainty }) => certainty)).toEqual(['assumed', 'assumed'])
    }
  })

  it('are keys: compared by marks, and only where both can be read', () => {
    const psk = (key: string) => `    psk: ${key}\n`
    expect(described(psk('one'), psk('two')).verdict).toBe('unknown')
    expect(described(psk('one'), psk('one')).verdict).toBe('up')
    expect(described(psk('ENC abcdef'), psk('two')).verdict).toBe('up')
  })
})
