import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../../src/core/address/parse-address.ts'
import { hostPairs } from '../../../../src/core/vendors/libreswan/find-connections.ts'
import { libreswanConf } from '../../../../src/core/vendors/libreswan/ipsec-conf.ts'
import { swanctlConf } from '../../../../src/core/vendors/strongswan/swanctl/swanctl-conf.ts'
import {
  anchorsOf,
  connectionInWords,
  connectionsOf,
  linesWith,
  onlyEnd,
  readText,
} from '../strongswan/read-settings.ts'

const GATEWAY = readFileSync(new URL('../../../fixtures/libreswan/gw-a.txt', import.meta.url), 'utf8')

/** A conn between 192.0.2.1 and 192.0.2.2 with some keys. */
function conn(...keys: readonly string[]): string {
  return ['conn net', 'left=192.0.2.1', 'right=192.0.2.2', ...keys].join('\n\t')
}

function address(text: string) {
  const parsed = parseAddress(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed
}

function first(text: string) {
  return connectionsOf(readText(libreswanConf, text))[0]
}

function problems(text: string): string[] {
  return readText(libreswanConf, text).problems.map(({ say }) => say)
}

function portsOf(...keys: readonly string[]) {
  const { own, peer, tcp } = first(conn(...keys))?.ports ?? {}
  return [own?.value, peer?.value, tcp?.value]
}

describe('keys that Libreswan does not take', () => {
  it.each([
    ['‹secret 1›', true],
    ['"‹secret 1›"', undefined],
    ['0s‹secret 1›', undefined],
    ['‹secret ?›', undefined],
  ])('are those without quotes: %s', (key, bare) => {
    const [read] = onlyEnd(readText(libreswanConf, `${conn()}\n: PSK ${key}`))?.ike?.keys ?? []
    expect(read?.bare).toBe(bare)
  })

  it.each([
    [':PSK "‹secret 1›"', 0, /no blank behind the colon/],
    ['192.0.2.1 192.0.2.2:PSK "‹secret 1›"', 0, /no blank behind the colon/],
    ['192.0.2.1 192.0.2.2: PSK "‹secret 1›"', 1, undefined],
    [': PSK 0x‹secret 1›', 1, undefined],
    [": psk '‹secret 1›'", 1, undefined],
    // What nobody is to see may have had quotes.
    [': PSK ‹secret ?›', 1, undefined],
  ])('%s', (secrets, keys, said) => {
    const text = `${conn()}\n${secrets}`
    expect(onlyEnd(readText(libreswanConf, text))?.ike?.keys).toHaveLength(keys)
    if (said === undefined) expect(problems(text)).toEqual([])
    else expect(problems(text)).toEqual([expect.stringMatching(said)])
  })
})

describe('the ports of a conn', () => {
  it.each([
    [
      ['leftikeport=1500', 'rightikeport=4500'],
      [1500, 4500, undefined],
    ],
    [['ikeport=1500'], [undefined, 1500, undefined]],
    [['rightikeport=500'], [undefined, undefined, undefined]],
    [['leftikeport=https'], [undefined, undefined, undefined]],
    [['enable-tcp=yes'], [undefined, undefined, true]],
    [['enable-tcp=fallback'], [undefined, undefined, undefined]],
  ])('%j', (keys, expected) => {
    expect(portsOf(...keys)).toEqual(expected)
  })
})

describe("Libreswan's ipsec.conf", () => {
  const reading = readText(libreswanConf, GATEWAY)

  it('begins at the prompt above it and is one block with the secrets', () => {
    expect(anchorsOf(libreswanConf, GATEWAY)).toEqual([1])
  })

  it.each([
    ['[root@gw-a ~]# ipsec auto --up net', '181 "net" #1: initiating IKEv2 connection'],
    ['ubuntu@ip-172-31-5-9:~$ sudo ipsec statusall', 'Security Associations (0 up, 1 connecting):'],
  ])('ends where another command follows, "%s"', (prompt, output) => {
    const text = `${conn()}\n${prompt}\n${output}\nroot@gw-a:~# cat /etc/ipsec.d/more.conf\nconn more\n\tleft=192.0.2.1\n\tright=192.0.2.3\n`
    const reading = readText(libreswanConf, text)
    expect(connectionsOf(reading).map(({ name }) => name)).toEqual(['net', 'more'])
    expect(reading.problems.filter(({ kind }) => kind === 'invalid')).toEqual([])
    expect(linesWith('unrecognised', text, reading)).toEqual([5])
  })

  it('goes on behind an identity that looks like a prompt', () => {
    const text = `${conn()}\nuser@gw-a.example : PSK "a b# c d"\n`
    const reading = readText(libreswanConf, text)
    expect(linesWith('unrecognised', text, reading)).toEqual([])
  })

  it('is read with what its conn includes and with the defaults', () => {
    expect(connectionInWords(connectionsOf(reading)[0])).toMatchObject({
      name: 'branch',
      version: [2, [2]],
      addresses: [['192.0.2.1'], ['192.0.2.2']],
      proposals: [
        'ike: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
        'ike: AES_GCM_16_256/PRF_HMAC_SHA2_512/PRF_HMAC_SHA2_256/MODP_2048/MODP_3072/MODP_4096/MODP_8192/ECP_256/ECP_384/ECP_521/CURVE_25519',
      ],
      local: ['psk fqdn gw-a.example.net'],
      remote: ['psk fqdn gw-b.example.net'],
      // Rekeying from 9 minutes before the end on, up to as much earlier.
      lifetime: { rekey: { from: 14_400 - 1080, to: 14_400 - 540 }, end: 14_400 },
    })
  })

  it('has a child for each pair of networks, with the numbers that Libreswan gives them', () => {
    const children = connectionInWords(connectionsOf(reading)[0])?.children
    expect(children?.map(({ name, local, remote }) => [name, local, remote])).toEqual([
      ['branch/0x1', ['10.1.0.0/24 any any'], ['10.2.0.0/24 any any']],
      ['branch/0x2', ['10.1.0.0/24 any any'], ['10.3.0.0/24 any any']],
    ])
    expect(children?.[0]?.proposals).toEqual([
      'esp: AES_GCM_16_128/EXT_SEQ/NO_EXT_SEQ',
      'esp: AES_CBC_256/HMAC_SHA1_96/EXT_SEQ/NO_EXT_SEQ',
    ])
    expect(connectionsOf(reading)[0]?.children[0]).toMatchObject({
      narrows: { value: true, origin: 'stated' },
      pfs: { value: 'ike-group', origin: 'default' },
      waits: false,
    })
  })

  it('accounts for every line', () => {
    expect(linesWith('unrecognised', GATEWAY, reading)).toEqual([])
    expect(linesWith('unsupported', GATEWAY, reading)).toEqual([29, 32])
  })

  it('names its host and takes the keys of the secrets', () => {
    const end = onlyEnd(reading)
    expect(end?.name).toBe('gw-a')
    expect(end?.ike?.keys?.map(({ owners }) => owners.map(({ text }) => text))).toEqual([
      ['gw-a.example.net', 'gw-b.example.net'],
    ])
  })
})

describe('the own side of a conn', () => {
  const sides = onlyEnd(readText(libreswanConf, conn('leftsubnet=10.1.0.0/24', 'rightsubnet=10.2.0.0/24')))?.sides

  function seenFrom(own: string) {
    return connectionInWords(sides?.seenFrom([address(own)]).ike?.connections[0])
  }

  it('is open where both are addresses', () => {
    expect(sides?.candidates).toHaveLength(2)
  })

  it('is that of the gateway whose address it has', () => {
    expect(seenFrom('192.0.2.1')?.addresses).toEqual([['192.0.2.1'], ['192.0.2.2']])
    expect(seenFrom('192.0.2.2')?.addresses).toEqual([['192.0.2.2'], ['192.0.2.1']])
    expect(seenFrom('192.0.2.2')?.children[0]?.local).toEqual(['10.2.0.0/24 any any'])
  })

  it.each([
    ['left=%defaultroute\n\tright=192.0.2.2', ['192.0.2.2'], []],
    ['left=192.0.2.1\n\tright=%any', [], ['192.0.2.1']],
    ['left=192.0.2.1\n\tright=%any4', [], ['192.0.2.1']],
    ['left=%any\n\tright=192.0.2.1', [], ['192.0.2.1']],
  ])('is told by %s', (hosts, peers, own) => {
    const end = onlyEnd(readText(libreswanConf, `conn net\n\t${hosts}\n`))
    expect(end?.sides?.candidates).toEqual([])
    expect(end?.peers).toHaveLength(peers.length)
    expect(end?.addresses).toHaveLength(own.length)
  })
})

describe('a conn with %any on its own side', () => {
  const end = onlyEnd(readText(libreswanConf, 'conn net\n\tleft=%any\n\tright=192.0.2.2\n\tleftsubnet=10.1.0.0/24\n'))

  it('belongs to no side of the host that has not the other address', () => {
    const [connection] = end?.sides?.seenFrom([address('192.0.2.1')]).ike?.connections ?? []
    expect(connection).toMatchObject({ oriented: false, localAddresses: { value: [] } })
    expect(connectionInWords(connection)?.children[0]?.local).toEqual(['10.1.0.0/24 any any'])
    expect(end?.sides?.seenFrom([address('192.0.2.2')]).ike?.connections[0]?.oriented).toBeUndefined()
  })
})

describe('the order in which pluto looks at connections', () => {
  const hosts = { own: address('192.0.2.1'), peer: address('192.0.2.2') }
  const named = (name: string, ...keys: string[]) => conn(...keys).replace('conn net', `\nconn ${name}`)

  function ordered(...conns: readonly string[]): string[] {
    const text = ['# /etc/ipsec.conf - Libreswan IPsec configuration file', ...conns].join('\n')
    const ike = onlyEnd(readText(libreswanConf, text))?.sides?.seenFrom([hosts.own]).ike
    if (ike === undefined) throw new Error('There is no policy.')
    return hostPairs({ ...ike, keys: [] }, { version: 2, hosts }).map(({ name }) => name)
  }

  it('is that of the file, but for those that people load by hand, of which the last comes first', () => {
    const [a, d] = ['a', 'd'].map((name) => named(name, 'auto=add'))
    expect(ordered(a ?? '', named('b'), named('c', 'auto=ignore'), d ?? '')).toEqual(['c', 'b', 'a', 'd'])
  })

  it('has no place for one that finds no own side', () => {
    expect(ordered(named('a', 'auto=add').replace('left=192.0.2.1', 'left=%any'))).toEqual([])
  })
})

describe('what Libreswan takes without being told', () => {
  it('is IKEv2 with signatures, not a pre-shared key', () => {
    const connection = first(conn())
    expect([connection?.initiates.value, connection?.local[0]?.method]).toMatchObject([
      2,
      { value: 'pubkey', origin: 'default' },
    ])
  })

  it('is the address as identity', () => {
    expect(first(conn())?.remote[0]?.id).toMatchObject({
      origin: 'default',
      value: { kind: 'address', text: '192.0.2.2' },
    })
  })

  it('is the host itself where no network is named', () => {
    expect(first(conn())?.children[0]?.local.value[0]?.addresses).toBe('dynamic')
  })
})

describe('the word that Openswan has for "phase2"', () => {
  it.each(['esp', 'ah'])('is taken as it is there, and told: auth=%s', (protocol) => {
    const text = conn(`auth=${protocol}`)
    expect(problems(text)).toEqual([expect.stringContaining(`"auth=${protocol}" is a word of Openswan`)])
    expect(JSON.stringify(first(text))).toContain(`"protocol":"${protocol}"`)
  })
})

describe('words in the place of an address', () => {
  it.each(['my public ip', '<my public ip>'])('are a hidden one: %s', (words) => {
    const text = conn('leftsubnet=10.1.0.0/16').replace('left=192.0.2.1', `left=${words}`)
    expect(problems(text)).toEqual([])
    expect(first(text)?.localAddresses).toMatchObject({
      value: first(text.replace(words, '<my public ip>'))?.localAddresses.value,
    })
  })

  it('are a hidden network as well', () => {
    expect(problems(conn('rightsubnet=<aws lan>', 'rightid=the aws public ip', 'leftsubnet=our own network'))).toEqual(
      [],
    )
  })

  it('are a fault where they speak of none, or stand for something else', () => {
    for (const key of ['leftid=my gw', 'ike=my public ip', 'leftsubnet=10.1.0.0/16 my lan'])
      expect(problems(conn(key)).join()).toContain('has a second word')
  })
})

describe('settings without the line of their conn', () => {
  const settings = conn('authby=secret', 'rightsubnet=10.2.0.0/16', 'ike=aes256-sha2;modp2048').replace(
    'conn net\n\t',
    '\t',
  )

  it.each([
    ['indented', settings],
    ['not indented', settings.replace(/^\t/gm, '')],
    ['copied from the middle of their first line on', settings.trimStart()],
    ['below talk', `here it is, any idea?\n\n${settings}`],
  ])('are one connection, and told as cut: %s', (_, text) => {
    const [anchor = 1] = anchorsOf(libreswanConf, text)
    const reading = readText(
      libreswanConf,
      text
        .split('\n')
        .slice(anchor - 1)
        .join('\n'),
    )
    expect(connectionsOf(reading)).toMatchObject([{ children: [{ remote: { origin: 'stated' } }] }])
    expect(reading.problems).toMatchObject([{ kind: 'cut', say: expect.stringContaining('no "conn" line above') }])
  })

  it('are of each of two ends below their headings', () => {
    expect(anchorsOf(libreswanConf, `Site A:\n${settings}\n\nSite B:\n${settings}`)).toEqual([2, 9])
  })

  it('are none where an end or the way to prove it is missing', () => {
    for (const key of ['left', 'right', 'authby'])
      expect(anchorsOf(libreswanConf, settings.replace(new RegExp(`^\t${key}=.*\n`, 'm'), ''))).toEqual([])
  })
})

describe('a file of Openswan, or of a Libreswan before version 4', () => {
  const file = (setup: string, ...keys: readonly string[]) => `config setup\n\t${setup}\n\n${conn(...keys)}`

  it.each(['oe=off', 'nat_traversal=yes', 'klipsdebug=none', 'plutowait=no', 'forwardcontrol=no', 'keep_alive=60'])(
    'is known by a word of config setup that a newer one refuses, and told: %s',
    (setup) => {
      expect(problems(file(setup))).toEqual([
        expect.stringContaining(
          `words of Openswan and of Libreswan before version 4, and is taken as these take it: "`,
        ),
      ])
    },
  )

  it('is known by a word of its conns, and told once', () => {
    const say = problems(file('oe=off', 'disablearrivalcheck=no', 'sareftrack=no', 'sha2_truncbug=yes', 'ike_frag=yes'))
    expect(say).toEqual([expect.stringContaining(': "oe", "disablearrivalcheck", "sareftrack", "sha2_truncbug", ....')])
  })

  it('begins with IKEv1, answers both versions, and has the group of 1024 bits', () => {
    const older = first(file('oe=off', 'ike=3des-sha1-modp1024'))
    expect(older).toMatchObject({ initiates: { origin: 'default', value: 1 }, accepts: [1, 2] })
    expect(older?.proposals.value).toMatchObject([{ ke: ['MODP_1024'] }])
    expect(first(file('oe=off', 'ikev2=no'))?.accepts).toEqual([1])
    expect(first(file('oe=off', 'ikev2=insist'))).toMatchObject({ initiates: { value: 2 }, accepts: [2] })
  })

  it('is none where a word of version 4 stands in it, which is then refused as a whole', () => {
    expect(problems(file('ikev1-policy=accept\n\toe=off')).join()).toContain('"config setup" has no key "oe"')
  })
})

describe('what Libreswan refuses', () => {
  it.each([
    ['a key that it does not know', conn('foo=bar'), 'a conn has no key "foo"'],
    ['a value that is none of its words', conn('auto=soon'), '"soon" in "auto" is not one of'],
    ['a second word behind the equals sign', conn('leftid=a b'), 'has a second word, "b"'],
    ['a key that is not indented', `${conn()}\nauthby=secret\n`, 'not indented'],
  ])('as a whole file: %s', (_, text, say) => {
    const reading = readText(libreswanConf, text)
    expect(reading.problems.map((problem) => problem.say).join()).toContain(say)
    expect(onlyEnd(reading)?.ike).toMatchObject({ connections: [], notLoaded: [{ name: 'net' }] })
  })

  it.each([
    ["a proposal with strongSwan's exclamation mark", conn('ike=aes256-sha2-modp2048!'), '"modp2048!"'],
    ['a group that it no longer supports', conn('ike=aes256-sha1-modp1024'), '"modp1024"'],
    ['a way to authenticate that it does not know', conn('authby=psk'), '"psk" in "authby"'],
    ['a method for one side alone, which is the left one without a word', conn('auth=secret'), 'both must be set'],
    [
      'no side that is its own',
      conn().replace('left=192.0.2.1', 'left=%any').replace('right=192.0.2.2', 'right=%any'),
      'Both sides',
    ],
    ['a key beside no authentication', conn('leftauth=null', 'rightauth=secret'), 'do not go together'],
    ['groups that differ', conn('esp=aes256-sha2-modp2048,aes128-sha1-dh19'), 'the same Diffie-Hellman group'],
    [
      'a list of networks of another family',
      conn('leftsubnets={fd00::/64 fd01::/64}', 'rightsubnet=10.2.0.0/16'),
      'another family',
    ],
    ['a key that comes twice', conn('pfs=no', 'pfs=yes'), '"pfs" stands twice'],
    ['a section that is not there', conn('also=elsewhere'), 'There is no "conn elsewhere"'],
  ])('as one connection: %s', (_, text, say) => {
    expect(problems(text).join()).toContain(say)
    expect(onlyEnd(readText(libreswanConf, text))?.ike?.notLoaded).toHaveLength(1)
  })

  it('is no key that comes twice with the same meaning', () => {
    expect(first(conn('ikev2=yes', 'ikev2=propose'))?.initiates.value).toBe(2)
    expect(first(conn('ikev2=no', 'ikev2=never'))?.initiates.value).toBe(1)
    expect(first(conn('pfs=no', 'pfs=off'))).toBeDefined()
    expect(first(conn('ikev2=insist', 'ikev2=yes'))).toBeUndefined()
    expect(first(conn('ikev2=permit'))?.initiates.value).toBe(1)
  })

  it('is not the file below which people write a word of thanks, which is not understood', () => {
    const file = conn('ikev2=insist')
    const { problems, roles } = readText(libreswanConf, `${file}\n\nRegards,\nJohn | Network team\n`)
    expect(problems).toEqual([])
    const end = file.split('\n').length
    expect([1, 2, 3].map((line) => roles.get(end + line))).toEqual(['irrelevant', undefined, undefined])
    // Also with the daemon's words quoted behind it.
    const quoted = '182 "site" #16: STATE_PARENT_I2: sent v2I2 {auth=IKEv2 cipher=AES_CBC_256}'
    expect(readText(libreswanConf, `${file}\n\nI get the error below\n\n${quoted}\n`).problems).toEqual([])
    // Between two conns it is a part of the file, if it is no paragraph.
    expect(readText(libreswanConf, `${file}\nRegards,\n${file}`).problems).not.toEqual([])
    expect(readText(libreswanConf, `${file}\n\nand for the branch:\n\n${file}`).problems).toEqual([])
    // Whatever stands behind the prompt.
    const prompted = `${file}\n\nThis is what I get\n\nroot@gw-a:~# ipsec auto --up net\n002 "net" #1: initiating`
    expect(readText(libreswanConf, prompted).problems).toEqual([])
    expect(readText(libreswanConf, `${file}\n\nAfter restart:\n# ipsec eroute\n0 10.1.0.0/24\n`).problems).toEqual([])
  })

  it.each(['---', '=====', '-----------'])('is not the file in which people draw a rule: %s', (rule) => {
    expect(problems(`config setup\n\n${rule}\n${conn('ikev2=insist')}\n${rule}`)).toEqual([])
  })

  it('is as a whole file a word of swanctl.conf, which makes it none', () => {
    expect(anchorsOf(swanctlConf, conn('esp_proposals=aes128'))).toEqual([])
    expect(problems(conn('esp_proposals=aes128')).join()).toContain('has no key "esp_proposals"')
  })

  it('is IKEv1 unless the daemon accepts it', () => {
    const version1 = conn('ikev2=no')
    expect(problems(`config setup\n\tlogtime=yes\n${version1}`).join()).toContain('ikev1-policy=accept')
    expect(problems(`config setup\n\tikev1-policy=accept\n${version1}`)).toEqual([])
  })
})

describe('a conn of IKEv1 without the rest of the file', () => {
  const [end] = readText(libreswanConf, conn('ikev2=no', 'authby=secret')).endpoints

  it('may be accepted by the daemon or not: it is answered, and the missing part is asked for', () => {
    expect(end?.ike?.daemon.acceptsVersion1).toBeUndefined()
    expect(end?.missing?.map(({ topic }) => topic)).toEqual(['"config setup", which must have ikev1-policy=accept'])
  })

  it('lacks nothing once "config setup" stands beside it', () => {
    const whole = `config setup\n\tikev1-policy=accept\n\n${conn('ikev2=no', 'authby=secret')}`
    expect(readText(libreswanConf, whole).endpoints[0]?.missing).toBeUndefined()
  })
})

describe('a list with a network of another family', () => {
  it.each([
    ['leftsubnets={10.1.0.0/16 fd00::/64}', 'rightsubnet=10.2.0.0/16', ['net/1x0']],
    ['leftsubnets={10.1.0.0/24 fd00::/64 10.3.0.0/24}', 'rightsubnets={10.2.0.0/24}', ['net/1x1']],
    ['leftsubnets={10.1.0.0/24 fd00::/64}', 'rightsubnets={10.2.0.0/24 fd01::/64}', ['net/1x1']],
    ['leftsubnets={fd00::/64 10.1.0.0/24}', 'rightsubnet=10.2.0.0/24', undefined],
    ['leftsubnets={10.1.0.0/24 10.3.0.0/24}', 'rightsubnets={fd00::/64 10.2.0.0/24}', undefined],
  ])('is loaded up to the first pair that has it: %s, %s', (left, right, children) => {
    const text = conn(left, right)
    expect(connectionInWords(first(text))?.children.map(({ name }) => name)).toEqual(children)
    expect(problems(text).join()).toContain('another family')
  })
})

describe('a list with a network that a list does not take', () => {
  const v6 = ['leftsubnets={2001:db8:1::/64 2001:db8:2::a8/64}', 'rightsubnet=2001:db8:3::/64']
  it.each([
    [
      'no network',
      ['leftsubnets={10.1.0.0/24 10.3.0.0/44 10.5.0.0/24}', 'rightsubnet=10.2.0.0/24'],
      ['net/1x0'],
      '/44',
    ],
    ['an address', ['leftsubnets={10.1.0.0/24 10.3.0.5}', 'rightsubnet=10.2.0.0/24'], ['net/1x0'], '10.3.0.5'],
    ['bits in IPv6', ['left=2001:db8::1', 'right=2001:db8::2', ...v6], ['net/1x0'], 'it takes 2001:db8:2::/64'],
  ])('is loaded up to it: %s', (_, keys, children, say) => {
    const text = `conn net\n${keys.some((key) => key.startsWith('left=')) ? '' : '\tleft=192.0.2.1\n\tright=192.0.2.2\n'}${keys.map((key) => `\t${key}\n`).join('')}`
    expect(connectionInWords(first(text))?.children.map(({ name }) => name)).toEqual(children)
    expect(problems(text).join()).toContain(say)
    expect(problems(text).join()).toContain('loads those before it alone')
  })

  it.each([
    ['leftsubnets={10.1.0.0/24 10.3.0.9/24}', ['net/1x0', 'net/2x0']],
    ['leftsubnets={10.1.0.0/24 10.3.0.5/32}', ['net/1x0', 'net/2x0']],
  ])('is none with %s', (left, children) => {
    const text = conn(left, 'rightsubnet=10.2.0.0/24')
    expect(connectionInWords(first(text))?.children.map(({ name }) => name)).toEqual(children)
    expect(problems(text)).toEqual([])
  })
})

describe('a paste that shows all of ipsec.conf', () => {
  const remark = '# /etc/ipsec.conf - Libreswan IPsec configuration file\n'
  it.each([
    ['root@gw-a:~# cat /etc/ipsec.conf\n', 1],
    ['[root@gw-a ~]# cat /etc/ipsec.conf /etc/ipsec.secrets\n', 1],
    [remark, 1],
    ['', 0],
    ['root@gw-a:~# cat /etc/ipsec.d/branch.conf\n', 0],
    ['root@gw-a:~# grep -A9 net /etc/ipsec.conf\n', 0],
    ['root@gw-a:~# cat /etc/ipsec.conf | tail\n', 0],
    [`${remark}include /etc/ipsec.d/*.conf\n`, 0],
  ])('has the defaults where it sets nothing: %j', (above, refused) => {
    const ike = onlyEnd(readText(libreswanConf, `${above}${conn('auto=add\n\tikev2=no')}`))?.ike
    expect(ike?.notLoaded).toHaveLength(refused)
  })

  it.each(['ikev2=insist', 'auto=ignore'])(
    'tells that the start loads nothing of a connection with %s alone',
    (key) => {
      const reading = readText(libreswanConf, `${remark}${conn(key)}`)
      expect(onlyEnd(reading)?.ike?.notLoaded).toEqual([])
      expect(reading.problems.map(({ kind, say }) => [kind, say.includes('taken to be loaded by hand')])).toEqual([
        ['unsupported', true],
      ])
    },
  )

  it('is refused by hand where the start leaves out what is wrong', () => {
    const wrong = ['leftsubnet=10.1.0.0/33', 'rightsubnet=10.2.0.0/24']
    const refused = (...keys: string[]) =>
      onlyEnd(readText(libreswanConf, `${remark}${conn(...keys)}`))?.ike?.notLoaded.length
    expect(refused('auto=add', ...wrong)).toBe(0)
    expect(refused(...wrong)).toBe(1)
  })

  it('is loaded at the start by its "auto", also one that it inherits', () => {
    const text = `${remark}conn %default\n\tauto=ondemand\n${conn()}`
    expect(readText(libreswanConf, text).problems).toEqual([])
  })
})

describe('values as Libreswan reads them', () => {
  it.each([
    ['leftsubnet=0/0', '0.0.0.0/0'],
    ['leftsubnet=10/8', '10.0.0.0/8'],
    ['leftsubnet=10.1.0.0/255.255.0.0', '10.1.0.0/16'],
    ['leftsubnet=10.1.0.7/24', '10.1.0.0/24'],
  ])('%s', (key, network) => {
    expect(connectionInWords(first(conn(key)))?.children[0]?.local).toEqual([`${network} any any`])
  })

  it.each([
    ['esp=aes-128-sha1', 'esp: AES_CBC_128/HMAC_SHA1_96'],
    ['esp=aes_gcm_c-256-null', 'esp: AES_GCM_16_256'],
    ['esp=aes256-sha2;modp2048', 'esp: AES_CBC_256/HMAC_SHA2_256_128/MODP_2048'],
    ['esp=chacha20_poly1305', 'esp: CHACHA20_POLY1305'],
    ['esp=null-md5', 'esp: NULL/HMAC_MD5_96'],
    ['esp=aes', 'esp: AES_CBC_128/AES_CBC_256/HMAC_SHA2_512_256/HMAC_SHA2_256_128'],
  ])('%s', (key, proposal) => {
    expect(connectionInWords(first(conn(key)))?.children[0]?.proposals).toEqual([`${proposal}/EXT_SEQ/NO_EXT_SEQ`])
  })

  it('leaves the group of a child out where there is no perfect forward secrecy', () => {
    expect(
      connectionInWords(first(conn('pfs=no', 'esp=aes256-sha2;modp2048', 'esn=no')))?.children[0]?.proposals,
    ).toEqual(['esp: AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ'])
  })

  it('has a proposal for each hash and group in IKEv1', () => {
    const proposals = connectionInWords(first(conn('ikev2=no', 'ike=aes256')))?.proposals
    expect(proposals).toHaveLength(6)
    expect(proposals?.[0]).toBe('ike: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048')
    expect(proposals?.[5]).toBe('ike: AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1536')
  })

  it.each([
    ['leftid=@gw.example.net', 'fqdn gw.example.net'],
    ['leftid=user@example.net', 'email user@example.net'],
    ['leftid="C=CH, CN=gw"', 'dn c=ch, cn=gw'],
    ['leftid="C=CH/CN=gw"', 'dn c=ch, cn=gw'],
    ['leftid=@[a group]', ''],
    ['leftid="@[a group]"', 'keyid a group'],
    ['leftid=@#616263', 'keyid abc'],
    ['leftid=192.0.2.9', 'address 192.0.2.9'],
    ['leftid=%fromcert', 'certificate %fromcert'],
  ])('%s', (key, identity) => {
    const shown = connectionInWords(first(conn(key)))?.local
    expect(shown).toEqual(identity === '' ? undefined : [`pubkey ${identity}`])
  })

  it('takes a name without "@" for one of the DNS, and says so', () => {
    expect(problems(conn('leftid=gw.example.net')).join()).toContain('looks it up in the DNS')
    expect(connectionInWords(first(conn('leftid=gw.example.net')))?.local).toEqual(['pubkey address 192.0.2.1'])
  })

  it.each([
    ['leftprotoport=17/1701', 'udp 1701'],
    ['leftprotoport=tcp/%any', 'tcp any'],
    ['leftprotoport=tcp/ssh', 'tcp 22'],
    ['leftprotoport=udp', 'udp any'],
  ])('%s', (key, service) => {
    expect(connectionInWords(first(conn(key)))?.children[0]?.local).toEqual([`dynamic ${service}`])
  })

  it('refuses a number without a slash', () => {
    expect(first(conn('leftprotoport=17'))).toBeUndefined()
  })

  it.each(['leftprotoport=%any/80', 'leftprotoport=tcp/1-5', 'leftprotoport=300/1', 'leftsubnet=10.1.0.0'])(
    'is loaded at the start without %s, and says so',
    (key) => {
      expect(problems(conn(key)).join()).toContain('At its start')
      expect(connectionInWords(first(conn(key)))?.children[0]?.local).toEqual(['dynamic any any'])
    },
  )

  it('takes the same value twice', () => {
    expect(first(conn('pfs=no', 'pfs=no'))?.children[0]?.pfs.value).toBe('as proposed')
  })

  it('takes a list in leftsubnet only of a version after 4.10', () => {
    const list = 'leftsubnet=10.1.0.0/24,10.3.0.0/24'
    expect(problems(conn(list)).join()).toContain('refuses the network')
    expect(connectionInWords(first(conn(list, 'connalias=other')))?.children[0]?.local).toHaveLength(2)
  })
})

describe('a key that names no side', () => {
  it('is the right one, as measured', () => {
    const read = first(conn('id=@b', 'subnet=10.2.0.0/24', 'protoport=tcp/22', 'leftsubnet=10.1.0.0/24'))
    expect(read && connectionInWords(read)).toMatchObject({
      local: ['pubkey address 192.0.2.1'],
      remote: ['pubkey fqdn b'],
      children: [{ local: ['10.1.0.0/24 any any'], remote: ['10.2.0.0/24 tcp 22'] }],
    })
  })
})

describe('a pool of addresses', () => {
  it('makes the side that it is for ask, and the other give from it', () => {
    expect(first(conn('leftaddresspool=10.9.0.1-10.9.0.9'))).toMatchObject({
      virtualAddresses: ['0.0.0.0'],
      pools: ['10.9.0.1-10.9.0.9'],
    })
    expect(first(conn('rightaddresspool=10.9.0.1-10.9.0.9'))).toMatchObject({ virtualAddresses: [] })
  })
})

describe('a connection for a group', () => {
  it.each(['%group', '%opportunistic', '%opportunisticgroup'])(
    'is left open, since its peers stand elsewhere: %s',
    (right) => {
      const reading = readText(libreswanConf, conn().replace('right=192.0.2.2', `right=${right}`))
      expect(connectionsOf(reading)).toEqual([])
      expect(onlyEnd(reading)?.missing).toMatchObject([{ command: '`cat /etc/ipsec.d/policies/net`' }])
    },
  )
})

describe('connections that pluto does not add though each value is good', () => {
  it.each([
    [['leftauth=secret'], 'both must be set or neither'],
    [['auth=secret', 'rightauth=secret'], 'both must be set or neither'],
    [['rightid=@b', 'id=@c'], '"rightid" stands twice'],
    [['addresspool=10.9.0.1-10.9.0.9', 'leftaddresspool=10.8.0.1-10.8.0.9'], 'Both sides have a pool'],
    [['ikev2=no', 'leftauth=secret', 'rightauth=secret'], 'IKEv1 takes no "leftauth"'],
    [['ikev2=no', 'authby=secret,rsasig'], 'IKEv1 takes no "authby=secret,rsasig"'],
    [['ikev2=no', 'authby=null'], 'IKEv1 takes no "authby=null"'],
    [['ikev2=no', 'narrowing=yes'], 'IKEv1 cannot narrow'],
    [['type=passthrough'], 'authenticates nobody'],
    [['authby=never'], 'Nothing can be negotiated'],
    [['esp=aes', 'ah=sha1'], 'stand in one connection'],
    [['leftsubnets={10.1.0.0/24 10.3.0.0/24}'], 'the other side, which names none'],
    [['leftsubnet=10.1.0.0/24', 'rightsubnet=2001:db8:2::/48'], 'of two families'],
    [['leftsubnet=2001:db8:1::/48'], 'of two families'],
    [['leftid=%fromcert', 'authby=secret'], 'only come from a certificate'],
    [['esp=aes128-sha1-modp2048,aes256'], 'all or none of the proposals'],
    [['authby=secret', 'leftauth=rsasig', 'rightauth=secret'], '"leftauth=rsasig" needs a kind of signature'],
    [['authby=secret', 'leftauth=secret', 'rightauth=rsasig'], '"rightauth=rsasig" needs a kind of signature'],
    [['authby=rsasig', 'leftauth=ecdsa', 'rightauth=secret'], 'that "authby=rsasig" does not have'],
    [['authby=ecdsa', 'leftauth=rsasig', 'rightauth=ecdsa'], 'that "authby=ecdsa" does not have'],
  ])('%j', (keys, say) => {
    expect(problems(conn(...keys)).join()).toContain(say)
    expect(first(conn(...keys))).toBeUndefined()
  })

  it.each([
    [['leftsubnet=2001:db8:1::/48', 'rightsubnet=2001:db8:2::/48']],
    [['type=passthrough', 'authby=never']],
    [['leftauth=secret', 'rightauth=secret']],
    [['authby=rsa-sha2', 'leftauth=rsasig', 'rightauth=secret']],
    [['authby=null', 'leftauth=secret', 'rightauth=secret']],
    [['authby=ecdsa', 'leftauth=ecdsa', 'rightauth=secret']],
    [['leftauth=rsasig', 'rightauth=ecdsa']],
    [['esp=aes128-sha1-modp2048,aes256-sha1', 'pfs=no']],
  ])('but %j', (keys) => {
    expect(first(conn(...keys))).toBeDefined()
  })
})

describe('what a value stands for', () => {
  it.each([
    ['salifetime=0', 86_400, 85_320],
    ['salifetime=30h', 86_400, 85_320],
    ['salifetime=3z', 28_800, 27_720],
    ['salifetime=10m', 600, 0],
  ])('%s', (key, end, from) => {
    expect(first(conn(key))?.children[0]?.lifetime).toMatchObject({ end, rekey: { from } })
  })

  it('is the shown method and those that are taken of the peer', () => {
    const several = first(conn('authby=secret,rsasig'))
    expect([several?.local[0]?.method.value, several?.remote[0]?.method.value]).toEqual(['pubkey', 'pubkey'])
    expect(first(conn('authby=null,secret'))?.remote[0]?.method.value).toBe('psk')
    // The key beside it is no way to sign.
    expect(several?.local[0]?.signatures).toEqual(first(conn('authby=rsasig'))?.local[0]?.signatures)
  })

  it('is the own network of leftsourceip where no other is named', () => {
    expect(connectionInWords(first(conn('leftsourceip=10.1.0.1')))?.children[0]?.local).toEqual(['10.1.0.1 any any'])
  })

  it('is no long sequence numbers without a window against replays', () => {
    const proposals = connectionInWords(first(conn('esp=aes_gcm256', 'esn=yes', 'replay-window=0')))?.children[0]
      ?.proposals
    expect(proposals).toEqual(['esp: AES_GCM_16_256/NO_EXT_SEQ'])
  })
})

describe('what is there for others to include', () => {
  const base = 'conn base\n\tleft=192.0.2.1\n\tright=192.0.2.2\n'
  const names = (text: string) => connectionsOf(readText(libreswanConf, text)).map(({ name }) => name)

  it('is no connection of its own without a word that loads it', () => {
    expect(names(`${base}conn net\n\talso=base\n\tikev2=insist\n`)).toEqual(['net'])
    expect(names(`${base}conn net\n\talso=base\n\tauto=start\n`)).toEqual(['net'])
  })

  it('is one where it is loaded, or where nothing includes it', () => {
    expect(names(`${base}\tauto=add\nconn net\n\talso=base\n\tikev2=insist\n`)).toEqual(['base', 'net'])
    expect(names(base)).toEqual(['base'])
  })
})

describe('NULL encryption of the IKE SA', () => {
  it('is refused by 4.10, and taken by a later version in IKEv2', () => {
    expect(problems(conn('ikev2=insist', 'ike=null')).join()).toContain('is not an encryption algorithm')
    const [proposal] = first(conn('keyexchange=ikev2', 'ike=null'))?.proposals.value ?? []
    expect(proposal).toMatchObject({ encryption: ['NULL'], integrity: ['HMAC_SHA2_512_256', 'HMAC_SHA2_256_128'] })
  })

  it('is no algorithm of IKEv1', () => {
    const text = `config setup\n\tikev1-policy=accept\n${conn('keyexchange=ikev1', 'ike=null')}`
    expect(problems(text).join()).toContain('is not an encryption algorithm')
  })
})

describe('how signatures may be made', () => {
  it.each([
    ['rsa-sha1', ['RSA SHA1']],
    ['rsa-sha2', ['RSA SHA2_256', 'RSA SHA2_384', 'RSA SHA2_512']],
    ['rsa-sha2_512', ['RSA SHA2_512']],
    ['rsasig', ['RSA SHA2_256', 'RSA SHA2_384', 'RSA SHA2_512', 'RSA SHA1']],
    ['ecdsa', ['ECDSA SHA2_256', 'ECDSA SHA2_384', 'ECDSA SHA2_512']],
    ['ecdsa-sha2_384,rsa-sha2_512', ['ECDSA SHA2_384', 'RSA SHA2_512']],
    ['secret', undefined],
    ['secret,rsa-sha1', ['RSA SHA1']],
  ])('%s', (authby, signatures) => {
    const connection = first(conn('ikev2=insist', `authby=${authby}`))
    expect(connection?.local[0]?.signatures).toEqual(signatures)
    expect(connection?.remote[0]?.signatures).toEqual(signatures)
  })

  it('is not said without authby, nor where an end has a method of its own', () => {
    expect(first(conn('ikev2=insist'))?.local[0]?.signatures).toBeUndefined()
    const own = first(conn('ikev2=insist', 'authby=rsa-sha1', 'leftauth=rsasig', 'rightauth=rsasig'))
    expect(own?.local[0]?.signatures).toBeUndefined()
    expect(own?.remote[0]?.signatures).toBeUndefined()
  })
})

describe('lists of networks that make more pairs than anybody has', () => {
  const list = (net: number, many: number) => Array.from({ length: many }, (_, at) => `10.${net}.${at}.0/24`).join(' ')
  const lists = (many: number) => conn(`leftsubnets={${list(1, many)}}`, `rightsubnets={${list(2, many)}}`)

  it('are told, and are a part that is not known', () => {
    const end = onlyEnd(
      readText(libreswanConf, `${lists(129)}\n\n${conn('auto=add').replace('conn net', 'conn other')}`),
    )
    expect(problems(lists(129))[0]).toContain('16641 pairs of networks')
    expect(end?.missing?.map(({ topic }) => topic)).toEqual(['pairs of the long lists in "net"'])
    expect(end?.ike?.connections.map(({ name }) => name)).toEqual(['other'])
  })

  it('are made where there is room for them', () => {
    expect(first(lists(128))?.children).toHaveLength(16_384)
    const single = conn('leftsubnet=10.1.0.0/24', `rightsubnets={${list(2, 200)}}`)
    expect(first(single)?.children).toHaveLength(200)
  })
})
