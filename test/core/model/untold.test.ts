import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

function verdictOf(a: string, b: string): string {
  return analyse({
    pastes: [
      { source: 'a.conf', text: a, end: 'A' },
      { source: 'b.conf', text: b, end: 'B' },
    ],
  }).verdict
}

describe('identities that only a certificate tells', () => {
  const gateway = (own: string, peer: string, local: string, remote: string, id: string, expected: string) =>
    `connections {\n  c {\n    local_addrs = ${own}\n    remote_addrs = ${peer}\n    local {\n      auth = pubkey\n      ${id}\n    }\n    remote {\n      auth = pubkey\n      ${expected}\n    }\n    children {\n      n {\n        local_ts = ${local}\n        remote_ts = ${remote}\n      }\n    }\n  }\n}\n`
  const b = (expected: string) =>
    gateway('192.0.2.2', '192.0.2.1', '10.2.0.0/24', '10.1.0.0/24', 'id = b.example', expected)
  const a = (id: string) => gateway('192.0.2.1', '192.0.2.2', '10.1.0.0/24', '10.2.0.0/24', id, 'id = b.example')

  it('are taken to be what the other end expects', () => {
    expect(verdictOf(a('certs = a.pem'), b('id = a.example'))).toBe('up')
  })

  it('are compared where they are written', () => {
    expect(verdictOf(a('id = c.example'), b('id = a.example'))).toBe('down')
  })
})

describe('a key for an address that the paste hides', () => {
  const end = (own: string, peer: string, local: string, remote: string) =>
    `conn c\n\tleft=${own}\n\tleftsubnet=${local}\n\tright=${peer}\n\trightsubnet=${remote}\n\tkeyexchange=ikev2\n\tike=aes256-sha256-modp2048!\n\tesp=aes256-sha256!\n\tauthby=psk\n\tauto=add\n`
  const verdict = (mine: string, theirs: string) =>
    analyse({
      pastes: [
        { source: 'a.conf', text: end('GW_A', 'GW_B', '10.1.0.0/24', '10.2.0.0/24'), end: 'A' },
        { source: 'a.secrets', text: `${mine}\n`, end: 'A' },
        { source: 'b.conf', text: end('GW_B', 'GW_A', '10.2.0.0/24', '10.1.0.0/24'), end: 'B' },
        { source: 'b.secrets', text: `${theirs}\n`, end: 'B' },
      ],
    }).verdict

  it('is known by the same name', () => {
    expect(verdict('GW_A GW_B : PSK "one"', 'GW_A GW_B : PSK "one"')).toBe('up')
    expect(verdict('GW_A GW_B : PSK "one"', 'GW_A GW_B : PSK "two"')).toBe('down')
  })

  it('may be any of those for an address that is written', () => {
    expect(verdict('192.0.2.1 : PSK "one"', '192.0.2.2 192.0.2.9 : PSK "two"\n192.0.2.2 192.0.2.1 : PSK "one"')).toBe(
      'up',
    )
  })

  it('may be any of those for another hidden one, as long as both ends have it', () => {
    const [mine, theirs] = ['BRANCH : PSK "one"', 'BRANCH : PSK "one"\nSHOP : PSK "two"']
    expect(verdict(mine, theirs)).toBe('up')
    expect(verdict(mine.replace('one', 'three'), theirs)).toBe('down')
  })
})

describe('a virtual address', () => {
  const client = (vips: string, local: string) =>
    `connections {\n  c {\n    local_addrs = 192.0.2.7\n    remote_addrs = 192.0.2.1\n    vips = ${vips}\n    children {\n      n {\n        ${local}\n        remote_ts = 10.1.0.0/24\n      }\n    }\n  }\n}\n`
  const server = (pools: string, defined = 'pools {\n  p {\n    addrs = 10.9.0.0/24\n  }\n}\n') =>
    `connections {\n  c {\n    local_addrs = 192.0.2.1\n    ${pools}\n    children {\n      n {\n        local_ts = 10.1.0.0/24\n      }\n    }\n  }\n}\n${defined}`
  const flowsOf = (a: string, b: string) => {
    const { verdict, flows } = analyse({
      pastes: [
        { source: 'a.conf', text: a, end: 'A' },
        { source: 'b.conf', text: b, end: 'B' },
      ],
    })
    return [verdict, ...flows.map(({ source, destination, outcome }) => `${source} > ${destination} ${outcome}`)]
  }

  it('is the first of the pool, whatever is asked for, and stands in the place of dynamic at both ends', () => {
    expect(flowsOf(client('10.9.0.5', ''), server('pools = p'))).toEqual([
      'up',
      '10.9.0.1/32 > 10.1.0.0/24 established',
      '10.1.0.0/24 > 10.9.0.1/32 responder-only',
      '10.1.0.0/24 > 10.9.0.1/32 established',
    ])
  })

  it('has no number where the pool is only named, which is assumed to give one', () => {
    expect(flowsOf(client('0.0.0.0', ''), server('pools = p', ''))[1]).toBe(
      'a virtual address > 10.1.0.0/24 established',
    )
    const withKey = (text: string) =>
      `${text.replace('    children', '    local {\n      auth = psk\n    }\n    remote {\n      auth = psk\n    }\n    children')}secrets {\n  ike-1 {\n    secret = "a test, not a key"\n  }\n}\n`
    const told = (defined?: string) => {
      const { flows, checks } = analyse({
        pastes: [
          { source: 'a.conf', text: withKey(client('0.0.0.0', '')), end: 'A' },
          { source: 'b.conf', text: withKey(server('pools = p', defined)), end: 'B' },
        ],
      })
      return [flows[0]?.certainty, checks.filter(({ say }) => say.includes('the pool "p"')).length]
    }
    expect(told('')).toEqual(['assumed', 1])
    expect(told()).toEqual(['stated', 0])
  })

  it('is asked for in vain without a pool', () => {
    expect(flowsOf(client('0.0.0.0', ''), server('version = 2'))[0]).toBe('down')
  })
})
