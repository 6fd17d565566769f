import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { strongswanConf } from '../../../../src/core/vendors/strongswan/strongswan-conf/strongswan-conf.ts'
import { swanctlConf } from '../../../../src/core/vendors/strongswan/swanctl/swanctl-conf.ts'
import { anchorsOf, connectionInWords, connectionsOf, linesWith, onlyEnd, readText } from './read-settings.ts'

const folder = new URL('../../../fixtures/strongswan/swanctl/', import.meta.url)
const branch = readFileSync(new URL('branch.conf', folder), 'utf8')
const every = readFileSync(new URL('every-setting.conf', folder), 'utf8')

function read(text: string) {
  return readText(swanctlConf, text)
}

/** One connection `a` with these lines in it. */
function connection(...lines: readonly string[]): string {
  return ['connections {', 'a {', ...lines, '}', '}'].join('\n')
}

function child(...lines: readonly string[]): string {
  return connection('children {', 'n {', ...lines, '}', '}')
}

function onlyConnection(text: string) {
  return connectionInWords(connectionsOf(read(text))[0])
}

function onlyChild(text: string) {
  return onlyConnection(text)?.children[0]
}

/** The prompt as pfSense prints it. */
const PFSENSE = '[2.7.2-RELEASE][admin@fw.example]/root: '

describe('a whole swanctl.conf', () => {
  const reading = read(branch)

  it('gives a connection with what it inherits', () => {
    expect(connectionInWords(connectionsOf(reading)[0])).toMatchObject({
      name: 'main',
      version: [2, [2]],
      exchange: 'main',
      addresses: [['203.0.113.7'], ['198.51.100.9', '198.51.100.0/28']],
      local: ['psk fqdn gw-branch.example.net'],
      remote: ['psk fqdn gw-main.example.net'],
      vips: [],
      pools: [],
      lifetime: { rekey: { from: 6900, to: 7200 }, end: 7800 },
    })
  })

  it('gives its proposals, with the default where the word stands', () => {
    const proposals = onlyEnd(reading)?.ike?.connections[0]?.proposals.value ?? []
    expect(proposals).toHaveLength(3)
    expect(proposals[0]).toEqual({
      protocol: 'ike',
      encryption: ['AES_CBC_256'],
      integrity: ['HMAC_SHA2_256_128'],
      prf: ['PRF_HMAC_SHA2_256'],
      ke: ['MODP_2048'],
      esn: [],
    })
  })

  it('gives its children', () => {
    const inherited = ['esp: AES_GCM_16_256/ECP_256/NO_EXT_SEQ']
    expect(connectionInWords(connectionsOf(reading)[0])?.children).toEqual([
      {
        name: 'lan',
        local: ['10.2.0.0/24 any any', '10.2.9.1 any any'],
        remote: ['10.1.0.0/16 tcp 443', '2001:db8:1::/48 any any'],
        proposals: inherited,
        mode: 'tunnel',
        compression: false,
        waits: false,
        lifetime: { rekey: { from: 900, to: 1800 }, end: 2700 },
      },
      {
        name: 'voice',
        local: ['dynamic any any'],
        remote: ['dynamic any any'],
        proposals: inherited,
        mode: 'transport',
        compression: true,
        waits: true,
        lifetime: { rekey: { from: 1620, to: 1800 }, end: 1980 },
      },
    ])
  })

  it('gives rounds, virtual addresses and pools of version 1', () => {
    expect(connectionInWords(connectionsOf(reading)[1])).toMatchObject({
      name: 'old',
      version: [1, [1]],
      exchange: 'aggressive',
      addresses: [[], []],
      local: ['psk -', 'xauth -'],
      remote: ['pubkey dn c=ch, o=example, cn=gw'],
      vips: ['0.0.0.0', '::'],
      pools: ['10.3.0.0/24'],
      lifetime: { rekey: { from: 9720, to: 10_800 }, end: 11_880 },
      children: [],
    })
  })

  it('gives its keys by their marks, with their owners', () => {
    const keys = onlyEnd(reading)?.ike?.keys ?? []
    expect(keys.map(({ mark, owners }) => [mark, owners.map(({ text }) => text)])).toEqual([
      ['‹secret 1›', ['gw-branch.example.net', 'gw-main.example.net']],
      ['‹secret 3›', []],
    ])
  })

  it('gives the end with the addresses that stand alone', () => {
    const end = onlyEnd(reading)
    expect(end?.vendor.id).toBe('strongswan')
    expect(end?.addresses.map(({ value }) => formatHost(value))).toEqual(['203.0.113.7'])
    expect(end?.peers).toEqual([])
    expect(end?.ike?.notLoaded).toEqual([])
  })

  it('accounts for each line', () => {
    expect(linesWith('unrecognised', branch, reading)).toEqual([])
    expect(linesWith('unsupported', branch, reading)).toEqual([branch.split('\n').indexOf('include conf.d/*.conf') + 1])
    const irrelevant = linesWith('irrelevant', branch, reading).map((line) => branch.split('\n')[line - 1]?.trim())
    expect(irrelevant).toContain('dpd_delay = 30s')
    expect(irrelevant).toContain('crl_uris = http://crl.example.net/ca.crl')
    expect(irrelevant).not.toContain('rekey_time = 2h')
  })

  it('says that what it includes is not there', () => {
    expect(reading.problems.map(({ kind, say }) => [kind, say])).toEqual([
      ['unsupported', 'The settings that "include conf.d/*.conf" adds are not in the paste.'],
    ])
  })
})

describe('an include within a connection', () => {
  const reading = read(
    'connections {\n  a {\n    include base.conf\n    remote_addrs = 192.0.2.2\n  }\n  b : connections.a {\n  }\n  c {\n    children {\n      n {\n        include child.conf\n      }\n    }\n  }\n  d {\n    remote_addrs = 192.0.2.4\n  }\n}\n',
  )

  it('leaves the connections out that it is a part of, since nothing is known of what it sets', () => {
    expect(connectionsOf(reading).map(({ name }) => name)).toEqual(['d'])
  })

  it('asks for the text itself', () => {
    expect(reading.problems.map(({ span, instead }) => [span.line, instead])).toEqual([
      [3, 'Write what stands in base.conf in the place of the line; what it is a part of is left out until then.'],
      [11, 'Write what stands in child.conf in the place of the line; what it is a part of is left out until then.'],
    ])
  })
})

describe('every setting of the manual', () => {
  const reading = read(every)

  it('is known', () => {
    expect(linesWith('unrecognised', every, reading)).toEqual([])
    expect(linesWith('unsupported', every, reading)).toEqual([])
    expect(reading.problems).toEqual([])
    expect(connectionsOf(reading)).toHaveLength(1)
  })
})

describe('defaults', () => {
  it('are those of the manual', () => {
    expect(onlyConnection('connections { a { children { n { } } } }')).toMatchObject({
      version: [2, [1, 2]],
      exchange: 'main',
      addresses: [[], []],
      local: ['pubkey -'],
      remote: ['any -'],
      lifetime: { rekey: { from: 12_960, to: 14_400 }, end: 15_840 },
      children: [
        {
          local: ['dynamic any any'],
          remote: ['dynamic any any'],
          mode: 'tunnel',
          waits: true,
          lifetime: { rekey: { from: 3240, to: 3600 }, end: 3960 },
        },
      ],
    })
  })

  it('are marked as such', () => {
    const [only] = connectionsOf(read('connections { a { children { n { } } } }'))
    const values = [only?.initiates, only?.proposals, only?.children[0]?.local, only?.children[0]?.narrows]
    expect(values.map((setting) => setting?.origin)).toEqual(['default', 'default', 'default', 'default'])
  })
})

describe('a percent sign in front of an address', () => {
  const addressesIn = (list: string) => read(`connections { a { remote_addrs = ${list}\n children { n { } } } }`)

  it('makes it the name of a host, which counts where nothing else is written', () => {
    const [alone, beside] = [addressesIn('%192.0.2.2'), addressesIn('%192.0.2.9, 192.0.2.2')]
    expect([alone, beside].map((reading) => connectionsOf(reading)[0]?.remoteAddresses.value.map(formatHost))).toEqual([
      ['%192.0.2.2'],
      ['192.0.2.2'],
    ])
    expect(alone.problems.map(({ kind, instead }) => [kind, instead])).toEqual([
      ['invalid', 'Write 192.0.2.2, or %any for whoever comes.'],
    ])
    expect(addressesIn('%any').problems).toEqual([])
  })
})

describe('mediation', () => {
  it.each([
    ['mediation = yes', 0],
    ['mediated_by = server', 0],
    ['mediation = no', 1],
  ])('leaves a connection open: %s', (line, connections) => {
    const reading = read(`connections { a { ${line}\n children { n { } } } }`)
    expect(connectionsOf(reading)).toHaveLength(connections)
    expect(onlyEnd(reading)?.missing ?? []).toHaveLength(1 - connections)
  })
})

describe('a value', () => {
  it.each([
    ['version = 0', [2, [1, 2]]],
    ['version = 1', [1, [1]]],
    ['version = 0x2', [2, [2]]],
  ])('%s', (line, expected) => {
    expect(onlyConnection(connection(line))?.version).toEqual(expected)
  })

  it.each([
    ['local_addrs = %any', []],
    ['local_addrs = 192.0.2.1, 192.0.2.8/29', ['192.0.2.1', '192.0.2.8/29']],
    ['local_addrs = 192.0.2.1-192.0.2.9', ['192.0.2.1-192.0.2.9']],
    ['local_addrs = GW.example.net', ['gw.example.net']],
    ['local_addrs = 192.0.2.1, %any', ['192.0.2.1', '0.0.0.0/0', '::/0']],
    ['local_addrs =', []],
  ])('%s', (line, expected) => {
    expect(onlyConnection(connection(line))?.addresses[0]).toEqual(expected)
  })

  it.each([
    ['rekey_time = 1d', { rekey: { from: 77_760, to: 86_400 }, end: 95_040 }],
    ['rekey_time = 0', { rekey: undefined, end: undefined }],
    ['reauth_time = 3h', { rekey: { from: 9720, to: 10_800 }, end: 11_880, reauthenticates: true }],
    ['reauth_time = 3h\nrekey_time = 2h', { rekey: { from: 6120, to: 7200 }, end: 8280 }],
    ['rekey_time = 10\nover_time = 100', { rekey: { from: 5, to: 10 }, end: 110 }],
    ['rand_time = 0', { rekey: { from: 14_400, to: 14_400 }, end: 15_840 }],
  ])('%s of a connection', (lines, expected) => {
    expect(onlyConnection(connection(lines))?.lifetime).toEqual(expected)
  })

  it.each([
    ['rekey_time = 10m', { rekey: { from: 540, to: 600 }, end: 660 }],
    ['rekey_time = 0', { rekey: undefined, end: undefined }],
    ['rekey_time = 0\nlife_time = 1h', { rekey: undefined, end: 3600 }],
    ['life_time = 2h', { rekey: { from: 0, to: 3600 }, end: 7200 }],
    ['life_time = 30m', { rekey: { from: 3600, to: 3600 }, end: 1800 }],
    ['rand_time = 2h', { rekey: { from: 0, to: 3600 }, end: 3960 }],
  ])('%s of a child', (lines, expected) => {
    expect(onlyChild(child(lines))?.lifetime).toEqual(expected)
  })

  it.each([
    ['start_action = none', true],
    ['start_action = trap', false],
    ['start_action = start', false],
    ['start_action = none|trap', false],
  ])('%s', (line, waits) => {
    expect(onlyChild(child(line))?.waits).toBe(waits)
  })

  it('of both kinds of child proposals stands in the order of the file', () => {
    expect(onlyChild(child('ah_proposals = sha256', 'esp_proposals = aes128gcm16'))?.proposals).toEqual([
      'ah: HMAC_SHA2_256_128/NO_EXT_SEQ',
      'esp: AES_GCM_16_128/NO_EXT_SEQ',
    ])
  })

  it('"round" sorts authentication rounds', () => {
    const text = connection('local-b { auth = xauth\nround = 2\n}', 'local-a { auth = PSK\nround = 1\n}')
    expect(onlyConnection(text)?.local).toEqual(['psk -', 'xauth -'])
  })

  it.each([
    ['psk', 'psk'],
    ['pubkey-sha256', 'pubkey'],
    ['ike:pubkey-sha384', 'pubkey'],
    ['rsa-4096', 'pubkey'],
    ['eap-mschapv2', 'eap'],
    ['xauth-eap', 'xauth'],
  ])('auth = %s', (word, method) => {
    expect(onlyConnection(connection(`local { auth = ${word}\n}`))?.local).toEqual([`${method} -`])
  })

  it.each([
    ['sha256_96 = yes', /"sha256_96 = yes"/],
    ['mode = beet', /"beet" is taken as tunnel mode/],
    ['esp_proposals = aes128gcm16-x25519-ke1_mlkem768', /RFC 9370/],
    ['local_ts = 10.1.0.0/24[tcp/frobnicate]', /frobnicate/],
  ])('%s is not worked out, which is told', (line, say) => {
    const { problems } = read(child(line))
    expect(problems.map(({ kind, span }) => [kind, span.line])).toEqual([['unsupported', 5]])
    expect(problems[0]?.say).toMatch(say)
  })
})

describe('what strongSwan refuses', () => {
  it.each([
    ['an unknown proposal', connection('proposals = aes128-frob-modp2048'), 3, 'aes128-frob-modp2048'],
    ['an incomplete proposal', connection('proposals = default, aes128-sha256'), 3, 'aes128-sha256'],
    ['a proposal of a child', child('esp_proposals = aes128-frob'), 5, 'aes128-frob'],
    ['a selector', child('remote_ts = 10.1.0.0/24, 10.2.0.0/24[%any/8080]'), 5, '10.2.0.0/24[%any/8080]'],
    ['a host name as selector', child('local_ts = gw.example.net'), 5, 'gw.example.net'],
    ['a time', connection('rekey_time = 4 hours'), 3, '4 hours'],
    ['a switch', connection('aggressive = on'), 3, 'on'],
    ['a number', connection('version = ikev2'), 3, 'ikev2'],
    ['a mode', child('mode = route'), 5, 'route'],
    ['an action', child('start_action = add'), 5, 'add'],
    ['a way to authenticate', connection('local {', 'auth = secret', '}'), 4, 'secret'],
    ['a virtual address', connection('vips = %config'), 3, '%config'],
    ['a setting of ipsec.conf', connection('keyexchange = ikev2'), 3, 'ikev2'],
    ['an unknown section', connection('locals {', '}', 'foo {', '}'), 5, 'foo'],
    ['a line break in quotes', child('local_ts = "10.1.0.0/24,', '10.2.0.0/24"'), 5, '"10.1.0.0/24,'],
  ])('%s takes the connection with it', (_, text, line, quoted) => {
    const reading = read(text)
    const [refusal] = onlyEnd(reading)?.ike?.notLoaded ?? []
    expect(connectionsOf(reading)).toEqual([])
    expect(refusal?.name).toBe('a')
    expect(refusal?.say).toMatch(/ strongSwan therefore does not load the connection "a"\.$/)
    expect(reading.problems.map(({ kind, span }) => [kind, span.line])).toEqual([['invalid', line]])
    const { span } = reading.problems[0] ?? { span: { column: 0, length: 0 } }
    expect(text.split('\n')[line - 1]?.slice(span.column - 1, span.column - 1 + span.length)).toContain(
      quoted.replaceAll('"', ''),
    )
  })

  it('leaves the other connections alone', () => {
    const reading = read('connections {\n a { version = x\n }\n b { version = 2\n }\n}')
    expect(connectionsOf(reading).map(({ name }) => name)).toEqual(['b'])
  })

  it('is told once for a template, and counts for each connection', () => {
    const reading = read('connections {\n a : t { }\n b : t { }\n}\nt { frob = 1\n}')
    expect(onlyEnd(reading)?.ike?.notLoaded.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(linesWith('unrecognised', 'connections {\n a : t { }\n b : t { }\n}\nt { frob = 1\n}', reading)).toEqual([5])
  })

  it('is nothing that merely looks odd', () => {
    const reading = read(child('local_ts = 10.1.0.0/255.255.255.0'))
    expect(connectionsOf(reading)).toHaveLength(1)
    expect(reading.problems.map(({ kind }) => kind)).toEqual(['invalid'])
  })

  it.each([
    ['a missing sign', 'connections {\n a {\n version 2\n }\n b { }\n}\n', 3],
    ['a value over two lines', 'connections {\n a {\n local_addrs = 192.0.2.1,\n 192.0.2.2\n }\n b { }\n}', 4],
    ['a closing brace too many', 'connections {\n a { }\n b { } } }\n', 3],
    ['an open quote', 'connections {\n a { }\n b {\n version = "2\n }\n}', 4],
  ])('is the whole file with %s', (_, text, line) => {
    const reading = read(text)
    const policy = onlyEnd(reading)?.ike
    expect([policy?.connections, policy?.keys]).toEqual([[], []])
    expect(policy?.notLoaded.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(policy?.notLoaded[0]?.say).toMatch(/^strongSwan loads nothing of the file, since /)
    expect(reading.problems.map(({ kind, span }) => [kind, span.line])).toContainEqual(['invalid', line])
  })
})

describe('a part of a swanctl.conf', () => {
  it('that ends in the middle is read as far as it goes', () => {
    const reading = read('connections {\n a {\n version = 2\n children {\n n {\n local_ts = 10.1.0.0/24\n')
    expect(connectionsOf(reading)).toHaveLength(1)
    expect(reading.problems.map(({ kind, say }) => [kind, say])).toEqual([
      ['cut', 'The settings end in the middle: the section "n" is not closed.'],
    ])
  })

  it.each([
    ['a connection', 'gw-gw {\n local_addrs = 192.0.2.1\n children {\n n { }\n }\n}', 'gw-gw', []],
    [
      'the inside of one',
      ' version = 2\n remote_addrs = 192.0.2.2\n children {\n n { }\n }\n}',
      'without a name',
      ['cut'],
    ],
    ['a child', ' n {\n local_ts = 10.1.0.0/24\n remote_ts = 10.2.0.0/24\n }\n }\n}', 'without a name', ['cut']],
    ['the inside of a child', 'local_ts = 10.1.0.0/24\nremote_ts = 10.2.0.0/24\n}', 'without a name', ['cut']],
  ])('that begins at %s is known', (_, text, name, kinds) => {
    expect(anchorsOf(swanctlConf, text)).toEqual([1])
    const reading = read(text)
    expect(connectionsOf(reading).map((each) => each.name)).toEqual([name])
    expect(connectionsOf(reading)[0]?.children).toHaveLength(1)
    expect(reading.problems.map(({ kind }) => kind)).toEqual(kinds)
    expect(linesWith('unrecognised', text, reading)).toEqual([])
  })

  it('with secrets alone has its keys', () => {
    const reading = read('secrets {\n ike-b { secret = ‹secret 1› }\n}')
    expect(onlyEnd(reading)?.ike?.keys?.map(({ mark }) => mark)).toEqual(['‹secret 1›'])
  })
})

describe('secrets', () => {
  it('that are no mark cannot be compared, and go nowhere', () => {
    const reading = read('secrets {\n ike { secret = xxxx }\n ike-b { secret = ‹secret 1› ‹secret 2› }\n}')
    expect(onlyEnd(reading)?.ike?.keys?.map(({ mark }) => mark)).toEqual(['‹secret ?›', '‹secret ?›'])
  })

  it.each([
    ['of an unknown kind', 'secrets {\n psk-b { secret = ‹secret 1› }\n}', /ignores the secret "psk-b"/],
    ['without a value', 'secrets {\n ike-b { id = gw }\n}', /"ike-b" has no value/],
  ])('%s are ignored, which is told', (_, text, say) => {
    const { problems, endpoints } = read(text)
    expect(endpoints.flatMap(({ ike }) => ike?.keys ?? [])).toEqual([])
    expect(problems.map(({ kind, span }) => [kind, span.line])).toEqual([['invalid', 2]])
    expect(problems[0]?.say).toMatch(say)
  })
})

describe('the beginning of a swanctl.conf', () => {
  const FILE = 'connections {\n a { }\n}\nsecrets {\n ike { secret = ‹secret 1› }\n}\n'

  it.each([
    ['at its first section', FILE, [1]],
    ['at its remarks', `# from /etc/swanctl\n\n${FILE}`, [1]],
    ['at a template', `t {\n version = 2\n}\n${FILE}`, [1]],
    ['at a shell prompt', `root@gw-a:~# cat /etc/swanctl/swanctl.conf\n${FILE}`, [1]],
    ['at the prompt of a pfSense', `${PFSENSE}cat /var/etc/ipsec/swanctl.conf\n${FILE}`, [1]],
    ['behind prose', `Hello, this is gateway B.\nIt does not work:\n${FILE}`, [3]],
    ['behind a heading, which others read', `# gateway B\n${FILE}`, [2]],
    ['twice', `${FILE}\n# the other one\n${FILE}`, [1, 8]],
    ['with the secrets first', 'secrets {\n ike { }\n}\nconnections {\n}\n', [1]],
    ['with its brace on the next line', 'connections\n{\n a { }\n}\n', [1]],
    ['with everything on one line', 'connections { a { version = 2 } }', [1]],
    ['with a mistake in its first line', 'connections {\n a b {\n version = 2\n local {\n auth = psk\n }\n}\n}', [1]],
  ])('is found %s', (_, text, expected) => {
    expect(anchorsOf(swanctlConf, text)).toEqual(expected)
  })

  it.each([
    ['prose', 'The connections { and secrets } are lost.\nPlease help.'],
    ['another format', 'vpn {\n    ipsec {\n        site-to-site {\n        }\n    }\n}'],
    ['connections of something else', 'connections {\n  "max": 5\n}\n'],
    ['secrets of something else', 'secrets {\n  vault {\n  }\n}\n'],
    ['a strongswan.conf', 'charon {\n  retransmit_tries = 3\n}\nswanctl {\n  load = pem\n}\n'],
    ['nothing', ''],
  ])('is not found in %s', (_, text) => {
    expect(anchorsOf(swanctlConf, text)).toEqual([])
  })

  it('stands behind a strongswan.conf in one paste', () => {
    const text = `charon {\n plugins {\n }\n}\nt { version = 2\n}\n${FILE}`
    expect([anchorsOf(strongswanConf, text), anchorsOf(swanctlConf, text)]).toEqual([[1], [5]])
  })

  it('gives the end the name of the host of the prompt; a connection is named after the other end', () => {
    expect(onlyEnd(read(`root@gw-a:~# cat /etc/swanctl/swanctl.conf\n${FILE}`))?.name).toBe('gw-a')
    expect(onlyEnd(read(`${PFSENSE}cat /var/etc/ipsec/swanctl.conf\n${FILE}`))?.name).toBe('fw.example')
    expect(onlyEnd(read(FILE))?.name).toBeNull()
    expect(onlyEnd(read('connections {\n a { }\n b { }\n}'))?.name).toBeNull()
  })

  it.each(['root@gw-a:~# ip route', `${PFSENSE}ifconfig`])('ends at a prompt with another command: %s', (prompt) => {
    const { problems, roles } = read(`${FILE}${prompt}\nem0: up\n`)
    expect(problems).toEqual([])
    const line = FILE.split('\n').length
    expect([roles.get(line), roles.get(line + 1)]).toEqual(['irrelevant', undefined])
  })

  it('does not take a remark for a shell prompt', () => {
    expect(onlyConnection(connection('version = 2 # more', 'local_addrs = 192.0.2.1 # head office'))).toMatchObject({
      version: [2, [2]],
      addresses: [['192.0.2.1'], []],
    })
  })
})

describe('the pools of a connection', () => {
  const named = (pools: string) => read(`${connection('pools = x, dhcp')}\n${pools}`)

  it('are known by their addresses where the text defines them', () => {
    expect(connectionsOf(named('pools { x { addrs = 10.3.0.0/24 } }'))[0]?.pools).toEqual(['10.3.0.0/24', 'dhcp'])
  })

  it('are names where it defines none', () => {
    const reading = named('')
    expect(connectionsOf(reading)[0]?.pools).toEqual(['x', 'dhcp'])
    expect(reading.problems).toEqual([])
  })

  it('give nothing where it defines others', () => {
    const reading = named('pools { y { addrs = 10.3.0.0/24 } }')
    expect(connectionsOf(reading)[0]?.pools).toEqual(['', 'dhcp'])
    expect(reading.problems.map(({ say }) => say)).toEqual([
      '"a" gives addresses from the pool "x", which "pools" does not define.',
    ])
  })
})

// Measured with strongSwan 5.9.8: swanctl --load-all ends at the first pool or authority that is refused.
describe('what is loaded before the connections', () => {
  const SAFE = 'addrs = 10.3.0.0/24'

  it.each([
    [
      `pools { x { ${SAFE}\ndns = 1.2.3.4, 1.2.3.5\nsubnet = 10.0.0.0/8\nsplit_include = 10.2.0.0/16\n28672 = a text } }`,
    ],
    ['pools { x { addrs = 10.9.0.10 - 10.9.0.20\nnetmask = 255.255.255.0 } }'],
    ['pools { x { addrs = fd00::10-fd00::20\ndns = } }'],
    ['pools { x { addrs = 10.9.0.5/24,10.8.0.0/24 } }'],
    ['pools { x { addrs = <hidden>/24\ndns = 10.x.x.1 } }'],
    ['pools { x { include more.conf } }'],
    ['authorities { x { cacert = ca.pem\ncrl_uris = http://x.example/ } }'],
  ])('is no matter: %j', (text) => {
    expect(read(`${connection()}\n${text}`).endpoints[0]?.ike?.notLoaded).toEqual([])
  })

  it.each([
    ['pools { x { dns = 1.2.3.4 } }', 'The pool "x" has no "addrs".'],
    ['pools { x { addrs = } }', 'The pool "x" has no "addrs".'],
    ['pools { x { addrs = 10.9.0.1, 10.9.0.2 } }', 'strongSwan does not take the value of "addrs".'],
    ['pools { x { addrs = 10.9.0.20-10.9.0.10 } }', 'strongSwan does not take the value of "addrs".'],
    [`pools { x { ${SAFE}\ndns = foo } }`, 'strongSwan does not take the value of "dns".'],
    [`pools { x { ${SAFE}\nDNS = 1.2.3.4 } }`, 'strongSwan knows no setting "DNS" in this place.'],
    ['authorities { x { crl_uris = http://x.example/ } }', 'The authority "x" has no "cacert".'],
    ['authorities { x { foo = bar } }', 'strongSwan knows no setting "foo" in this place.'],
  ])('keeps them from it: %j', (text, because) => {
    const { endpoints, problems } = read(`${connection()}\n${text}\nsecrets { ike-1 { secret = ‹secret 1› } }`)
    const say = `${because} strongSwan then loads no connection (swanctl --load-all).`
    expect(endpoints[0]?.ike).toMatchObject({ connections: [], notLoaded: [{ name: 'a', say }] })
    expect(endpoints[0]?.ike?.keys).toHaveLength(1)
    expect(problems.map((problem) => problem.say)).toEqual([say])
  })
})

describe('the ports of a connection', () => {
  it.each([
    [
      ['local_port = 4500', 'remote_port = 1500'],
      [4500, 1500],
    ],
    [['local_port = 0'], [undefined, undefined]],
    [['remote_port = 0x1194'], [undefined, 4500]],
  ])('%j', (settings, expected) => {
    const { own, peer } = connectionsOf(read(connection(...settings)))[0]?.ports ?? {}
    expect([own?.value, peer?.value]).toEqual(expected)
  })

  it.each([
    [[], true],
    [['mobike = no'], undefined],
    [['encap = yes', 'mobike = yes'], true],
  ])('go on at 4500 by themselves: %j', (settings, expected) => {
    expect(connectionsOf(read(connection(...settings)))[0]?.natTraversal?.floats).toBe(expected)
  })
})

describe('connections that stand by themselves, which are read as they close', () => {
  const whole = [
    '# hub',
    'connections {',
    '  # one',
    '  a { # first',
    '    version = 2',
    '    pull = no',
    '    children {',
    '      n { local_ts = "10.1.0.0/24", 10.2.0.0/24[tcp/80]',
    '        remote_ts = 10.9.0.0/33',
    '      }',
    '      in_the_wrong_place = 1',
    '    }',
    '  }',
    '',
    '  b {',
    '    remote_addrs = 192.0.2.9',
    '    version = 7',
    '  }',
    '}',
    'secrets { ike-1 { secret = "x" } }',
  ]

  it.each([
    ['a connection that ends in the line of the next brace', ['  }', '}'], ['  }', '}'].join('')],
    ['a remark behind its brace', ['  }', '}'], '  } # second\n}'],
    ['a reference to nothing', ['    version = 7', '  }'], '    version = 7\n  }\nc : d { }'],
  ])('are read as with %s', (_, written, instead) => {
    const text = whole.join('\n')
    const place = text.lastIndexOf(written.join('\n'))
    const other = `${text.slice(0, place)}${instead}${text.slice(place + written.join('\n').length)}`
    const [alone, together] = [read(text), read(other)]
    const own = connectionsOf(alone)
    expect(own.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(alone.problems.map(({ span }) => span.line)).toEqual([6, 9, 11, 17])
    expect(connectionsOf(together).slice(0, 2)).toEqual(own)
    expect(together.problems).toEqual(alone.problems)
    for (let line = 1; line <= 15; line++) expect(together.roles.get(line)).toBe(alone.roles.get(line))
  })

  it('are refused as a whole where a name comes twice with a fault', () => {
    const text = ['connections {', '  a {', '    version = 2', '  }', '  a {', '    versoin = 2', '  }', '}'].join('\n')
    expect(connectionsOf(read(text))).toEqual([])
    expect(read(text).problems.map(({ span }) => span.line)).toEqual([6])
  })

  it('go on where a name comes twice', () => {
    const text = [
      'connections {',
      '  a {',
      '    version = 1',
      '  }',
      '  a {',
      '    local_addrs = 192.0.2.1',
      '  }',
      '}',
    ].join('\n')
    expect(onlyConnection(text)).toMatchObject({ version: [1, [1]], addresses: [['192.0.2.1'], []] })
  })
})

describe('hostile text', () => {
  it.each([
    ['a million opening braces', `connections {\na {${'{'.repeat(1_000_000)}`, 0],
    ['100,000 sections in each other', `connections {\n${'a {\n'.repeat(100_000)}`, 0],
    ['100,000 frames', 'connections {\n'.repeat(100_000), 0],
    ['100,000 errors', `connections {\n${'a b\n'.repeat(100_000)}`, 0],
    [
      '20,000 connections of one template',
      `t { ${'k { } '.repeat(500)} }\nconnections {\n${Array.from({ length: 20_000 }, (_, at) => `c${at} : t { children : t { } }`).join('\n')}\n}`,
      0,
    ],
    ['a long list', child(`local_ts = ${'10.1.0.0/24, '.repeat(100_000)}`), 1],
  ])('of %s is read', (_, text, count) => {
    for (const anchor of anchorsOf(swanctlConf, text).slice(0, 1)) expect(anchor).toBe(1)
    const { endpoints, problems } = read(text)
    const connections = endpoints.flatMap((end) => end.ike?.connections ?? [])
    // What is not read is told.
    expect(count > 0 || problems.length > 0).toBe(true)
    expect(connections).toHaveLength(count)
  })
})
