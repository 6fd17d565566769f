import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { analyse } from '../../../../src/core/index.ts'
import type { ChildConfig, IkeConnection, Proposal } from '../../../../src/core/model/ike-policy.ts'
import { formatPort, formatProtocol } from '../../../../src/core/selectors/protocol.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { firewallRules } from '../../../../src/core/vendors/windows/firewall-rules/firewall-rules.ts'
import { blank } from '../../../support/blanked.ts'
import { anchorsOf, linesWith, quoted, readText } from '../isa/read-text.ts'

const LISTING = fixture('listing.txt')
const SCRIPT = fixture('script.txt')
const POWERSHELL = fixture('script.ps1.txt')

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/windows/firewall-rules/${name}`, import.meta.url), 'utf8')
}

/** As it reaches the reader, with marks in the place of keys. */
function read(text: string) {
  return readText(firewallRules, blank(text))
}

function connectionsOf(text: string): readonly IkeConnection[] {
  return read(text).endpoints[0]?.ike?.connections ?? []
}

function only(text: string): IkeConnection {
  const [connection] = connectionsOf(text)
  if (connection === undefined) throw new Error('There is no tunnel.')
  return connection
}

/** `To Branch: tunnel 10.1.0.0/24 any > 10.2.0.0/24 443 tcp` */
function childrenOf(text: string): string[] {
  return connectionsOf(text).flatMap(({ children }) => children.map(inWords))
}

function inWords({ name, mode, local, remote }: ChildConfig): string {
  const side = ({ value }: ChildConfig['local']) =>
    value
      .map(({ addresses, ports }) => `${addresses === 'dynamic' ? 'own' : formatHost(addresses)} ${formatPort(ports)}`)
      .join(',')
  const [template] = local.value
  return `${name}: ${mode.value} ${side(local)} > ${side(remote)} ${template && formatProtocol(template.protocol)}`
}

function words({ protocol, encryption, integrity, ke }: Proposal): string {
  return [protocol, ...encryption, ...integrity, ...ke].join(' ')
}

function methodsOf(text: string) {
  const { proposals, children } = only(text)
  return { main: proposals.value.map(words), quick: children[0]?.proposals.value.map(words) }
}

/** The listing with another value behind a label of the first rule. */
function withValue(label: string, value: string): string {
  return LISTING.replace(new RegExp(`^(${label}: +).*$`, 'm'), (_, front: string) => front + value)
}

/** The first rule alone. */
const FIRST = LISTING.slice(0, LISTING.indexOf('Rule Name:                            Not the'))

/** What the other end has. */
function turned(text: string): string {
  return text.replace(/203\.0\.113\.1|198\.51\.100\.7/g, (address) =>
    address === '203.0.113.1' ? '198.51.100.7' : '203.0.113.1',
  )
}

describe('rules as netsh lists them', () => {
  it('are a tunnel for each pair of the two endpoints, Endpoint1 at the own side', () => {
    expect(childrenOf(LISTING)).toEqual([
      'To Branch/1x1: tunnel 10.1.0.0/24 any > 10.2.0.0/24 any any',
      'To Branch/1x2: tunnel 10.1.0.0/24 any > 10.3.0.16/28 any any',
      'Not the printers: pass 10.1.0.200 any > 10.2.0.0/24 any any',
    ])
    const [end, ...others] = read(LISTING).endpoints
    expect(others).toEqual([])
    expect(end?.addresses.map(({ value }) => formatHost(value))).toEqual(['203.0.113.1'])
    expect(end?.peers.map(({ value }) => formatHost(value))).toEqual(['198.51.100.7'])
  })

  it('tell the methods, the groups and the lifetimes', () => {
    expect(methodsOf(LISTING)).toEqual({
      main: ['ike AES_CBC_256 HMAC_SHA2_256_128 MODP_2048', 'ike 3DES_CBC HMAC_SHA1_96 MODP_1024'],
      quick: ['esp AES_CBC_256 HMAC_SHA2_256_128 MODP_2048', 'esp AES_GCM_16_128 MODP_2048'],
    })
    const { lifetime, children, initiates, accepts } = only(LISTING)
    expect([lifetime.end, children[0]?.lifetime.end]).toEqual([28_800, 1800])
    expect([initiates.value, accepts]).toEqual([1, [1]])
  })

  it('have their key as a mark, for their peer', () => {
    const [end] = read(LISTING).endpoints
    expect(end?.ike?.keys?.map(({ mark, owners }) => [mark, owners.map(({ text }) => text)])).toEqual([
      ['‹secret 1›', ['198.51.100.7']],
    ])
  })

  it('in transport mode are told, and are no tunnel', () => {
    const told = linesWith('unsupported', LISTING, read(LISTING)).map((line) => LISTING.split('\n')[line - 1])
    expect(told).toContain('Mode:                                 Transport')
    expect(told).toContain('Auth1:                                ComputerKerb')
    expect(told).not.toContain('Mode:                                 Tunnel')
    expect(linesWith('unrecognised', LISTING, read(LISTING))).toEqual([])
    const [problem] = read(LISTING.slice(LISTING.indexOf('Rule Name:                            Servers'))).problems
    expect(problem?.say).toContain('is a rule in transport mode')
  })

  it.each([
    ['run together into one line', (text: string) => text.replace(/\s+/g, ' ')],
    ['with a blank line after each', (text: string) => text.replace(/\n/g, '\n\n')],
    ['quoted in a mail', (text: string) => text.replace(/^/gm, '> ')],
    ['without padding', (text: string) => text.replace(/ +/g, ' ')],
    ['without any blank behind the colon', (text: string) => text.replace(/: +/g, ':')],
    ['with the padding and the colon lost', (text: string) => text.replace(/^(\w+Methods): +/gm, '$1')],
    ['with a list that goes on below', (text: string) => text.replace(/,/g, ',\n          ')],
    ['with full-width colons', (text: string) => text.replace(/: /g, '：')],
    ['with Windows line breaks', (text: string) => text.replace(/\n/g, '\r\n')],
  ])('are read %s', (_, shape) => {
    expect(childrenOf(shape(FIRST))).toEqual(childrenOf(FIRST))
    expect(methodsOf(shape(FIRST))).toEqual(methodsOf(FIRST))
  })

  it.each([
    ['one address', '192.0.2.9', '192.0.2.9'],
    ['a subnet with a mask', '192.0.2.0/255.255.255.0', '192.0.2.0/24'],
    ['a range', '192.0.2.1-192.0.2.9', '192.0.2.1-192.0.2.9'],
    ['any', 'Any', '0.0.0.0/0'],
    ['IPv6', '2001:db8:2::/64', '2001:db8:2::/64'],
  ])('read %s as an endpoint', (_, written, range) => {
    const text = withValue('Endpoint2', written)
    expect(childrenOf(text)[0]).toContain(`> ${range} any any`)
  })

  it('read ports and protocols', () => {
    const text = withValue('Protocol', 'TCP').replace(/^(Port2: +)Any$/m, '$1443,8000-8010')
    expect(childrenOf(text).slice(0, 2)).toEqual([
      'To Branch/1x1: tunnel 10.1.0.0/24 any > 10.2.0.0/24 443 tcp',
      'To Branch/1x2: tunnel 10.1.0.0/24 any > 10.2.0.0/24 8000-8010 tcp',
    ])
    expect(childrenOf(withValue('Protocol', 'ICMPv4'))[0]).toMatch(/ icmp$/)
    expect(childrenOf(withValue('Protocol', '47'))[0]).toMatch(/ gre$/)
  })

  it.each([
    ['Endpoint1', 'LocalSubnet,10.1.0.0/24', 'unsupported', '"LocalSubnet" stands for addresses'],
    ['Endpoint2', '10.2.0.999', 'invalid', '999 is larger than 255'],
    ['Port1', '70000', 'invalid', '"70000" is no port'],
    ['RemoteTunnelEndpoint', '198.51.100.777', 'invalid', '777 is larger than 255'],
    ['Action', 'RequestInRequestOut', 'unsupported', 'is no action of a tunnel'],
    ['Auth1', 'ComputerKerb,ComputerNTLM', 'unsupported', 'is known to Windows alone'],
    ['QuickModeSecMethods', 'AH:SHA1+ESP:SHA1-AES128+60min', 'unsupported', 'AH around ESP'],
    ['QuickModeSecMethods', 'ESP:SHA1-RC4+60min', 'invalid', 'is no method of quick mode'],
    ['MainModeSecMethods', 'DHGroup3-AES128-SHA1', 'invalid', 'is no method of main mode'],
  ])('tell of %s: %s', (label, value, kind, say) => {
    const [problem] = read(withValue(label, value)).problems
    expect(problem?.kind).toBe(kind)
    expect(problem?.say).toContain(say)
  })

  it('leave a rule out that only Windows could authenticate, and keep the others', () => {
    expect(childrenOf(withValue('Auth1', 'ComputerKerb'))).toEqual([
      'Not the printers: pass 10.1.0.200 any > 10.2.0.0/24 any any',
    ])
    expect(only(withValue('Auth1', 'ComputerKerb,ComputerCert')).local[0]?.method.value).toBe('pubkey')
  })

  it.each([
    ['None', 'esp AES_CBC_256 HMAC_SHA2_256_128', 'as proposed'],
    ['MainMode', 'esp AES_CBC_256 HMAC_SHA2_256_128', 'ike-group'],
    ['ECDHP384', 'esp AES_CBC_256 HMAC_SHA2_256_128 ECP_384', 'as proposed'],
  ])('have perfect forward secrecy as %s says', (written, proposal, pfs) => {
    const text = withValue('QuickModePFS', written)
    expect(methodsOf(text).quick?.[0]).toBe(proposal)
    expect(only(text).children[0]?.pfs.value).toBe(pfs)
  })

  it.each([
    ['ESP:SHA1-None', 'esp NULL HMAC_SHA1_96'],
    ['ESP:AESGMAC256-None', 'esp NULL_AES_GMAC_256'],
    ['AH:MD5', 'ah HMAC_MD5_96'],
    ['ESP:SHA256-3DES+60 min+100000kb', 'esp 3DES_CBC HMAC_SHA2_256_128'],
  ])('know the method %s', (written, proposal) => {
    expect(
      methodsOf(withValue('QuickModePFS', 'None').replace(/^(QuickModeSecMethods: +).*$/m, `$1${written}`)),
    ).toMatchObject({ quick: [proposal] })
  })

  it('that answer alone never begin', () => {
    const { onlyAnswers, children } = only(withValue('Action', 'RequireInClearOut'))
    expect([onlyAnswers?.value, children[0]?.waits]).toEqual([true, true])
    expect(only(LISTING).onlyAnswers).toBeUndefined()
  })

  it('that are not enabled are held against the other end, with the command that enables them', () => {
    const [obstacle, ...others] = read(withValue('Enabled', 'No')).endpoints[0]?.obstacles ?? []
    expect(others).toEqual([])
    expect(obstacle?.kind).toBe('inactive')
    expect(obstacle?.steps.map(({ run }) => run)).toEqual([
      'netsh advfirewall consec set rule name="To Branch" new enable=yes',
    ])
  })

  it('that are not enabled beside one that is are passed over', () => {
    const old = FIRST.replace('To Branch', 'Old').replace(/^(Enabled: +)Yes/m, '$1No')
    expect(connectionsOf(`${old}\n${FIRST}`).map(({ name }) => name)).toEqual(['To Branch'])
    expect(read(`${old}\n${FIRST}`).endpoints[0]?.obstacles).toEqual([])
  })

  it('ask for methods that a part of a listing does not show, and do not take them for the defaults', () => {
    const text = FIRST.replace(/^(?:Main|Quick)Mode.*\n/gm, '')
    expect(read(text).endpoints[0]?.missing?.map(({ topic }) => topic)).toEqual([
      'quick mode methods of rule "To Branch"',
      'main mode methods of rule "To Branch"',
    ])
    expect(only(text).proposalsUntold).toBe(true)
  })

  it('tell of a text that ends within a rule, of a listing without any, and of a refusal', () => {
    const cut = `${FIRST}\nRule Name:                            Second\n-----\nEnabled: Yes\nMode: Tunnel\n`
    const [problem] = read(cut).problems.filter(({ kind }) => kind === 'cut')
    expect(problem?.say).toBe('The text ends before rule "Second" says what it protects.')
    expect(quoted(cut, problem?.span)).toBe('Second')
    const none = 'C:\\>netsh advfirewall consec show rule name=all\n\nNo rules match the specified criteria.\n'
    expect(read(none).problems[0]?.say).toContain('there is no connection security rule')
  })

  it('are two of one name where they are', () => {
    expect(connectionsOf(`${FIRST}\n${FIRST}`).map(({ name }) => name)).toEqual(['To Branch', 'to branch (2)'])
  })
})

describe('a main mode rule', () => {
  const printed = (peer: string, enabled = 'Yes') => `Rule Name:                            Main mode to branch
----------------------------------------------------------------------
Enabled:                              ${enabled}
Profiles:                             Domain,Private,Public
Endpoint1:                            Any
Endpoint2:                            ${peer}
Auth1:                                ComputerPSK
Auth1PSK:                             Example-key-1
KeyLifetime:                          60min,0sess
SecMethods:                           ECDHP384-AES256-SHA384
ForceDH:                              No
Ok.
`
  const added = (peer: string) =>
    `netsh advfirewall mainmode add rule name="Main mode to branch" mmsecmethods=ecdhp384:aes256-sha384 mmkeylifetime=60min,0sess endpoint1=any endpoint2=${peer} auth1=computerpsk auth1psk="Example-key-1"\n`
  const ITS = ['ike AES_CBC_256 HMAC_SHA2_384_192 ECP_384']

  it.each([
    ['as it is printed, for the very peer', printed('198.51.100.7/32')],
    ['as it is printed, for its network', printed('198.51.100.0/24')],
    ['as it is printed, for any', printed('Any')],
    ['in a script', added('198.51.100.7')],
  ])('has the methods for its peers: %s', (_, rule) => {
    for (const text of [`${FIRST}\n${rule}`, `${rule}\n${FIRST}`]) {
      expect(methodsOf(text).main).toEqual(ITS)
      expect(only(text).lifetime.end).toBe(3600)
      expect(connectionsOf(text)).toHaveLength(1)
    }
  })

  it.each([
    ['for another peer', printed('192.0.2.9/32')],
    ['that is not enabled', printed('Any', 'No')],
    ['in a script for another peer', added('192.0.2.9')],
  ])('leaves the others as they are: %s', (_, rule) => {
    expect(methodsOf(`${FIRST}\n${rule}`)).toEqual(methodsOf(FIRST))
  })

  it('alone tells no networks, and says so', () => {
    const alone = read(`C:\\>netsh advfirewall mainmode show rule name=all\n\n${printed('Any')}`)
    expect(alone.endpoints).toEqual([])
    expect(alone.problems.map(({ say }) => say).join()).toContain('"Main mode to branch" is of main mode')
  })

  it('is none of what is set for all rules', () => {
    const global =
      'Main Mode:\nKeyLifetime                           60min,0sess\nSecMethods                            ECDHP384-AES256-SHA384\n'
    const script = SCRIPT.replace(/^netsh advfirewall set global.*\n/gm, '')
    expect(methodsOf(`${script}\n${global}`).main).toEqual(ITS)
  })
})

describe('a script', () => {
  it('makes rules, changes them, and sets main mode for all', () => {
    expect(childrenOf(SCRIPT)).toEqual([
      'To Branch/1x1: tunnel 10.1.0.0/24 any > 10.2.0.0/24 any any',
      'To Branch/1x2: tunnel 10.1.0.0/24 any > 10.9.0.0/24 any any',
    ])
    expect(methodsOf(SCRIPT)).toEqual({
      main: ['ike AES_CBC_256 HMAC_SHA2_256_128 MODP_2048', 'ike AES_CBC_128 HMAC_SHA1_96 MODP_1024'],
      quick: ['esp AES_CBC_128 HMAC_SHA1_96'],
    })
    const { lifetime, children } = only(SCRIPT)
    expect([lifetime.end, children[0]?.pfs.value]).toEqual([3600, 'ike-group'])
    expect(linesWith('unrecognised', SCRIPT, read(SCRIPT))).toEqual([])
    expect(read(SCRIPT).problems).toEqual([])
  })

  it.each([
    ['on one line', (text: string) => text.replace(/ \^\n\s+/g, ' ')],
    ['with the prompt in front', (text: string) => text.replace(/^netsh/gm, 'C:\\Windows\\system32>netsh')],
    ['with that of PowerShell', (text: string) => text.replace(/^netsh/gm, 'PS C:\\> netsh').replace(/\^$/gm, '`')],
    ['with other capitals', (text: string) => text.replace(/(\w+)=/g, (key) => key.toUpperCase())],
    ['broken by a mail client', (text: string) => text.replace(/ \^\n\s+/g, '\n')],
    ['without quotes', (text: string) => text.replace(/"Example-key-1"/, 'Example-key-1')],
  ])('is read %s', (_, shape) => {
    expect(childrenOf(shape(SCRIPT))).toEqual(childrenOf(SCRIPT))
    expect(methodsOf(shape(SCRIPT))).toEqual(methodsOf(SCRIPT))
    expect(read(shape(SCRIPT)).endpoints[0]?.ike?.keys).toHaveLength(1)
  })

  it('has the defaults of Windows where it says nothing', () => {
    const { proposals, children } = only(
      'netsh advfirewall consec add rule name=b mode=tunnel localtunnelendpoint=203.0.113.1 remotetunnelendpoint=198.51.100.7 endpoint1=10.1.0.0/24 endpoint2=10.2.0.0/24 action=requireinrequireout auth1=computercert auth1ca="CN=Root"',
    )
    expect([proposals.origin, children[0]?.proposals.origin]).toEqual(['default', 'default'])
    expect(proposals.value.map(words)).toContain('ike AES_CBC_128 HMAC_SHA1_96 MODP_1024')
    expect(children[0]?.proposals.value.map(words)).toContain('esp AES_CBC_128 HMAC_SHA1_96')
  })

  it('asks for a rule that it changes and does not make', () => {
    const text = 'netsh advfirewall consec set rule name="VPN to Tunnel 1" new QMPFS=dhgroup2'
    expect(read(text).problems.map(({ kind, say }) => [kind, say])).toEqual([
      ['cut', 'The rule "VPN to Tunnel 1" that is changed here is not in the paste.'],
    ])
  })

  it('takes rules away again', () => {
    expect(childrenOf(`${SCRIPT}netsh advfirewall consec delete rule name="to branch"\n`)).toEqual([])
  })

  it('is of one computer with what was listed beside it', () => {
    const change = 'netsh advfirewall consec set rule name="To Branch" new endpoint2=10.7.0.0/24'
    const blocks = [LISTING, change].map((text, at) => ({
      source: `${at}.txt`,
      lines: splitLines(`${at}.txt`, blank(text)),
    }))
    const readings = firewallRules.readTogether?.(blocks)
    expect(readings?.[0]?.endpoints[0]?.ike?.connections[0]?.children.map(inWords)).toEqual([
      'To Branch: tunnel 10.1.0.0/24 any > 10.7.0.0/24 any any',
    ])
  })
})

describe('a script of PowerShell', () => {
  it('makes a rule of its sets, through variables and a table of parameters', () => {
    expect(childrenOf(POWERSHELL)).toEqual([
      'To Branch/1x1: tunnel 10.1.0.0/24 any > 10.2.0.0/24 any any',
      'To Branch/1x2: tunnel 10.1.0.0/24 any > 10.9.0.0/24 any any',
    ])
    expect(methodsOf(POWERSHELL)).toEqual({
      main: ['ike AES_CBC_256 HMAC_SHA2_256_128 MODP_2048'],
      quick: ['esp AES_CBC_256 HMAC_SHA2_256_128 MODP_2048', 'esp AES_GCM_16_128 MODP_2048'],
    })
    const { localAddresses, remoteAddresses, children } = only(POWERSHELL)
    expect([localAddresses, remoteAddresses].map(({ value }) => value.map(formatHost))).toEqual([
      ['203.0.113.1'],
      ['198.51.100.7'],
    ])
    expect(children[0]?.lifetime.end).toBe(1800)
    expect(linesWith('unrecognised', POWERSHELL, read(POWERSHELL))).toEqual([])
  })

  it.each([
    ['in a variable', POWERSHELL],
    ['in the command', POWERSHELL.replace('$psk)', '"Example-key-1")')],
    ['without quotes', POWERSHELL.replace('$psk)', 'Example-key-1)')],
  ])('has the key %s', (_, text) => {
    expect(read(text).endpoints[0]?.ike?.keys?.map(({ mark }) => mark)).toEqual(['‹secret 1›'])
  })

  it('does not know which of two keys a variable stands for', () => {
    const text = `$other = 'Example-key-2'\n${POWERSHELL}`.replace('$other', '$otherPsk')
    expect(read(text).endpoints[0]?.ike?.keys?.map(({ mark }) => mark)).toEqual(['‹secret ?›'])
  })

  it.each([
    ['with prompts', (text: string) => text.replace(/^(?=\$|New-)/gm, 'PS C:\\> ')],
    ['with dashes of a word processor', (text: string) => text.replace(/ -(?=[A-Z])/g, ' –')],
    ['without blank lines', (text: string) => text.replace(/\n\n/g, '\n')],
    [
      'with a look at what is there',
      (text: string) => text.replace('$tunnel =', 'Get-NetIPsecRule | Format-List\n$tunnel ='),
    ],
    ['with sets by their names', (text: string) => text.replace('$qmSet.Name', '"Branch quick mode"')],
    ['with the parameters on lines of their own', (text: string) => text.replace(/ -(?=Loc|Rem)/g, ' `\n  -')],
  ])('is read %s', (_, shape) => {
    expect(childrenOf(shape(POWERSHELL))).toEqual(childrenOf(POWERSHELL))
    expect(methodsOf(shape(POWERSHELL))).toEqual(methodsOf(POWERSHELL))
  })

  it.each([
    ['Set-NetIPsecRule -DisplayName "To Branch" -RemoteAddress 10.7.0.0/24', '> 10.7.0.0/24 any any'],
    [
      'Set-NetIPsecRule -DisplayName "To Branch" -RemoteAddress 10.7.0.0/24 -Protocol TCP -RemotePort 443',
      '> 10.7.0.0/24 443 tcp',
    ],
  ])('changes a rule: %s', (command, words) => {
    expect(childrenOf(`${POWERSHELL}${command}\n`)[0]).toContain(words)
  })

  it('switches a rule off, and takes it away', () => {
    const off = read(`${POWERSHELL}Disable-NetIPsecRule -DisplayName 'To Branch'\n`).endpoints[0]?.obstacles
    expect(off?.map(({ kind }) => kind)).toEqual(['inactive'])
    expect(childrenOf(`${POWERSHELL}Remove-NetIPsecRule -DisplayName 'To Branch'\n`)).toEqual([])
  })

  it.each([
    ["InboundSecurity      = 'None'", 'pass'],
    ["InboundSecurity      = 'Require'", 'tunnel'],
  ])('has the action of %s', (line, mode) => {
    const text = POWERSHELL.replace(/InboundSecurity .*/, line)
    expect(only(text).children[0]?.mode.value).toBe(mode)
  })

  it.each([
    ['-KeyModule IKEv2', 'negotiates by IKEv2 alone'],
    ['-Encapsulation AH,ESP -AHHash SHA1', 'AH around ESP'],
  ])('tells of %s', (parameter, say) => {
    const place = parameter.startsWith('-Key') ? '@tunnel' : '-Encapsulation ESP -ESPHash SHA256'
    const text = POWERSHELL.replace(
      place,
      parameter.startsWith('-Key') ? `@tunnel ${parameter}` : `${parameter} -ESPHash SHA256`,
    )
    expect(
      read(text)
        .problems.map((problem) => problem.say)
        .join(),
    ).toContain(say)
  })

  it('ends, however deep its brackets are, and whatever its variables are made of', () => {
    const nested = `$x = ${'('.repeat(5000)}\n${POWERSHELL}`
    const grown = `$y = 'a', 'b'\n${'$y = $y, $y, $y\n'.repeat(60)}${POWERSHELL}`
    const chain = `New-NetIPsecRule ${'-DisplayName New-NetIPsecRule '.repeat(5000)}\n`
    for (const text of [nested, grown, chain]) expect(read(text).endpoints.length).toBeLessThan(2)
    expect(childrenOf(grown)).toEqual(childrenOf(POWERSHELL))
  })
})

describe('two computers in one text', () => {
  it.each([
    ['listings', FIRST],
    ['scripts', SCRIPT],
  ])('are two ends: %s', (_, text) => {
    const mirrored = (written: string) =>
      turned(written).replace(/10\.1\.0\.0\/24|10\.2\.0\.0\/24(?:,\S+)?/g, (range) =>
        range.startsWith('10.1') ? '10.2.0.0/24' : '10.1.0.0/24',
      )
    const one = text.replace(/(10\.2\.0\.0\/24),\S+/g, '$1')
    const report = analyse({ pastes: [{ source: 'a.txt', text: `${one}\n${mirrored(one)}` }] })
    expect(report.verdict).toBe('up')
    expect(report.ends.map(({ tunnelAddresses }) => tunnelAddresses)).toEqual([['203.0.113.1'], ['198.51.100.7']])
  })
})

describe('a block', () => {
  it.each([
    ['the name of a rule', LISTING, [2]],
    ['the command that printed it', `C:\\>netsh advfirewall consec show rule name=all\n${LISTING}`, [1]],
    ['the remarks of a script', SCRIPT, [1]],
    [
      'what is set for all rules',
      `C:\\>netsh advfirewall show global\n\nMain Mode:\nKeyLifetime  480min,0sess\nSecMethods  DHGroup2-AES128-SHA1\n`,
      [1],
    ],
    ['the variables of one of PowerShell', POWERSHELL, [1]],
    ['one that also asks', POWERSHELL.replace('$tunnel =', 'Get-NetIPsecRule\n$tunnel ='), [1]],
    ['the computer at the other end', `${FIRST}\n${turned(FIRST)}`, [2, 30]],
    [
      'the command at the other end',
      `${FIRST}\nC:\\>netsh advfirewall consec show rule name=all\n${turned(FIRST)}`,
      [2, 29],
    ],
    ['the script of the other end', `${SCRIPT}${turned(SCRIPT)}`, [1, 12]],
    ['a heading between two computers', `${FIRST}\ngw-b:\n${FIRST}`, [2, 31]],
    [
      'the command, where the rule has an empty description',
      `On the server:\nC:\\>netsh advfirewall consec show rule name=all verbose\n\n${LISTING.replace(/^(Rule Name:.*\n-+\n)/m, '$1Description:\n')}`,
      [2],
    ],
  ])('begins at %s', (_, text, anchors) => {
    expect(anchorsOf(firewallRules, text)).toEqual(anchors)
  })

  it.each([
    ['rules of the firewall itself', 'Rule Name:      Web\n-----\nEnabled:   Yes\nDirection: In\nRemoteIP:  Any\n'],
    [
      'the command alone',
      'Please run\nnetsh advfirewall consec show rule name=all verbose\nand paste what it prints.\n',
    ],
    ['another command', 'C:\\>netsh advfirewall show currentprofile\nState ON\n'],
    ['a policy of the older kind', 'Rule Name              : Out\nFilterList Name        : Outbound\n'],
    ['nothing', ''],
  ])('is nowhere in %s', (_, text) => {
    expect(anchorsOf(firewallRules, text)).toEqual([])
  })

  it('tells the name of a remote computer', () => {
    const text = `[gw-a]: PS C:\\> netsh advfirewall consec show rule name=all\n${LISTING}`
    expect(read(text).endpoints[0]?.name).toBe('gw-a')
  })
})
