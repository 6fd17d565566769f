import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { confAnchorsOf, formatAmong } from '../../../../src/core/vendors/freeswan/which-product.ts'

const STRONGSWAN = ['conn net', '    keyexchange=ikev2', '    authby=psk', '    right=192.0.2.2']
const LIBRESWAN = ['conn net', '    ikev2=insist', '    ike=aes256-sha2;modp2048', '    right=192.0.2.1']
const UNDECIDED = ['conn net', '    left=192.0.2.3', '    right=192.0.2.1', '    auto=start']

function anchorsIn(...lines: readonly string[]) {
  const split = splitLines('a', lines.join('\n'))
  return { strongswan: confAnchorsOf('strongswan', split), libreswan: confAnchorsOf('libreswan', split) }
}

describe('the product of each gateway in one text', () => {
  it('is what its own part tells', () => {
    expect(anchorsIn('Site A:', ...STRONGSWAN, 'Site B:', ...LIBRESWAN)).toEqual({ strongswan: [2], libreswan: [7] })
  })

  it('is that of the others where its own part tells nothing', () => {
    expect(anchorsIn('Site A:', ...UNDECIDED, 'Site B:', ...LIBRESWAN)).toEqual({ strongswan: [], libreswan: [2, 7] })
  })

  it('is Libreswan of what only that can read, whichever group it names', () => {
    const old = ['conn isa', '    ike=3des-sha1;modp1024', '    esp=3des-sha1;modp1024', '    right=192.0.2.1']
    expect(anchorsIn(...old)).toEqual({ strongswan: [], libreswan: [1] })
  })

  it('is strongSwan where nothing tells, and Libreswan of secrets alone', () => {
    expect(anchorsIn(...UNDECIDED)).toEqual({ strongswan: [1], libreswan: [] })
    expect(anchorsIn('192.0.2.1 192.0.2.2 : PSK ‹secret 1›')).toEqual({ strongswan: [], libreswan: [1] })
  })

  it('is Libreswan for what Openswan has', () => {
    const openswan = ['config setup', '    nat_traversal=yes', '    oe=off', '    keep_alive=60', ...UNDECIDED]
    expect(anchorsIn(...openswan)).toEqual({ strongswan: [], libreswan: [1] })
  })

  it('is of each gateway also where its secrets stand above its sections', () => {
    const end = ['192.0.2.1 192.0.2.3 : PSK ‹secret 1›', 'version 2.0', 'config setup', ...LIBRESWAN]
    expect(anchorsIn(...end, ...end)).toEqual({ strongswan: [], libreswan: [1, end.length + 1] })
  })

  it('is none of what a FortiGate logs of EAP', () => {
    expect(
      anchorsIn('2026-11-27 10:15:01.123456 ike 0:b:12: EAP authentication failed', 'ike 0:b:12: PSK auth failed: x'),
    ).toEqual({ strongswan: [], libreswan: [] })
  })

  it('is none of what pluto logs of XAUTH', () => {
    const logged = 'Nov 27 10:15:01 gw pluto[1]: "net" #5: XAUTH: Sending Username/Password request (MAIN_R3->XAUTH_R0)'
    expect(anchorsIn(logged)).toEqual({ strongswan: [], libreswan: [] })
  })
})

describe('the product of a text by what else its end has', () => {
  const SECRETS = ['192.0.2.1 192.0.2.2 : PSK ‹secret 1›']
  const block = (id: string, lines: readonly string[]) => ({
    format: { id },
    source: 'b',
    lines: splitLines('b', lines.join('\n')),
  })
  const formatOf = (lines: readonly string[], ...beside: readonly ReturnType<typeof block>[]) => {
    const own = block('strongswan/ipsec-conf', lines)
    return formatAmong([own, ...beside])(own)
  }

  it.each([
    ['secrets beside an ipsec.conf of strongSwan', SECRETS, [block('strongswan/ipsec-conf', STRONGSWAN)], 'strongswan'],
    ['secrets beside one that nothing tells of', SECRETS, [block('strongswan/ipsec-conf', UNDECIDED)], 'strongswan'],
    ['secrets beside one of Libreswan', SECRETS, [block('libreswan/ipsec-conf', LIBRESWAN)], 'libreswan'],
    ['secrets beside a status of strongSwan', SECRETS, [block('strongswan/status', [])], 'strongswan'],
    ['secrets beside a description', SECRETS, [block('generic/yaml', [])], 'libreswan'],
    [
      'a part of an ipsec.conf beside one of Libreswan',
      UNDECIDED,
      [block('libreswan/ipsec-conf', LIBRESWAN)],
      'libreswan',
    ],
    ['what tells its product itself', STRONGSWAN, [block('libreswan/ipsec-conf', LIBRESWAN)], 'strongswan'],
  ])('is told for %s', (_, lines, beside, product) => {
    expect(formatOf(lines, ...beside)).toBe(`${product}/ipsec-conf`)
  })
})
