import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

function report(a: string, b = a) {
  return analyse({
    pastes: [
      { source: 'a.conf', text: a, end: 'A' },
      { source: 'b.conf', text: b, end: 'B' },
    ],
  })
}

describe('one ipsec.conf of Libreswan on both ends', () => {
  const shared = `config setup
conn base
	right=192.0.2.1
	rightid=@hub
	rightsubnet=10.1.0.0/24
	authby=secret
	narrowing=no
	leftid=@branch
	leftsubnet=10.2.0.0/24
conn at-the-hub
	also=base
	left=%any
conn at-the-branch
	also=base
	left=%defaultroute
`

  it('is two ends, since it was given for two', () => {
    const { verdict, diagnostics, ends } = report(shared)
    expect(ends.map(({ label }) => label)).toEqual(['A', 'B'])
    expect(diagnostics.map(({ code }) => code)).not.toContain('PA010')
    expect(verdict).toBe('up')
  })
})

describe('a text that can be either end', () => {
  const conn = (left: string, right: string) =>
    `conn c\n\tleft=192.0.2.1\n\tleftid=%fromcert\n\t${left}\n\tleftsubnet=10.1.0.0/24\n\tright=192.0.2.2\n\trightid=@b\n\t${right}\n\trightsubnet=10.2.0.0/24\n\tauthby=rsasig\n`

  it('is that of the end whose own certificate it names', () => {
    const { diagnostics, ends } = report(
      conn('leftcert=a', 'rightrsasigkey=%cert'),
      conn('leftrsasigkey=%cert', 'rightcert=b'),
    )
    expect(ends.map(({ tunnelAddresses }) => tunnelAddresses)).toEqual([['192.0.2.1'], ['192.0.2.2']])
    expect(diagnostics.map(({ code }) => code)).not.toContain('PA006')
  })
})

describe('two texts of one end that can be either end', () => {
  const conn = (name: string, far: string, peer = '198.51.100.7') =>
    `conn ${name}\n\tleft=203.0.113.1\n\tleftsubnet=10.1.0.0/24\n\tright=${peer}\n\trightsubnet=${far}\n\tauthby=secret\n\tikev2=insist\n\tauto=start\n`
  const swanctl = `connections {
  a {
    local_addrs = 198.51.100.7
    remote_addrs = 203.0.113.1
    local { auth = psk }
    remote { auth = psk }
    children { net { local_ts = 10.2.0.0/24
      remote_ts = 10.1.0.0/24 } }
  }
}
`
  const given = (...texts: readonly (readonly [end: string, text: string])[]) =>
    analyse({ pastes: texts.map(([end, text], at) => ({ source: `${at}.conf`, text, end })) })

  it('are at the end where the other one is not', () => {
    const { diagnostics, ends } = given(
      ['A', conn('one', '10.2.0.0/24')],
      ['A', conn('two', '10.3.0.0/24')],
      ['B', swanctl],
    )
    expect(ends.map(({ tunnelAddresses }) => tunnelAddresses)).toEqual([['203.0.113.1'], ['198.51.100.7']])
    expect(diagnostics.map(({ code }) => code)).not.toContain('PA006')
  })

  it('are where both can be', () => {
    const { tunnels } = given(['A', conn('one', '10.2.0.0/24')], ['A', conn('two', '10.3.0.0/24', '192.0.2.9')])
    expect(tunnels.map(({ peer }) => peer)).toEqual(['198.51.100.7', '192.0.2.9'])
  })
})
