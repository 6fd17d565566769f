import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { discouragedAlgorithm } from '../../../../src/core/rules/cryptography/cr001-discouraged.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { factsOf, gistOf, placesOf } from '../facts-of.ts'

/** What is said of A, where both ends have these lists for the IKE SA and for the child. */
function told(ike: string, esp: string, atB: { readonly ike?: string; readonly esp?: string } = {}) {
  const gateway = (ikeList: string, espList: string) => ({
    connection: ikeList === '' ? 'version = 2' : `proposals = ${ikeList}`,
    ...(espList !== '' && { child: `esp_proposals = ${espList}` }),
  })
  return factsOf(discouragedAlgorithm, pair(gateway(ike, esp), gateway(atB.ike ?? ike, atB.esp ?? esp)))
    .map((found) => ({ gist: gistOf(found), places: placesOf(found), ...found.explain() }))
    .filter(({ what }) => what.includes(' of A '))
}

describe('CR001: an algorithm that RFC 8247 or RFC 8221 advise against', () => {
  it('is a warning where the two ends agree on it, with its line', () => {
    expect(told('aes128-sha256-modp1024', '')).toMatchObject([
      {
        gist: 'warning stated, no packet',
        places: ['a.conf 3 A (192.0.2.1): to-b'],
        what: expect.stringMatching(
          /^to-b of A \(192\.0\.2\.1\) names MODP_1024 \(RFC \d+: .+\), and that is what the two ends agree on\.$/,
        ),
      },
    ])
  })

  it('is a remark where it is offered alone, or where nothing comes of the negotiation', () => {
    const [offered] = told('aes128-sha256-modp2048-modp1024', '')
    expect(offered?.gist).toBe('info stated, no packet')
    expect(offered?.what).not.toContain('agree on')
    const [refused] = told('aes128-sha256-modp1024', '', { ike: 'aes256-sha256-modp2048' })
    expect(refused?.gist).toBe('info stated, no packet')
  })

  it('is told of a child with its own list, also where a further child alone would use the group', () => {
    expect(told('', '3des-sha1')).toMatchObject([
      {
        gist: 'warning stated, no packet',
        what: expect.stringMatching(/^net of A \(192\.0\.2\.1\) names 3DES_CBC \(RFC \d+: /),
      },
    ])
    const [group] = told('', 'aes128-sha256-modp1024')
    expect(group).toMatchObject({
      gist: 'warning stated, no packet',
      what: expect.stringContaining('names MODP_1024 ('),
    })
  })

  it('is told once for several proposals of a list, with all of its algorithms', () => {
    const found = told('aes128-sha256-modp1024, aes128-md5-modp1024', '')
    expect(found).toHaveLength(1)
    expect(found[0]?.what).toMatch(/ names MODP_1024 \(.+\), HMAC_MD5_96 \(.+\) and PRF_HMAC_MD5 \(/)
  })

  it('is told once for a list that all children of a connection share', () => {
    const conf = (own: string, peer: string, networks: string) => ({
      source: `${own}.conf`,
      text: `# Libreswan\nconn net\n\tauto=start\n\tikev2=insist\n\tauthby=secret\n\tleft=${own}\n\tright=${peer}\n${networks}\tphase2alg=3des-sha1\n`,
    })
    const [a, b] = ['10.1.0.0/24', '{10.2.0.0/24 10.3.0.0/24}']
    const { diagnostics } = analyse({
      pastes: [
        conf('203.0.113.1', '198.51.100.1', `\tleftsubnet=${a}\n\trightsubnets=${b}\n`),
        conf('198.51.100.1', '203.0.113.1', `\tleftsubnets=${b}\n\trightsubnet=${a}\n`),
      ],
    })
    const found = diagnostics.filter(({ code }) => code === 'CR001').map(({ what }) => what.split(' names')[0])
    expect(found).toEqual(['net of A (203.0.113.1)', 'net of B (198.51.100.1)'])
  })

  it('is nothing to tell of good ones, or of those that a product has by default', () => {
    expect(told('aes256-sha256-modp2048', 'aes256gcm16-modp2048')).toEqual([])
    expect(told('', '')).toEqual([])
  })
})
