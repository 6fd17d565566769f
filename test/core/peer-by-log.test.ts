import { describe, expect, it } from 'vitest'
import { analyse } from '../../src/core/index.ts'

/** A hub's swanctl.conf for one branch. */
function hub({ proposals = 'aes256-sha256-modp2048', id = 'branch.example.net', more = '' } = {}) {
  const text = `connections {
  branch {
    version = 2
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    proposals = ${proposals}
    local {
      auth = psk
      id = hub.example.net
    }
    remote {
      auth = psk
      id = ${id}
    }
    children {
      lan {
        local_ts = 10.1.0.0/16
        remote_ts = 10.2.0.0/16
        esp_proposals = aes256-sha256-modp2048
      }
    }
  }
${more}}
secrets {
  ike-1 {
    id-1 = branch.example.net
    secret = "not the one of the branch"
  }
}
`
  return { source: 'hub.conf', text }
}

// As strongSwan 5.9 logs it.
const FROM_BRANCH = '09[NET] received packet: from 198.51.100.7[500] to 203.0.113.1[500] (336 bytes)'
const log = (...lines: readonly string[]) => ({ source: 'charon.log', text: `${lines.join('\n')}\n` })
const offers = (proposal: string, accepted = 'IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048') =>
  log(
    FROM_BRANCH,
    `09[CFG] received proposals: ${proposal}`,
    `09[CFG] configured proposals: ${accepted}`,
    '09[IKE] received proposals unacceptable',
  )
const AES128 = 'IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048'

const answer = (...pastes: Parameters<typeof analyse>[0]['pastes']) => {
  const { verdict, diagnostics, remediation, flows } = analyse({ pastes })
  return {
    verdict,
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    steps: remediation.steps.map(({ end, say }) => `${end}: ${say}`),
    after: remediation.after?.verdict,
    certain: flows.every(({ certainty }) => certainty === 'stated'),
  }
}

describe('the other end as the log of the only end that was pasted shows it', () => {
  it('offers proposals that are not accepted (PR001)', () => {
    expect(answer(hub(), offers(AES128))).toEqual({
      verdict: 'down',
      errors: ['PR001'],
      steps: [expect.stringMatching(/^B: On B .* set the IKE proposals .* AES_CBC_256-/)],
      after: 'up',
      certain: false,
    })
  })

  it('is quoted by the line of the log', () => {
    const { diagnostics } = analyse({ pastes: [hub(), offers(AES128)] })
    const places = diagnostics.flatMap(({ code, evidence }) =>
      code === 'PR001' ? evidence.map(({ source, line }) => `${source}:${line}`) : [],
    )
    expect(places).toEqual(['charon.log:2', 'hub.conf:6'])
  })

  it('asks for another network (TS005)', () => {
    const asks = log(FROM_BRANCH, '07[IKE] traffic selectors 10.1.0.0/16 === 10.9.0.0/16 unacceptable')
    expect(answer(hub(), asks)).toMatchObject({ verdict: 'down', errors: ['TS005'], after: 'up' })
  })

  it('asks for the networks of quick mode, its own first', () => {
    const asks = log(
      '09[ENC] parsed QUICK_MODE request 7 [ HASH SA No ID ID ]',
      '07[IKE] no matching CHILD_SA config found for 10.9.0.0/16 === 10.1.0.0/16',
    )
    const version1 = { source: 'hub.conf', text: hub().text.replace('version = 2', 'version = 1') }
    expect(answer(version1, asks)).toMatchObject({ verdict: 'down', errors: ['TS005'], after: 'up' })
    const { diagnostics } = analyse({ pastes: [version1, asks] })
    expect(diagnostics.find(({ code }) => code === 'CR002')?.why).toContain(
      'Where the other one speaks IKEv2, set that',
    )
  })

  it('calls itself somebody else (AU001)', () => {
    const asks = log(
      '07[CFG] looking for peer configs matching 203.0.113.1[hub.example.net]...198.51.100.7[198.51.100.7]',
      '07[CFG] no matching peer config found',
    )
    expect(answer(hub(), asks)).toMatchObject({ verdict: 'down', errors: ['AU001'], after: 'up' })
  })

  it('asks for somebody else (AU001)', () => {
    const asks = log(
      '07[CFG] looking for peer configs matching 203.0.113.1[gw.example.net]...198.51.100.7[branch.example.net]',
      '07[CFG] no matching peer config found',
    )
    expect(answer(hub(), asks)).toMatchObject({ verdict: 'down', errors: ['AU001'], after: 'up' })
  })

  it('has another key (AU002), which both get anew', () => {
    const { verdict, errors, steps } = answer(
      hub(),
      log(FROM_BRANCH, "12[IKE] tried 1 shared key for 'hub.example.net' - 'branch.example.net', but MAC mismatched"),
    )
    expect([verdict, errors]).toEqual(['down', ['AU002']])
    expect(steps.map((step) => step.slice(0, 2))).toEqual(['A:', 'B:'])
  })

  it('shows an identity for which there is no key (AU003)', () => {
    const asks = log(
      FROM_BRANCH,
      '09[ENC] parsed IKE_AUTH request 1 [ IDi N(INIT_CONTACT) AUTH SA TSi TSr ]',
      "09[IKE] no shared key found for 'hub.example.net' - 'depot.example.net'",
    )
    expect(answer(hub({ id: '%any' }), asks)).toMatchObject({ verdict: 'down', errors: ['AU003'], after: 'up' })
  })

  it('begins with a version that this end does not take (MD001)', () => {
    const asks = log(
      FROM_BRANCH,
      '09[ENC] parsed IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) ]',
      '09[IKE] no IKE config found for 203.0.113.1...198.51.100.7, sending NO_PROPOSAL_CHOSEN',
    )
    const version1 = { source: 'hub.conf', text: hub().text.replace('version = 2', 'version = 1') }
    expect(answer(version1, asks)).toMatchObject({ verdict: 'down', errors: ['MD001'], after: 'up' })
  })

  it('comes from another address than the only one that is known (AD001)', () => {
    const asks = log(
      FROM_BRANCH.replace('198.51.100.7', '198.51.100.99'),
      '09[IKE] no IKE config found for 203.0.113.1...198.51.100.99, sending NO_PROPOSAL_CHOSEN',
    )
    const { verdict, errors, steps, after } = answer(hub(), asks)
    expect([verdict, after]).toEqual(['down', 'up'])
    expect(errors).toContain('AD001')
    expect(steps).toEqual([expect.stringMatching(/^A: .*198\.51\.100\.99/)])
  })

  it('has no group where this end wants one (PR003)', () => {
    const text = `conn branch
	authby=secret
	left=203.0.113.1
	leftsubnet=10.1.0.0/16
	right=198.51.100.7
	rightsubnet=10.2.0.0/16
	ikev2=no
	auto=add
`
    const asks = log('"branch" #2: we require PFS but Quick I1 SA specifies no GROUP_DESCRIPTION')
    const both = answer({ source: 'ipsec.conf', text: `config setup\n\tikev1-policy=accept\n\n${text}` }, asks)
    expect(both).toMatchObject({ errors: ['PR003'], after: 'up' })
  })

  // By the documents of Fortinet and Cisco.
  it('offers proposals to a FortiGate', () => {
    const text = `config vpn ipsec phase1-interface
    edit "branch"
        set interface "wan1"
        set proposal aes256-sha256
        set dhgrp 14
        set remote-gw 198.51.100.7
    next
end
config vpn ipsec phase2-interface
    edit "lan"
        set phase1name "branch"
        set proposal aes256-sha256
        set dhgrp 14
        set src-subnet 10.1.0.0 255.255.0.0
        set dst-subnet 10.2.0.0 255.255.0.0
    next
end
`
    const list = (head: string, bits: number) => [
      `ike 0:x:9: ${head}`,
      'ike 0:x:9: proposal id = 1:',
      'ike 0:x:9:   protocol id = ISAKMP:',
      `ike 0:x:9:         type=OAKLEY_ENCRYPT_ALG, val=AES_CBC, key-len=${bits}`,
      'ike 0:x:9:         type=OAKLEY_HASH_ALG, val=SHA2_256.',
      'ike 0:x:9:         type=OAKLEY_GROUP, val=MODP2048.',
    ]
    const asks = log(
      'ike 0: comes 198.51.100.7:500->203.0.113.1:500,ifindex=3....',
      ...list('incoming proposal:', 128),
      ...list('my proposal, gw branch:', 256),
      'ike 0:x:9: no SA proposal chosen',
    )
    expect(answer({ source: 'fortigate.conf', text }, asks)).toMatchObject({
      verdict: 'down',
      errors: expect.arrayContaining(['PR001']),
    })
  })

  it('names networks to a FortiGate, whose words for phase 2 tell no version', () => {
    const text = `config vpn ipsec phase1-interface
    edit "branch"
        set interface "wan1"
        set ike-version 2
        set proposal aes256-sha256
        set dhgrp 14
        set local-gw 203.0.113.1
        set remote-gw 198.51.100.7
        set psksecret ENC xxxx
    next
end
config vpn ipsec phase2-interface
    edit "lan"
        set phase1name "branch"
        set proposal aes256-sha256
        set dhgrp 14
        set src-subnet 10.9.0.0 255.255.0.0
        set dst-subnet 10.2.0.0 255.255.0.0
    next
end
`
    const asks = log(
      'ike 0: comes 198.51.100.7:500->203.0.113.1:500,ifindex=3....',
      'ike 0:branch:9:3: peer proposal:',
      'ike 0:branch:9:3: TSi_0 0:10.2.0.0-10.2.255.255:0',
      'ike 0:branch:9:3: TSr_0 0:10.1.0.0-10.1.255.255:0',
      'ike 0:branch:9:3: no matching phase2 found',
      'ike 0:branch:9::3: failed to find matching quick mode selector',
    )
    expect(answer({ source: 'fortigate.conf', text }, asks)).toMatchObject({ verdict: 'down', errors: ['TS005'] })
    const key = log('ike 0:branch: PSK auth failed: probable pre-shared key mismatch')
    const told = analyse({ pastes: [{ source: 'fortigate.conf', text: text + key.text }] }).diagnostics
    expect(told.find(({ code }) => code === 'SA012')?.what).toContain('"pre-shared key mismatch": the pre-shared keys')
  })

  it('offers transforms to an IOS', () => {
    const text = `hostname hub
crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key ****** address 198.51.100.7
crypto ipsec transform-set AES esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set AES
 match address LAN
ip access-list extended LAN
 permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 crypto map VPN
ip route 0.0.0.0 0.0.0.0 203.0.113.2
`
    const asks = log(
      'ISAKMP (0): received packet from 198.51.100.7 dport 500 sport 500 Global (N) NEW SA',
      'ISAKMP:(0): processing SA payload. message ID = 0',
      'ISAKMP:(0):Checking ISAKMP transform 1 against priority 10 policy',
      'ISAKMP:      encryption AES-CBC',
      'ISAKMP:      keylength of 128',
      'ISAKMP:      hash SHA256',
      'ISAKMP:      default group 14',
      'ISAKMP:      auth pre-share',
      'ISAKMP:(0):Encryption algorithm offered does not match policy!',
      'ISAKMP:(0):atts are not acceptable. Next payload is 0',
      'ISAKMP:(0):no offers accepted!',
    )
    expect(answer({ source: 'router.txt', text }, asks)).toMatchObject({
      verdict: 'down',
      errors: ['PR001'],
      after: 'up',
    })
    // What an IOS says in the end is no cause beside the one before it.
    const wider = log(
      'hub#debug crypto ipsec',
      'ISAKMP:(1001):Checking IPSec proposal 1',
      'ISAKMP:      key length is 256',
      'IPSEC(validate_proposal_request): proposal part #1,',
      '  (key eng. msg.) INBOUND local= 203.0.113.1:0, remote= 198.51.100.7:0,',
      '    local_proxy= 10.0.0.0/255.0.0.0/256/0,',
      '    remote_proxy= 10.2.0.0/255.255.0.0/256/0,',
      '    protocol= ESP, transform= NONE  (Tunnel),',
      'Crypto mapdb : proxy_match',
      '        src addr     : 10.0.0.0',
      'IPSEC(ipsec_process_proposal): proxy identities not supported',
      'ISAKMP:(1001): phase 2 SA policy not acceptable! (local 203.0.113.1 remote 198.51.100.7)',
    )
    const pastes = [{ source: 'router.txt', text: text + wider.text }]
    expect(answer(...pastes)).toMatchObject({ errors: expect.arrayContaining(['TS004']), after: 'up' })
    expect(analyse({ pastes }).ends.flatMap(({ inputs }) => inputs.flatMap(({ lines }) => lines.unrecognised))).toEqual(
      [],
    )
  })

  it('is the one that the log tells beside connections and keys in files of their own', () => {
    const { text } = hub()
    const at = text.indexOf('secrets {')
    const parts = [text.slice(0, at), text.slice(at)].map((part, index) => ({
      source: `part-${index}.conf`,
      text: part,
    }))
    expect(answer(...parts, offers(AES128))).toMatchObject({ verdict: 'down', errors: ['PR001'] })
  })

  it('is the one among many peers that the log is about', () => {
    const more = `  other {
    remote_addrs = 192.0.2.9
    local_addrs = 203.0.113.1
    children { lan { local_ts = 10.1.0.0/16
 remote_ts = 10.3.0.0/16 } }
  }
`
    const { verdict, tunnels } = analyse({ pastes: [hub({ more }), offers(AES128)] })
    expect(verdict).toBe('down')
    expect(tunnels.map((tunnel) => [tunnel.peer, tunnel.verdict])).toEqual([
      ['198.51.100.7', 'down'],
      ['192.0.2.9', 'unknown'],
    ])
  })

  it('is that of the connection that pluto names', () => {
    const conn = (name: string, right: string, network: string) => `conn ${name}
	authby=secret
	left=203.0.113.1
	leftsubnet=10.1.0.0/16
	right=${right}
	rightsubnet=${network}
	ikev2=no
	auto=add

`
    const text = `${conn('branch', '198.51.100.7', '10.2.0.0/16')}${conn('depot', '192.0.2.9', '10.3.0.0/16')}`
    const conf = { source: 'ipsec.conf', text: `config setup\n\tikev1-policy=accept\n\n${text}` }
    const refuses = (name: string) => log(`"${name}" #2: we require PFS but Quick I1 SA specifies no GROUP_DESCRIPTION`)
    const down = (name: string) =>
      analyse({ pastes: [conf, refuses(name)] }).tunnels.flatMap(({ peer, verdict }) =>
        verdict === 'unknown' ? [] : peer,
      )
    expect([down('depot'), down('branch'), down('other')]).toEqual([['192.0.2.9'], ['198.51.100.7'], []])
  })

  it('tells which side of an ipsec.conf is the own one', () => {
    const text = `conn branch
	keyexchange=ikev2
	authby=secret
	left=198.51.100.7
	leftsubnet=10.2.0.0/16
	right=203.0.113.1
	rightsubnet=10.1.0.0/16
	auto=add
`
    const asks = log(FROM_BRANCH, '07[IKE] traffic selectors 10.1.0.0/16 === 10.9.0.0/16 unacceptable')
    expect(answer({ source: 'ipsec.conf', text }, asks)).toMatchObject({ verdict: 'down', errors: ['TS005'] })
  })
})

describe('the log of an end that is pasted alone', () => {
  const advice = (...pastes: Parameters<typeof analyse>[0]['pastes']) =>
    analyse({ pastes }).diagnostics.find(({ code }) => code === 'PA004')?.why

  it('is asked for, in the words of its product', () => {
    expect(advice(hub())).toContain('paste the journal of charon')
    const described = `ends:
  A:
    vendor: other
    external_address: 203.0.113.1
    local_networks: [10.1.0.0/16]
    remote_networks: [10.2.0.0/16]
`
    expect(advice({ source: 'a.yaml', text: described })).toMatch(/^Paste the configuration [^.]*\.$/)
  })

  it('is not asked for where one was pasted', () => {
    expect(advice(hub(), log('09[IKE] giving up after 5 retransmits'))).not.toContain('journal')
    expect(advice(hub(), offers(AES128))).not.toContain('journal')
  })
})

describe('nothing is taken from a log', () => {
  it('that is another gateway’s', () => {
    const elsewhere = FROM_BRANCH.replace('203.0.113.1', '203.0.113.99')
    const { source, text } = offers(AES128)
    expect(answer(hub(), { source, text: text.replace(FROM_BRANCH, elsewhere) })).toMatchObject({ verdict: 'unknown' })
  })

  it('of another peer', () => {
    const { source, text } = offers(AES128)
    expect(answer(hub(), { source, text: text.replaceAll('198.51.100.7', '192.0.2.9') })).toMatchObject({
      verdict: 'unknown',
    })
  })

  it('of a gateway that accepts what the pasted text does not have', () => {
    const accepted = 'IKE:AES_CBC_192/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048'
    expect(answer(hub(), offers(AES128, accepted))).toMatchObject({ verdict: 'unknown' })
  })

  it('that names an algorithm which is not known', () => {
    expect(answer(hub(), offers(AES128.replace('AES_CBC_128', 'SERPENT_CBC_128')))).toMatchObject({
      verdict: 'unknown',
    })
  })

  it('where the text would take what was refused, which is said', () => {
    const { verdict, diagnostics } = analyse({
      pastes: [hub({ proposals: 'aes256-sha256-modp2048, aes128-sha256-modp2048' }), offers(AES128)],
    })
    expect(verdict).toBe('unknown')
    expect(diagnostics.find(({ code }) => code === 'SA012')?.why).toMatch(/^By the text of A .* that would be taken/)
  })

  it('where a child came up since', () => {
    const { source, text } = offers(AES128)
    const up = '13[IKE] CHILD_SA lan{1} established with SPIs c1_i c2_o\n'
    expect(answer(hub(), { source, text: text + up })).toMatchObject({ verdict: 'unknown' })
  })

  it('beside the text of the other end', () => {
    const branch = `ends:
  B:
    vendor: other
    external_address: 198.51.100.7
    local_networks: [10.2.0.0/16]
    remote_networks: [10.1.0.0/16]
`
    expect(answer(hub(), { source: 'branch.yaml', text: branch }, offers(AES128)).errors).toEqual([])
  })
})
