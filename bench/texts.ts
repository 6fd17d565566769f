import { dumpsOf, listsOf, network, pairBetween } from './filters.ts'
import { outputShapes } from './output-shapes.ts'
import type { Shape } from './shape.ts'

/** A text of about so many characters in a format; `null` for a format without one. */
export function textOf(format: string, length: number): string | null {
  const shape = SHAPES[format]
  if (shape === undefined) return null
  const parts = [shape.above]
  for (let [at, done] = [0, 0]; done < length; at++) {
    const part = shape.unit(at)
    parts.push(part)
    done += part.length
  }
  return [...parts, shape.below].join('')
}

function host(at: number): string {
  return `198.${18 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`
}

function net(at: number): string {
  return `10.${(at >> 8) & 255}.${at & 255}.0`
}

function pair(at: number) {
  return pairBetween(network(0x0a000000 + at * 256, 24), network(0xac100000 + at * 16, 28))
}

/** The texts that are made for growth have one filter each way; their headings stand above the first. */
function filterText(at: number): string {
  const [, , ...lines] = (dumpsOf({ a: [pair(at)], b: [] })[0]?.text ?? '').split('\n')
  return `${lines.slice(0, -2).join('\n')}\n`
}

function connText(at: number): string {
  return `conn spoke-${at}
	authby=secret
	left=203.0.113.1
	leftsubnet=10.1.0.0/16
	right=${host(at)}
	rightsubnet=${net(at)}/24
	ike=aes256-sha256-modp2048
	auto=add

`
}

const SHAPES: Readonly<Record<string, Shape>> = {
  ...outputShapes,
  'windows/netsh-qmfilters': {
    above: `Quick Mode Filters(Specific):\n${'-'.repeat(79)}\n`,
    unit: filterText,
    below: '',
  },
  'isa/filter-list': {
    above: '',
    unit: (at) =>
      (listsOf({ a: [pair(at)], b: [] })[0]?.text ?? '').replace(/^A(\d)/gm, (_, turn) => `A${2 * at + Number(turn)}`),
    below: '',
  },
  'linux/ip-xfrm': {
    above: '',
    unit: (at) => `src 10.1.0.0/16 dst ${net(at)}/24
	dir out priority 375423 ptype main
	tmpl src 203.0.113.1 dst ${host(at)}
		proto esp reqid ${at + 1} mode tunnel
`,
    below: '',
  },
  'strongswan/swanctl': {
    above: 'connections {\n',
    unit: (at) => `  spoke-${at} {
    version = 2
    local_addrs = 203.0.113.1
    remote_addrs = ${host(at)}
    proposals = aes256-sha256-modp2048
    children {
      net {
        local_ts = 10.1.0.0/16
        remote_ts = ${net(at)}/24
      }
    }
  }
`,
    below: '}\n',
  },
  'strongswan/ipsec-conf': {
    above: '# strongSwan\nconfig setup\n\tcharondebug="ike 1"\n\n',
    unit: connText,
    below: '',
  },
  'libreswan/ipsec-conf': { above: '# Libreswan\nconfig setup\n\tlogtime=yes\n\n', unit: connText, below: '' },
  'strongswan/status': {
    above: '',
    unit: (at) => `spoke-${at}: #${at + 1}, ESTABLISHED, IKEv2, 8b6387546f1549cd_i* 50f1fa8d01a5fe86_r
  local  'hub.example.net' @ 203.0.113.1[4500]
  remote '${host(at)}' @ ${host(at)}[4500]
  AES_CBC-128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/CURVE_25519
  established 93s ago, rekeying in 14330s
  net: #${at + 1}, reqid ${at + 1}, INSTALLED, TUNNEL, ESP:AES_GCM_16-128
    installed 90s ago, rekeying in 3516s, expires in 3959s
    in  ${(0xc0000000 + at).toString(16)},  16800 bytes,   200 packets,     2s ago
    out ${(0xd0000000 + at).toString(16)},  25200 bytes,   300 packets,     1s ago
    local  10.1.0.0/16
    remote ${net(at)}/24
`,
    below: '',
  },
  'strongswan/strongswan-conf': {
    above: 'charon {\n    retransmit_tries = 3\n    filelog {\n',
    unit: (at) => `        log-${at} {
            path = /var/log/charon-${at}.log
            default = 2
            # less of the network
            net = 1
        }
`,
    below: '    }\n}\n',
  },
  'generic/description': {
    above: 'ends:\n  A:\n    vendor: isa\n    external_address: 203.0.113.1\n    local_networks:\n',
    unit: (at) => `      - ${net(at)}/24\n`,
    below: '    remote_site: [172.16.0.0/24]\n',
  },
  'cisco-ios/running-config': {
    above:
      'hostname hub\ncrypto isakmp policy 10\n encr aes 256\n authentication pre-share\n group 14\n!\ncrypto ipsec transform-set STRONG esp-aes 256 esp-sha256-hmac\n mode tunnel\n!\n',
    unit: (at) => `ip access-list extended SPOKE-${at}
 permit ip 10.1.0.0 0.0.255.255 ${net(at)} 0.0.0.255
crypto map HUB ${at + 1} ipsec-isakmp
 set peer ${host(at)}
 set transform-set STRONG
 match address SPOKE-${at}
!
`,
    below: 'interface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n crypto map HUB\n',
  },
  'cisco-asa/running-config': {
    above:
      'ASA Version 9.16(4)\nhostname hub\ncrypto ipsec ikev2 ipsec-proposal STRONG\n protocol esp encryption aes-256\n protocol esp integrity sha-256\n',
    unit: (at) => `access-list SPOKE-${at} extended permit ip 10.1.0.0 255.255.0.0 ${net(at)} 255.255.255.0
crypto map HUB ${at + 1} match address SPOKE-${at}
crypto map HUB ${at + 1} set peer ${host(at)}
crypto map HUB ${at + 1} set ikev2 ipsec-proposal STRONG
`,
    below: 'crypto map HUB interface outside\n',
  },
  'fortigate/config': {
    above: 'config vpn ipsec phase1-interface\n',
    unit: (at) => `    edit "spoke-${at}"
        set interface "wan1"
        set ike-version 2
        set remote-gw ${host(at)}
        set proposal aes256-sha256
        set dhgrp 14
    next
`,
    below: 'end\n',
  },
  'vyos/config': {
    above: `set vpn ipsec esp-group ESP proposal 1 encryption aes256
set vpn ipsec esp-group ESP proposal 1 hash sha256
set vpn ipsec ike-group IKE proposal 1 dh-group 14
`,
    unit: (at) => {
      const peer = `set vpn ipsec site-to-site peer spoke-${at}`
      return `${peer} authentication mode pre-shared-secret
${peer} default-esp-group ESP
${peer} ike-group IKE
${peer} local-address 203.0.113.1
${peer} remote-address ${host(at)}
${peer} tunnel 1 local prefix 10.1.0.0/16
${peer} tunnel 1 remote prefix ${net(at)}/24
`
    },
    below: '',
  },
}
