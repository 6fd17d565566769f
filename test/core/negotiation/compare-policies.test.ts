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
  it('differ visibly: then the negotiation is refused, and the weaker end gets what the other one has', () => {
    const report = described(IKE('3DES'), IKE('DES'))
    expect(report.verdict).toBe('down')
    expect(report.flows.map(({ outcome, notify }) => [outcome, notify])).toEqual([
      ['refused', 'NO_PROPOSAL_CHOSEN'],
      ['refused', 'NO_PROPOSAL_CHOSEN'],
    ])
    expect(report.negotiations.map(({ ike }) => ike.outcome)).toEqual(['failed', 'failed'])
    expect(report.remediation.steps.map(({ end, edit }) => [end, edit?.insert])).toEqual([['B', '3DES']])
    expect(report.remediation.after?.verdict).toBe('up')
  })

  it('differ in phase 2 alone: then the IKE SA comes up, and the child does not', () => {
    const esp = (hash: string) => `    esp: { integrity: ${hash} }\n`
    const [negotiation] = described(esp('SHA1'), esp('MD5')).negotiations
    expect(negotiation?.ike.outcome).toBe('established')
    expect(negotiation?.child_sa).toMatchObject({
      outcome: 'failed',
      notify: 'NO_PROPOSAL_CHOSEN',
      reason: 'settings-differ',
    })
  })

  it('have perfect forward secrecy at one end alone: what follows depends on the product, and is not known', () => {
    const esp = (pfs: string) => `    esp: { pfs: ${pfs} }\n`
    expect(described(esp('group 2'), esp('off')).verdict).toBe('unknown')
    expect(described(esp('group 2'), esp('group 14')).verdict).toBe('down')
  })

  it('name AES without its size beside one with a size: that says nothing', () => {
    expect(described(IKE('AES'), IKE('AES256')).verdict).toBe('up')
  })

  it('agree, or were stated by one end alone: then the tunnel is taken to come up, and that is assumed', () => {
    for (const report of [described(IKE('3DES'), IKE('3des')), described(IKE('3DES'), '')]) {
      expect(report.verdict).toBe('up')
      expect(report.flows.map(({ certainty }) => certainty)).toEqual(['assumed', 'assumed'])
    }
  })

  it('are keys: compared by marks, and only where both can be read', () => {
    const psk = (key: string) => `    psk: ${key}\n`
    const differing = described(psk('one'), psk('two'))
    expect(differing.verdict).toBe('down')
    expect(differing.flows.map(({ notify }) => notify)).toEqual([null, null])
    expect(differing.remediation.steps).toHaveLength(2)
    expect(described(psk('one'), psk('one')).verdict).toBe('up')
    expect(described(psk('ENC abcdef'), psk('two')).verdict).toBe('up')
  })

  it('never weaken the end that has the stronger ones', () => {
    const steps = (a: string, b: string) =>
      described(IKE(a), IKE(b)).remediation.steps.map(({ end, edit }) => `${end} ${edit?.insert}`)
    expect(steps('AES256', '3DES')).toEqual(['B AES256'])
    expect(steps('3DES', 'AES256')).toEqual(['A AES256'])
    expect(steps('DES', 'AES128')).toEqual(['A AES128'])
  })

  it('leave to be compared by eye what an end does not tell, a key only where there is one', () => {
    const asks = (a: string, b: string) =>
      described(a, b)
        .unchecked.map(({ ask }) => ask)
        .join(' ')
    const certificates = '    authentication: certificate\n'
    expect(asks('    psk: one\n', '')).toContain('with the keys left out')
    expect(asks(`    psk: ENC abcdef\n${IKE('3DES')}`, `    psk: two\n${IKE('3DES')}`)).not.toBe('')
    expect(described(certificates, certificates).verdict).toBe('up')
  })
})
