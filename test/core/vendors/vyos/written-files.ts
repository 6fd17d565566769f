/** What a configuration is, and what the router makes of it for its daemon. */
export interface Written {
  readonly what: string
  readonly vyos: string
  /** By hand, from the templates of vyos-1x (data/templates/ipsec/swanctl), or from vyatta-cfg-vpn (scripts/vpn-config.pl). */
  readonly file: string
}

const PEER = 'set vpn ipsec site-to-site peer b'
const GROUPS = `set vpn ipsec esp-group E proposal 1 encryption aes256
set vpn ipsec esp-group E proposal 1 hash sha256
set vpn ipsec ike-group I key-exchange ikev2
set vpn ipsec ike-group I proposal 1 dh-group 14
set vpn ipsec ike-group I proposal 1 encryption aes256
set vpn ipsec ike-group I proposal 1 hash sha256`
const AROUND = `${PEER} authentication mode pre-shared-secret
${PEER} default-esp-group E
${PEER} ike-group I
${PEER} local-address 192.0.2.1
${PEER} remote-address 192.0.2.2`
const NETS = `${PEER} tunnel 1 local prefix 10.1.0.0/24
${PEER} tunnel 1 remote prefix 10.2.0.0/24`

/** `connections` with one connection, whose parts may be others. */
function connection({
  name = 'b',
  proposals = 'aes256-sha256-modp2048',
  version = '2',
  remote = '192.0.2.2',
  more = '',
  rekey = '28800s',
  mobike = 'yes',
  local = 'auth = psk',
  peer = 'id = "%any"\n      auth = psk',
  children = child({}),
}): string {
  return `connections {
  ${name} {
    proposals = ${proposals}
    version = ${version}
    local_addrs = 192.0.2.1 # dhcp:no
    remote_addrs = ${remote}
    ${more}
    rekey_time = ${rekey}
    mobike = ${mobike}
    keyingtries = 0
    local {
      ${local}
    }
    remote {
      ${peer}
    }
    children {
${children}
    }
  }
}
`
}

function child({
  name = 'b-tunnel-1',
  proposals = 'aes256-sha256-modp2048',
  life = '3600s',
  local = 'local_ts = 10.1.0.0/24',
  remote = 'remote_ts = 10.2.0.0/24',
  ipcomp = 'no',
  mode = 'tunnel',
  start = 'start',
  more = '',
}): string {
  return `      ${name} {
        esp_proposals = ${proposals}
        life_time = ${life}
        ${local}
        ${remote}
        ipcomp = ${ipcomp}
        mode = ${mode}
        start_action = ${start}
        close_action = none
        ${more}
      }`
}

export const swanctlFiles: readonly Written[] = [
  { what: 'the least that is committed', vyos: [GROUPS, AROUND, NETS].join('\n'), file: connection({}) },
  {
    what: 'several proposals, with a pseudo-random function, in the order of their numbers',
    vyos: `${GROUPS}
set vpn ipsec ike-group I proposal 20 dh-group 31
set vpn ipsec ike-group I proposal 20 encryption aes256gcm128
set vpn ipsec ike-group I proposal 20 hash sha512
set vpn ipsec ike-group I proposal 3 dh-group 20
set vpn ipsec ike-group I proposal 3 prf prfsha384
set vpn ipsec esp-group E proposal 2 encryption chacha20poly1305
${AROUND}
${NETS}`,
    file: connection({
      proposals: 'aes256-sha256-modp2048,aes128-sha1-prfsha384-ecp384,aes256gcm128-sha512-curve25519',
      children: child({ proposals: 'aes256-sha256-modp2048,chacha20poly1305-sha1-modp2048' }),
    }),
  },
  {
    what: 'perfect forward secrecy with a group of its own, and lifetimes',
    vyos: `${GROUPS}
set vpn ipsec esp-group E pfs dh-group19
set vpn ipsec esp-group E lifetime 1800
set vpn ipsec ike-group I lifetime 86400
${AROUND}
${NETS}`,
    file: connection({ rekey: '86400s', children: child({ proposals: 'aes256-sha256-ecp256', life: '1800s' }) }),
  },
  {
    what: 'no perfect forward secrecy, no rekeying of children, compression',
    vyos: `${GROUPS}
set vpn ipsec esp-group E pfs disable
set vpn ipsec esp-group E disable-rekey
set vpn ipsec esp-group E compression
set vpn ipsec esp-group E lifetime 28800
${AROUND}
${NETS}`,
    file: connection({
      children: child({ proposals: 'aes256-sha256', life: '28800s', ipcomp: 'yes', more: 'rekey_time = 0s' }),
    }),
  },
  {
    what: 'IKEv1 in aggressive mode, with identities',
    vyos: `${GROUPS.replace('ikev2', 'ikev1')}
set vpn ipsec ike-group I mode aggressive
${AROUND}
${PEER} authentication local-id a.example
${PEER} authentication remote-id @b.example
${NETS}`,
    file: connection({
      version: '1',
      more: 'aggressive = yes',
      local: 'id = "a.example"\n      auth = psk',
      peer: 'id = "@b.example"\n      auth = psk',
    }),
  },
  {
    what: 'aggressive mode beside IKEv2, which has none, and no key exchange that is named',
    vyos: `${GROUPS.replace('set vpn ipsec ike-group I key-exchange ikev2\n', '')}
set vpn ipsec ike-group I mode aggressive
${AROUND}
${NETS}`,
    file: connection({ version: '0' }),
  },
  {
    what: 'several networks of both families, and a tunnel that is switched off',
    vyos: `${GROUPS}
${AROUND}
${PEER} tunnel 1 local prefix 10.1.0.0/24
${PEER} tunnel 1 local prefix 10.11.0.0/24
${PEER} tunnel 1 remote prefix 10.2.0.0/24
${PEER} tunnel 2 local prefix 2001:db8:1::/64
${PEER} tunnel 2 remote prefix 2001:db8:2::/64
${PEER} tunnel 2 esp-group E
${PEER} tunnel 3 disable
${PEER} tunnel 3 local prefix 10.3.0.0/24
${PEER} tunnel 3 remote prefix 10.4.0.0/24`,
    file: connection({
      children: [
        child({ local: 'local_ts = 10.1.0.0/24,10.11.0.0/24' }),
        child({ name: 'b-tunnel-2', local: 'local_ts = 2001:db8:1::/64', remote: 'remote_ts = 2001:db8:2::/64' }),
      ].join('\n'),
    }),
  },
  {
    what: 'a protocol and ports',
    vyos: `${GROUPS}
${AROUND}
${NETS}
${PEER} tunnel 1 protocol tcp
${PEER} tunnel 1 remote port 443`,
    file: connection({
      children: child({ local: 'local_ts = 10.1.0.0/24[tcp/]', remote: 'remote_ts = 10.2.0.0/24[tcp/443]' }),
    }),
  },
  {
    what: 'a protocol without a prefix, which does not get through',
    vyos: `${GROUPS}
${AROUND}
${PEER} tunnel 1 protocol gre`,
    file: connection({ children: child({ local: '', remote: '' }) }),
  },
  {
    what: 'GRE in transport mode',
    vyos: `${GROUPS}
set vpn ipsec esp-group E mode transport
${AROUND}
${PEER} tunnel 1 protocol gre`,
    file: connection({
      children: child({
        local: 'local_ts = 192.0.2.1[gre/]',
        remote: 'remote_ts = 192.0.2.2[gre/]',
        mode: 'transport',
      }),
    }),
  },
  {
    what: 'a tunnel interface',
    vyos: `${GROUPS}
${AROUND.replace(`${PEER} default-esp-group E\n`, '')}
${PEER} vti bind vti3
${PEER} vti esp-group E`,
    file: connection({
      children: child({
        name: 'b-vti',
        local: 'local_ts = 0.0.0.0/0,::/0',
        remote: 'remote_ts = 0.0.0.0/0,::/0',
        more: 'if_id_in = 4\n        if_id_out = 4\n        updown = "/etc/ipsec.d/vti-up-down vti3"',
      }),
    }),
  },
  {
    what: 'a tunnel interface with networks of its own',
    vyos: `${GROUPS}
${AROUND}
${PEER} vti bind vti0
${NETS}`,
    file: connection({ children: child({ more: 'if_id_in = 1\n        if_id_out = 1' }) }),
  },
  {
    what: 'whoever comes, who is waited for',
    vyos: `${GROUPS}
set vpn ipsec ike-group I disable-mobike
${AROUND.replace('192.0.2.2', 'any')}
${PEER} connection-type none
${PEER} force-udp-encapsulation
${PEER} virtual-address 0.0.0.0
${NETS}`,
    file: connection({
      remote: '%any',
      mobike: 'no',
      more: 'vips = 0.0.0.0\n    encap = yes',
      children: child({ start: 'none' }),
    }),
  },
  {
    what: 'a peer that only responds, with certificates',
    vyos: `${GROUPS}
${AROUND.replace('pre-shared-secret', 'x509')}
${PEER} authentication x509 certificate a
${PEER} authentication x509 ca-certificate ca
${PEER} authentication remote-id 'C=XX, CN=b'
${PEER} connection-type respond
${NETS}`,
    file: connection({
      more: 'send_cert = always',
      local: 'auth = pubkey\n      certs = a.pem',
      peer: 'id = "C=XX, CN=b"\n      auth = pubkey',
      children: child({ start: 'trap' }),
    }),
  },
  {
    what: 'an own network that is a part of the remote one, which passes by',
    vyos: `${GROUPS}
${AROUND}
${PEER} tunnel 1 local prefix 10.1.0.0/24
${PEER} tunnel 1 remote prefix 10.0.0.0/8`,
    file: connection({
      children: [
        child({ remote: 'remote_ts = 10.0.0.0/8' }),
        `      b-tunnel-1-passthrough {
        local_ts = 10.1.0.0/24
        remote_ts = 10.1.0.0/24
        start_action = trap
        mode = pass
      }`,
      ].join('\n'),
    }),
  },
  {
    what: 'any network on one side',
    vyos: `${GROUPS}
${AROUND}
${PEER} tunnel 1 local prefix any`,
    file: connection({ children: child({ local: 'local_ts = 0.0.0.0/0,::/0', remote: '' }) }),
  },
]

const OLD = 'set vpn ipsec site-to-site peer 192.0.2.2'
const OLD_GROUPS = `set vpn ipsec ipsec-interfaces interface eth0
set vpn ipsec esp-group E proposal 1 encryption aes256
set vpn ipsec esp-group E proposal 1 hash sha1
set vpn ipsec ike-group I proposal 1 dh-group 14
set vpn ipsec ike-group I proposal 1 encryption aes256
set vpn ipsec ike-group I proposal 1 hash sha1`
const OLD_AROUND = `${OLD} authentication mode pre-shared-secret
${OLD} authentication pre-shared-secret abc
${OLD} default-esp-group E
${OLD} ike-group I
${OLD} local-address 192.0.2.1`
const OLD_NETS = `${OLD} tunnel 1 local prefix 10.1.0.0/24
${OLD} tunnel 1 remote prefix 10.2.0.0/24`

function conn({
  name = 'peer-192.0.2.2-tunnel-1',
  right = 'right=192.0.2.2',
  ids = '',
  nets = 'leftsubnet=10.1.0.0/24\n\trightsubnet=10.2.0.0/24',
  ike = 'aes256-sha1-modp2048!',
  version = 'ikev1',
  ikelifetime = '28800s',
  esp = 'aes256-sha1-modp2048!',
  keylife = '3600s',
  margin = '540s',
  type = 'tunnel',
  auto = 'start',
  more = '',
}): string {
  return `
conn ${name}
	left=192.0.2.1
	${right}
	${ids}
	${nets}
	ike=${ike}
	keyexchange=${version}
	ikelifetime=${ikelifetime}
	esp=${esp}
	keylife=${keylife}
	rekeymargin=${margin}
	type=${type}
	${more}
	authby=secret
	auto=${auto}
	keyingtries=%forever
`.replaceAll(/\n\t(?=\n)/g, '')
}

const SETUP = 'version 2.0\n\nconfig setup\n\tuniqueids=yes\n'
const KEY = '192.0.2.1 192.0.2.2 : PSK "abc"\n'

export const ipsecConfFiles: readonly Written[] = [
  {
    what: 'the least that is committed, in IKEv1',
    vyos: [OLD_GROUPS, OLD_AROUND, OLD_NETS].join('\n'),
    file: SETUP + conn({}) + KEY,
  },
  {
    what: 'IKEv2 with several proposals, a group of its own for perfect forward secrecy, and lifetimes',
    vyos: `${OLD_GROUPS}
set vpn ipsec ike-group I key-exchange ikev2
set vpn ipsec ike-group I lifetime 3600
set vpn ipsec ike-group I mobike disable
set vpn ipsec ike-group I proposal 2 dh-group 19
set vpn ipsec ike-group I proposal 2 encryption aes128
set vpn ipsec ike-group I proposal 2 hash sha256
set vpn ipsec esp-group E pfs dh-group5
set vpn ipsec esp-group E lifetime 900
set vpn ipsec esp-group E compression enable
${OLD_AROUND}
${OLD_NETS}`,
    file:
      SETUP +
      conn({
        version: 'ikev2',
        ike: 'aes256-sha1-modp2048,aes128-sha256-ecp256!',
        ikelifetime: '3600s',
        esp: 'aes256-sha1-modp1536!',
        keylife: '900s',
        margin: '449s',
        more: 'mobike=no\n\tcompress=yes',
      }) +
      KEY,
  },
  {
    what: 'two tunnels, which are one connection, and identities',
    vyos: `${OLD_GROUPS}
${OLD_AROUND}
${OLD} authentication id @a.example
${OLD} authentication remote-id 192.0.2.99
${OLD_NETS}
${OLD} tunnel 2 local prefix 10.1.0.0/24
${OLD} tunnel 2 remote prefix 10.3.0.0/24`,
    file:
      SETUP +
      conn({ ids: 'leftid=@a.example\n\trightid="192.0.2.99"' }) +
      conn({
        name: 'peer-192.0.2.2-tunnel-2',
        ids: 'leftid=@a.example\n\trightid="192.0.2.99"',
        nets: 'leftsubnet=10.1.0.0/24\n\trightsubnet=10.3.0.0/24',
      }) +
      '192.0.2.1 192.0.2.2 @a.example 192.0.2.99 : PSK "abc"\n',
  },
  {
    what: 'a peer that is known by its identity alone',
    vyos: [OLD_GROUPS, OLD_AROUND, OLD_NETS].join('\n').replaceAll('peer 192.0.2.2', 'peer @b.example'),
    file:
      SETUP +
      conn({
        name: 'peer-b.example-tunnel-1',
        right: 'right=%any',
        ids: 'rightid="@b.example"',
        more: 'rekey=no',
        auto: 'add',
      }) +
      '192.0.2.1 %any : PSK "abc"\n',
  },
  {
    what: 'a protocol and a port without prefixes, in transport mode, without perfect forward secrecy',
    vyos: `${OLD_GROUPS}
set vpn ipsec esp-group E mode transport
set vpn ipsec esp-group E pfs disable
${OLD_AROUND}
${OLD} tunnel 1 protocol udp
${OLD} tunnel 1 local port 1701`,
    file:
      SETUP +
      conn({
        nets: 'leftprotoport=udp/1701\n\trightprotoport=udp',
        esp: 'aes256-sha1!',
        type: 'transport',
      }) +
      KEY,
  },
  {
    what: 'who responds only, with encapsulation that is forced',
    vyos: `${OLD_GROUPS}
${OLD_AROUND}
${OLD} connection-type respond
${OLD} force-encapsulation enable
${OLD_NETS}`,
    file: SETUP + conn({ auto: 'route', more: 'forceencaps=yes' }) + KEY,
  },
]
