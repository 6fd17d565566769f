import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import type { PolicySettings } from '../../../src/core/model/endpoint.ts'
import { stated } from '../../../src/core/model/setting.ts'
import { comparePolicies, uncomparedTopics } from '../../../src/core/negotiation/compare-policies.ts'
import { end } from './made-ends.ts'

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

type Words = { readonly [topic in keyof PolicySettings]?: string }

const span = { source: 'a', line: 1, column: 1, length: 1 }
const withWords = (label: string, words: Words) => {
  const settings = Object.fromEntries(Object.entries(words).map(([topic, word]) => [topic, stated(word, span)]))
  return end(label, [], { settings })
}

describe('what is left to be compared by eye', () => {
  const all: Words = {
    'IKE encryption': 'AES256',
    'IKE integrity': 'SHA1',
    'IKE Diffie-Hellman group': 'group 2',
    'authentication method': 'pre-shared key',
    'pre-shared key': '‹secret 1›',
    'ESP encryption': 'AES256',
    'ESP integrity': 'SHA1',
    'perfect forward secrecy': 'off',
  }
  const open = (a: Words, b: Words) => uncomparedTopics(withWords('A', a), withWords('B', b))
  const without = (topic: keyof PolicySettings): Words =>
    Object.fromEntries(Object.entries(all).filter(([each]) => each !== topic))

  it('is nothing that both ends tell, whether it agrees or not', () => {
    expect(open(all, all).filter((topic) => topic in all)).toEqual([])
    expect(open(all, { ...all, 'IKE encryption': '3DES' }).filter((topic) => topic in all)).toEqual([])
  })

  it('is what the one or the other does not tell', () => {
    expect(open(without('IKE integrity'), all)).toContain('IKE integrity')
    expect(open(all, without('IKE integrity'))).toContain('IKE integrity')
  })

  it('is a key that cannot be read, and none between two certificates', () => {
    expect(open(all, { ...all, 'pre-shared key': '‹secret ?›' })).toContain('pre-shared key')
    const signed = { ...without('pre-shared key'), 'authentication method': 'certificate' }
    expect(open(signed, signed)).not.toContain('pre-shared key')
    const { 'IKE integrity': _, ...less } = signed
    expect(open(less, signed)).toContain('IKE integrity')
    expect(open(signed, without('pre-shared key'))).toContain('pre-shared key')
  })

  it('is no lifetime, which decides nothing', () => {
    expect(open({}, {})).not.toContain('IKE lifetime')
  })
})

describe('a setting that differs', () => {
  const differing = (topic: keyof PolicySettings, a: string, b: string) =>
    comparePolicies(withWords('A', { [topic]: a }), withWords('B', { [topic]: b })).map(
      ({ decisive, refused }) => `${decisive ? 'decides' : 'tells'}${refused ? ', refused' : ''}`,
    )

  it('decides, but for a lifetime; and is refused, but for secrecy that one end alone has', () => {
    expect(differing('IKE encryption', 'AES256', '3DES')).toEqual(['decides, refused'])
    expect(differing('IKE lifetime', '3600 s', '28800 s')).toEqual(['tells'])
    expect(differing('perfect forward secrecy', 'group 2', 'off')).toEqual(['decides'])
    expect(differing('perfect forward secrecy', 'group 2', 'group 5')).toEqual(['decides, refused'])
  })

  it('is none where the words do not tell: a number of a list beside a word, AES beside AES with its size', () => {
    expect(differing('IKE encryption', 'value 7', '3DES')).toEqual([])
    expect(differing('IKE encryption', 'value 7', 'value 5')).toEqual(['decides, refused'])
    expect(differing('IKE encryption', 'value 7 or 3DES', 'AES256')).toEqual([])
    expect(differing('IKE encryption', 'AES256', '3DES or value 7')).toEqual([])
    expect(differing('IKE encryption', 'value 7 or value 3', 'value 5')).toEqual(['decides, refused'])
    expect(differing('IKE encryption', 'AES', 'AES256')).toEqual([])
    expect(differing('IKE encryption', 'AES', '3DES')).toEqual(['decides, refused'])
    expect(differing('IKE encryption', '3DES', 'AES')).toEqual(['decides, refused'])
    expect(differing('IKE encryption', 'AES128', 'AES256')).toEqual(['decides, refused'])
  })

  it('is not refused where one end has it by default alone', () => {
    const byDefault = end('A', [], {
      settings: { 'IKE encryption': { origin: 'default', value: 'AES256', authority: 'an example' } },
    })
    const other = withWords('B', { 'IKE encryption': '3DES' })
    expect(comparePolicies(byDefault, other).map(({ refused }) => refused)).toEqual([false])
    expect(comparePolicies(other, byDefault).map(({ refused }) => refused)).toEqual([false])
  })
})
