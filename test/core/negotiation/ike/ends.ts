/** Short ways to write one end of a pair as its owner would; `own` and `peer` are the ends' letters. */
export interface EndText {
  readonly version?: 1 | 2
  readonly connection?: string
  readonly ike?: string
  readonly esp?: string
  readonly id?: string
  readonly peerId?: string
  readonly local?: string
  readonly remote?: string
  readonly child?: string
  readonly key?: string
  readonly address?: string
  readonly peer?: string
}

const ADDRESS = { a: '192.0.2.1', b: '192.0.2.2' }
const NETWORK = { a: '10.1.0.0/24', b: '10.2.0.0/24' }

export function swanctl(own: 'a' | 'b', text: EndText = {}): string {
  const other = own === 'a' ? 'b' : 'a'
  return `connections {
  gw {
    version = ${text.version ?? 2}
    local_addrs = ${text.address ?? ADDRESS[own]}
    remote_addrs = ${text.peer ?? ADDRESS[other]}
    proposals = ${text.ike ?? 'aes256-sha256-modp2048'}
    ${text.connection ?? ''}
    local {
      auth = psk
      id = ${text.id ?? own}.example
    }
    remote {
      auth = psk
      id = ${text.peerId ?? other}.example
    }
    children {
      net {
        local_ts = ${text.local ?? NETWORK[own]}
        remote_ts = ${text.remote ?? NETWORK[other]}
        esp_proposals = ${text.esp ?? 'aes256-sha256'}
        ${text.child ?? ''}
      }
    }
  }
}
secrets {
  ike-gw {
    secret = ${text.key ?? 'the-same-key'}
  }
}
`
}

/** `local` and `remote` are networks; several stand with spaces between them. */
export function ipsecConf(own: 'a' | 'b', text: EndText = {}): string {
  const other = own === 'a' ? 'b' : 'a'
  const networks = (side: string, list: string): string =>
    list.includes(' ') ? `${side}subnets={${list}}` : `${side}subnet=${list}`
  return `# Libreswan
config setup
	ikev1-policy=accept

conn gw
	left=${text.address ?? ADDRESS[own]}
	right=${text.peer ?? ADDRESS[other]}
	leftid=@${text.id ?? own}.example
	rightid=@${text.peerId ?? other}.example
	ikev2=${text.version === 1 ? 'no' : 'insist'}
	ike=${text.ike ?? 'aes256-sha2_256-modp2048'}
	esp=${text.esp ?? 'aes256-sha2_256'}
	${networks('left', text.local ?? NETWORK[own])}
	${networks('right', text.remote ?? NETWORK[other])}
	authby=secret
	auto=add
	${text.child ?? 'pfs=no'}
`
}

export function ipsecSecrets(key = 'the-same-key'): string {
  return `: PSK "${key}"\n`
}
