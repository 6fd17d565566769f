import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../../src/core/address/parse-address.ts'
import { strongswanIpsecConf } from '../../../../src/core/vendors/strongswan/ipsec-conf/ipsec-conf.ts'
import { anchorsOf, connectionInWords, connectionsOf, linesWith, onlyEnd, readText } from './read-settings.ts'

const GATEWAY = readFileSync(new URL('../../../fixtures/strongswan/ipsec-conf/gw-a.txt', import.meta.url), 'utf8')

/** A conn that is loaded, between 192.0.2.1 and 192.0.2.2, with some keys. */
function conn(...keys: readonly string[]): string {
  return ['conn net', 'auto=add', 'left=192.0.2.1', 'right=192.0.2.2', 'closeaction=none', ...keys].join('\n    ')
}

function inWords(text: string) {
  return connectionInWords(connectionsOf(readText(strongswanIpsecConf, text))[0])
}

function problems(text: string): string {
  return readText(strongswanIpsecConf, text)
    .problems.map(({ say }) => say)
    .join(' ')
}

describe("strongSwan's ipsec.conf", () => {
  const reading = readText(strongswanIpsecConf, GATEWAY)

  it('begins at the prompt above it and is one block with the secrets', () => {
    expect(anchorsOf(strongswanIpsecConf, GATEWAY)).toEqual([1])
  })

  it('is read with what its conns include, several of one peer as one connection', () => {
    expect(connectionsOf(reading).map(connectionInWords)).toEqual([
      {
        name: 'net',
        version: [2, [2]],
        exchange: 'main',
        addresses: [['192.0.2.1'], ['192.0.2.2']],
        proposals: ['ike: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048'],
        local: ['psk fqdn gw-a.example.net'],
        remote: ['psk fqdn gw-b.example.net'],
        vips: [],
        pools: [],
        // Reauthentication 5 to 10 minutes before the end.
        lifetime: { rekey: { from: 3000, to: 3300 }, end: 3600 },
        children: [
          {
            name: 'net',
            local: ['10.1.0.0/24 any any', '10.3.0.0/24 tcp 443'],
            remote: ['10.2.0.0/24 any any'],
            proposals: ['esp: AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ'],
            mode: 'tunnel',
            compression: false,
            waits: false,
            lifetime: { rekey: { from: 3000, to: 3300 }, end: 3600 },
          },
          {
            name: 'voice',
            local: ['10.1.7.0/24 any any'],
            remote: ['10.2.7.0/24 any any'],
            proposals: ['esp: AES_GCM_16_128/NO_EXT_SEQ'],
            mode: 'tunnel',
            compression: false,
            waits: false,
            lifetime: { rekey: { from: 3000, to: 3300 }, end: 3600 },
          },
        ],
      },
    ])
  })

  it('accounts for every line', () => {
    expect(linesWith('unrecognised', GATEWAY, reading)).toEqual([])
    expect(linesWith('unsupported', GATEWAY, reading)).toEqual([])
    expect(reading.problems).toEqual([])
  })

  it('takes the keys of the secrets', () => {
    expect(onlyEnd(reading)?.ike?.keys?.map(({ owners }) => owners.map(({ text }) => text))).toEqual([
      ['gw-a.example.net', 'gw-b.example.net'],
    ])
  })
})

describe('what counts of several values', () => {
  const sections = [
    'conn net\n    also=x\n    also=y\n    auto=add\n    closeaction=none\n    ikelifetime=1h\n    ikelifetime=2h',
    'conn x\n    left=192.0.2.1\n    right=192.0.2.2\n    leftid=@x\n    rightid=@x\n    also=z',
    'conn y\n    leftid=@y\n    leftsubnet=10.1.0.0/24',
    'conn z\n    rightid=@z\n    leftsubnet=10.3.0.0/24\n    rightsubnet=10.2.0.0/24',
    'conn %default\n    rightsubnet=10.9.0.0/24\n    keyexchange=ikev1',
  ]

  it('is the last one, of the section that is named last, and the default after all', () => {
    expect(inWords(sections.join('\n'))).toMatchObject({
      version: [1, [1]],
      local: ['pubkey fqdn y'],
      remote: ['pubkey fqdn x'],
      lifetime: { end: 7200 },
      children: [{ local: ['10.1.0.0/24 any any'], remote: ['10.2.0.0/24 any any'] }],
    })
  })

  it('is nothing where a key has no value', () => {
    expect(inWords(`${conn('rightsubnet=')}\nconn %default\n    rightsubnet=10.9.0.0/24`)?.children[0]?.remote).toEqual(
      ['dynamic any any'],
    )
  })
})

describe('the own side of a conn', () => {
  function seenFrom(hosts: string, address: string) {
    const text = `conn net\n    auto=add\n    closeaction=none\n    ${hosts}\n`
    const own = parseAddress(address)
    if ('problem' in own) throw new Error(own.problem)
    return connectionInWords(onlyEnd(readText(strongswanIpsecConf, text))?.sides?.seenFrom([own]).ike?.connections[0])
  }

  it.each([
    ['left=192.0.2.1\n    right=192.0.2.2', '192.0.2.1', ['192.0.2.1']],
    ['left=192.0.2.1\n    right=192.0.2.2', '192.0.2.2', ['192.0.2.2']],
    ['left=192.0.2.1\n    right=192.0.2.2', '198.51.100.1', ['192.0.2.1']],
    ['left=%any\n    right=192.0.2.2', '192.0.2.2', ['192.0.2.2']],
    ['left=%any\n    right=192.0.2.2', '192.0.2.1', []],
    ['right=192.0.2.2', '192.0.2.1', []],
  ])('is found for %j at %s', (hosts, own, addresses) => {
    expect(seenFrom(hosts, own)?.addresses[0]).toEqual(addresses)
  })
})

describe('what strongSwan takes without being told', () => {
  it('is both versions, public keys, and the host itself', () => {
    expect(inWords(conn())).toMatchObject({
      version: [2, [1, 2]],
      local: ['pubkey address 192.0.2.1'],
      remote: ['pubkey address 192.0.2.2'],
      lifetime: { rekey: { from: 9720, to: 10_260 }, end: 10_800 },
      children: [{ local: ['dynamic any any'], lifetime: { rekey: { from: 2520, to: 3060 }, end: 3600 }, waits: true }],
    })
  })

  it('is the default proposals behind what is written, but for an exclamation mark', () => {
    expect(inWords(conn('ike=aes128-sha1-modp1024'))?.proposals).toHaveLength(3)
    expect(inWords(conn('ike=aes128-sha1-modp1024!'))?.proposals).toHaveLength(1)
  })

  it('never rekeys where the margin is longer than the life', () => {
    expect(inWords(conn('lifetime=5m'))?.children[0]?.lifetime).toEqual({ rekey: undefined, end: 300 })
  })

  it('shows a key id in hexadecimal, and does not take it for a remark', () => {
    expect(inWords(conn('leftid=@#616263', 'authby=psk'))?.local).toEqual(['psk keyid abc'])
  })

  it('is no lifetime where it does not rekey', () => {
    expect(inWords(conn('rekey=no'))?.children[0]?.lifetime).toEqual({ rekey: undefined, end: undefined })
  })
})

describe('ways to authenticate', () => {
  it.each([
    [['authby=psk'], ['psk address 192.0.2.1'], ['psk address 192.0.2.2']],
    // A method of one side makes authby count for neither (measured).
    [['authby=psk', 'leftauth=pubkey'], ['pubkey address 192.0.2.1'], ['pubkey address 192.0.2.2']],
    [['leftauth=eap-tls', 'rightauth=pubkey-sha256'], ['eap address 192.0.2.1'], ['pubkey address 192.0.2.2']],
    [['authby=xauthpsk'], ['psk address 192.0.2.1', 'xauth -'], ['psk address 192.0.2.2']],
    [['authby=xauthpsk', 'xauth=server'], ['psk address 192.0.2.1'], ['psk address 192.0.2.2', 'xauth -']],
    [['authby=psk', 'rightid=%any'], ['psk address 192.0.2.1'], ['psk -']],
    [['authby=psk', 'right=%192.0.2.9'], ['psk address 192.0.2.1'], ['psk address 192.0.2.9']],
    [['authby=psk', 'right=%any'], ['psk address 192.0.2.1'], ['psk -']],
    [['authby=psk', 'right=%any4'], ['psk address 192.0.2.1'], ['psk fqdn %any4']],
    [['authby=never'], ['pubkey address 192.0.2.1'], ['pubkey address 192.0.2.2']],
  ])('are those of %j', (keys, local, remote) => {
    expect(inWords(conn(...keys))).toMatchObject({ local, remote })
  })
})

describe('networks and addresses', () => {
  it.each([
    [['leftprotoport=17/1701'], ['dynamic udp 1701']],
    [['leftsubnet=%dynamic[udp/%any]'], ['dynamic udp any']],
    [['leftsubnet=%any'], ['0.0.0.0 any any']],
    // stroke knows no ranges, and skips them.
    [['leftsubnet=10.1.0.0-10.1.0.255,10.3.0.0/24'], ['10.3.0.0/24 any any']],
    [['leftsubnet=10.1.0.0-10.1.0.255'], ['dynamic any any']],
    [
      ['leftsubnet=10.1.0.0/24,10.3.0.0/24[tcp/80]', 'leftprotoport=udp'],
      ['10.1.0.0/24 udp any', '10.3.0.0/24 tcp 80'],
    ],
  ])('%j', (keys, local) => {
    expect(inWords(conn(...keys))?.children[0]?.local).toEqual(local)
  })

  it('asks for addresses or gives them from pools', () => {
    expect(inWords(conn('leftsourceip=%config'))?.vips).toEqual(['0.0.0.0'])
    expect(inWords(conn('leftsourceip=%config', 'rightsubnet=fec1::/16'))?.vips).toEqual(['::'])
    expect(inWords(conn('leftsourceip=%config6'))?.vips).toEqual(['::'])
    expect(inWords(conn('leftsourceip=%config4', 'rightsubnet=fec1::/16'))?.vips).toEqual(['0.0.0.0'])
    expect(inWords(conn('rightsourceip=10.5.0.0/24,%dhcp'))?.pools).toEqual(['10.5.0.0/24', 'dhcp'])
  })
})

describe('what strongSwan refuses', () => {
  it.each([
    ['a word that is none of the key', conn('type=tunel'), '"tunel" in "type" is not one of'],
    ['a time that is none', conn('ikelifetime=soon'), '"soon" in "ikelifetime" is no time'],
    ['a proposal', conn('esp=aes256-sha9!'), '"sha9"'],
  ])('as one connection: %s', (_, text, say) => {
    expect(problems(text)).toContain(say)
    expect(onlyEnd(readText(strongswanIpsecConf, text))?.ike).toMatchObject({
      connections: [],
      notLoaded: [{ name: 'net' }],
    })
  })

  it.each([
    ['a section that is not there', conn('also=elsewhere'), 'there is no "conn elsewhere"'],
    ['sections that name each other', `${conn('also=b')}\nconn b\n    also=net`, 'leads back to itself'],
    ['an equals sign without quotes', conn('leftid=C=CH, CN=a'), 'has an equals sign and no quotes around it'],
    ['a line that is no key', conn('authby psk'), 'is no "key=value"'],
    ['a key that is not indented', `${conn()}\nauthby=psk`, 'not indented'],
  ])('as a whole file: %s', (_, text, say) => {
    expect(problems(text)).toContain(say)
    expect(onlyEnd(readText(strongswanIpsecConf, text))?.ike?.connections).toEqual([])
  })

  it('nothing for a key that it does not know, which it ignores', () => {
    expect(problems(conn('foo=bar'))).toContain('knows no "foo"')
    expect(connectionsOf(readText(strongswanIpsecConf, conn('foo=bar')))).toHaveLength(1)
  })

  it('to load a connection without auto', () => {
    expect(problems('conn net\n    left=192.0.2.1\n    right=192.0.2.2')).toContain('has no "auto"')
  })

  it('nothing for words below the last secret', () => {
    expect(problems(`${conn()}\n@a : PSK ‹secret 1›\n\n3. strongswan.conf:\n`)).not.toContain('stops reading')
  })

  it('the secrets from a line on that is no entry', () => {
    const text = `${conn()}\n@a : PSK ‹secret 1›\n@b: PSK ‹secret 2›\n@c : PSK ‹secret 3›`
    expect(problems(text)).toContain('stops reading its secrets here')
    expect(onlyEnd(readText(strongswanIpsecConf, text))?.ike?.keys?.map(({ mark }) => mark)).toEqual(['‹secret 1›'])
  })
})
