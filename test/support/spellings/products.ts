import { base64Of, hexOf, type Spelling } from './spelling.ts'

/** Keys and passwords in the words of products, read or not. */
export const products: readonly Spelling[] = [
  // Cisco IOS
  { what: 'crypto isakmp key', write: (secret) => `crypto isakmp key ${secret} address 198.51.100.7` },
  { what: 'crypto isakmp key 6', write: (secret) => `crypto isakmp key 6 ${secret} address 198.51.100.7` },
  { what: 'a keyring', write: (secret) => `crypto keyring K\n pre-shared-key address 198.51.100.7 key ${secret}` },
  {
    what: 'a keyring of IKEv2',
    write: (secret) =>
      `crypto ikev2 keyring K\n peer B\n  pre-shared-key local ${secret}\n  pre-shared-key remote 0 ${secret}`,
  },
  { what: 'enable secret 5', write: (secret) => `enable secret 5 $1$abcd$${secret}` },
  { what: 'enable secret 8', write: (secret) => `enable secret 8 $8$abcd$${secret}` },
  { what: 'enable secret 9', write: (secret) => `enable secret 9 $9$abcd$${secret}` },
  { what: 'enable password 7', write: (secret) => `enable password 7 ${hexOf(secret)}` },
  { what: 'enable password', write: (secret) => `enable password ${secret}` },
  { what: 'username password', write: (secret) => `username admin privilege 15 password 0 ${secret}` },
  { what: 'username secret', write: (secret) => `username admin privilege 15 secret 9 $9$${secret}` },
  { what: 'a password of a line', write: (secret) => `line vty 0 4\n password 7 ${hexOf(secret)}\n login` },
  { what: 'radius-server key', write: (secret) => `radius-server host 192.0.2.9 auth-port 1812 key 7 ${secret}` },
  { what: 'radius-server key alone', write: (secret) => `radius-server key ${secret}` },
  { what: 'radius server', write: (secret) => `radius server R\n address ipv4 192.0.2.9\n key 7 ${secret}` },
  { what: 'tacacs-server key', write: (secret) => `tacacs-server key 7 ${secret}` },
  { what: 'tacacs server', write: (secret) => `tacacs server T\n address ipv4 192.0.2.9\n key ${secret}` },
  { what: 'server-private', write: (secret) => `aaa group server radius G\n server-private 192.0.2.9 key ${secret}` },
  { what: 'snmp-server community', write: (secret) => `snmp-server community ${secret} RO 10` },
  { what: 'snmp-server host', write: (secret) => `snmp-server host 192.0.2.9 version 2c ${secret}` },
  { what: 'snmp-server user', write: (secret) => `snmp-server user u g v3 auth sha ${secret} priv aes 128 ${secret}` },
  { what: 'key-string', write: (secret) => `key chain K\n key 1\n  key-string 7 ${secret}` },
  { what: 'neighbor password', write: (secret) => `router bgp 65000\n neighbor 192.0.2.9 password 7 ${secret}` },
  { what: 'message-digest-key', write: (secret) => `interface Tunnel9\n ip ospf message-digest-key 1 md5 7 ${secret}` },
  { what: 'authentication-key', write: (secret) => `interface Tunnel9\n ip ospf authentication-key ${secret}` },
  {
    what: 'standby authentication',
    write: (secret) => `interface Vlan9\n standby 1 authentication md5 key-string ${secret}`,
  },
  { what: 'ppp chap password', write: (secret) => `interface Dialer1\n ppp chap password 0 ${secret}` },
  { what: 'ntp authentication-key', write: (secret) => `ntp authentication-key 1 md5 ${secret} 7` },
  { what: 'nhrp authentication', write: (secret) => `interface Tunnel9\n ip nhrp authentication ${secret}` },
  { what: 'a password of ftp', write: (secret) => `ip ftp password ${secret}` },
  { what: 'a pki password', write: (secret) => `crypto pki trustpoint T\n password 7 ${secret}` },
  { what: 'a group of clients', write: (secret) => `crypto isakmp client configuration group G\n key ${secret}` },
  // Cisco ASA
  { what: 'ASA: enable password', write: (secret) => `enable password ${secret} pbkdf2` },
  { what: 'ASA: passwd', write: (secret) => `passwd ${secret} encrypted` },
  { what: 'ASA: username', write: (secret) => `username admin password ${secret} encrypted privilege 15` },
  {
    what: 'ASA: tunnel group of IKEv1',
    write: (secret) => `tunnel-group 198.51.100.7 ipsec-attributes\n ikev1 pre-shared-key ${secret}`,
  },
  {
    what: 'ASA: tunnel group of IKEv2',
    write: (secret) =>
      `tunnel-group 198.51.100.7 ipsec-attributes\n ikev2 remote-authentication pre-shared-key ${secret}\n ikev2 local-authentication pre-shared-key 0 ${secret}`,
  },
  {
    what: 'ASA: a key of an aaa-server',
    write: (secret) => `aaa-server R protocol radius\naaa-server R (inside) host 192.0.2.9\n key ${secret}`,
  },
  { what: 'ASA: ldap', write: (secret) => `aaa-server L (inside) host 192.0.2.9\n ldap-login-password ${secret}` },
  { what: 'ASA: failover key', write: (secret) => `failover key ${secret}` },
  { what: 'ASA: snmp-server', write: (secret) => `snmp-server host inside 192.0.2.9 community ${secret} version 2c` },
  // FortiGate
  {
    what: 'FortiGate: psksecret',
    write: (secret) =>
      `config vpn ipsec phase1-interface\n    edit "t"\n        set psksecret ENC ${base64Of(secret)}\n    next\nend`,
  },
  { what: 'FortiGate: psksecret, clear', write: (secret) => `        set psksecret "${secret}"` },
  {
    what: 'FortiGate: password',
    write: (secret) =>
      `config system admin\n    edit "admin"\n        set password ENC ${base64Of(secret)}\n    next\nend`,
  },
  {
    what: 'FortiGate: passwd',
    write: (secret) => `config user local\n    edit "u"\n        set passwd ENC ${base64Of(secret)}\n    next\nend`,
  },
  {
    what: 'FortiGate: radius',
    write: (secret) =>
      `config user radius\n    edit "r"\n        set server "192.0.2.9"\n        set secret ENC ${base64Of(secret)}\n    next\nend`,
  },
  {
    what: 'FortiGate: tacacs',
    write: (secret) => `config user tacacs+\n    edit "r"\n        set key ENC ${base64Of(secret)}\n    next\nend`,
  },
  {
    what: 'FortiGate: snmp',
    write: (secret) => `config system snmp community\n    edit 1\n        set name "${secret}"\n    next\nend`,
  },
  {
    what: 'FortiGate: a user of snmp',
    write: (secret) =>
      `config system snmp user\n    edit "u"\n        set auth-pwd ENC ${base64Of(secret)}\n        set priv-pwd ENC ${base64Of(secret)}\n    next\nend`,
  },
  {
    what: 'FortiGate: a private key',
    write: (secret) =>
      `config vpn certificate local\n    edit "c"\n        set private-key "-----BEGIN ENCRYPTED PRIVATE KEY-----\n${base64Of(secret)}\n-----END ENCRYPTED PRIVATE KEY-----"\n    next\nend`,
  },
  // Juniper
  {
    what: 'Junos: set pre-shared-key',
    write: (secret) => `set security ike policy P pre-shared-key ascii-text "$9$${secret}"`,
  },
  {
    what: 'Junos: pre-shared-key',
    write: (secret) => `policy P {\n    pre-shared-key ascii-text "$9$${secret}"; ## SECRET-DATA\n}`,
  },
  { what: 'Junos: hexadecimal', write: (secret) => `pre-shared-key hexadecimal ${hexOf(secret)};` },
  {
    what: 'Junos: encrypted-password',
    write: (secret) => `set system root-authentication encrypted-password "$6$abcd$${secret}"`,
  },
  { what: 'Junos: a secret', write: (secret) => `set system radius-server 192.0.2.9 secret "$9$${secret}"` },
  { what: 'Junos: authentication-key', write: (secret) => `authentication-key "$9$${secret}"; ## SECRET-DATA` },
  { what: 'Junos: snmp', write: (secret) => `set snmp community ${secret} authorization read-only` },
  // Palo Alto, pfSense, OPNsense, Sophos
  { what: 'Palo Alto: a key', write: (secret) => `<pre-shared-key>\n  <key>-AQ==${secret}</key>\n</pre-shared-key>` },
  {
    what: 'Palo Alto: a key on one line',
    write: (secret) => `<authentication><pre-shared-key><key>${secret}</key></pre-shared-key></authentication>`,
  },
  {
    what: 'Palo Alto: set',
    write: (secret) => `set network ike gateway G authentication pre-shared-key key ${secret}`,
  },
  { what: 'Palo Alto: phash', write: (secret) => `<phash>$1$abcd$${secret}</phash>` },
  { what: 'pfSense: pre-shared-key', write: (secret) => `<pre-shared-key>${secret}</pre-shared-key>` },
  { what: 'pfSense: bcrypt-hash', write: (secret) => `<bcrypt-hash>$2y$10$${secret}</bcrypt-hash>` },
  { what: 'pfSense: rocommunity', write: (secret) => `<rocommunity>${secret}</rocommunity>` },
  // ISA Server and Windows
  { what: 'ISA: PreSharedKey', write: (secret) => `<fpc4:PreSharedKey dt:dt="string">${secret}</fpc4:PreSharedKey>` },
  { what: 'ISA: an attribute', write: (secret) => `<fpc4:Vpn PreSharedKey="${secret}"/>` },
  {
    what: 'netsh ipsec static',
    write: (secret) => `netsh ipsec static add rule name=r policy=p filterlist=f filteraction=a psk="${secret}"`,
  },
  {
    what: 'netsh advfirewall',
    write: (secret) =>
      `netsh advfirewall consec add rule name=r endpoint1=any endpoint2=any action=requireinrequireout auth1=computerpsk auth1psk="${secret}"`,
  },
  {
    what: 'netsh advfirewall with more behind the key',
    write: (secret) =>
      `netsh advfirewall consec add rule name=r mode=tunnel auth1=computerpsk auth1psk=${secret} qmpfs=none endpoint1=any`,
  },
  {
    what: 'netsh advfirewall over several lines',
    write: (secret) => `auth1=computerpsk Auth1PSK="${secret}" ^\n  QMSecMethods=ESP:SHA1-AES128+60min`,
  },
  {
    what: 'a connection security rule on one line',
    write: (secret) => `Auth1:ComputerPSK Auth1PSK: ${secret} MainModeSecMethods DHGroup2-AES128-SHA1`,
  },
  {
    what: 'a connection security rule',
    write: (secret) =>
      `Auth1:                                ComputerPSK\nAuth1PSK:                             ${secret}`,
  },
  {
    what: 'Add-VpnConnection',
    write: (secret) =>
      `Add-VpnConnection -Name v -ServerAddress 192.0.2.1 -TunnelType L2tp -L2tpPsk "${secret}" -Force`,
  },
  {
    what: 'ConvertTo-SecureString with names',
    write: (secret) => `ConvertTo-SecureString -AsPlainText -Force -String "${secret}"`,
  },
  { what: 'Add-VpnS2SInterface', write: (secret) => `Add-VpnS2SInterface -Name B \`\n -SharedSecret \`\n "${secret}"` },
  { what: 'az with a value', write: (secret) => `az network vpn-connection shared-key update -g g --value ${secret}` },
  { what: 'net use', write: (secret) => `net use \\\\192.0.2.9\\share /user:admin ${secret}` },
  { what: 'New-NetIPsecAuthProposal', write: (secret) => `New-NetIPsecAuthProposal -Machine -PreSharedKey ${secret}` },
  { what: 'ConvertTo-SecureString', write: (secret) => `ConvertTo-SecureString "${secret}" -AsPlainText -Force` },
  // Linux, BSD, VyOS, MikroTik
  { what: 'xfrm: enc', write: (secret) => `\tenc cbc(aes) 0x${hexOf(secret)}` },
  { what: 'xfrm: auth-trunc', write: (secret) => `\tauth-trunc hmac(sha256) 0x${hexOf(secret)} 128` },
  { what: 'xfrm: auth', write: (secret) => `\tauth hmac(md5) 0x${hexOf(secret)}` },
  { what: 'xfrm: aead', write: (secret) => `\taead rfc4106(gcm(aes)) 0x${hexOf(secret)} 128` },
  {
    what: 'xfrm: a command',
    write: (secret) =>
      `ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 1 enc 'cbc(aes)' 0x${hexOf(secret)} auth 'hmac(sha1)' "${secret}"`,
  },
  {
    what: 'setkey',
    write: (secret) =>
      `add 192.0.2.1 192.0.2.2 esp 0x201 -m tunnel -E rijndael-cbc 0x${hexOf(secret)} -A hmac-sha1 "${secret}";`,
  },
  {
    what: 'a psk of OpenBSD',
    write: (secret) => `ikev2 esp from 10.1.0.0/24 to 10.2.0.0/24 peer 198.51.100.7 psk "${secret}"`,
  },
  {
    what: 'VyOS: pre-shared-secret',
    write: (secret) => `set vpn ipsec site-to-site peer B authentication pre-shared-secret '${secret}'`,
  },
  { what: 'VyOS: psk', write: (secret) => `set vpn ipsec authentication psk P secret '${secret}'` },
  {
    what: 'VyOS: plaintext-password',
    write: (secret) => `set system login user u authentication plaintext-password '${secret}'`,
  },
  { what: 'MikroTik: secret', write: (secret) => `/ip ipsec identity add peer=p secret="${secret}"` },
  { what: 'MikroTik: password', write: (secret) => `/ppp secret add name=u password=${secret} service=l2tp` },
  { what: 'snmpd.conf', write: (secret) => `rocommunity ${secret} 192.0.2.0/24` },
  { what: 'snmpd.conf: createUser', write: (secret) => `createUser u SHA "${secret}" AES "${secret}"` },
  { what: 'Terraform', write: (secret) => `  tunnel1_preshared_key = "${secret}"` },
  { what: 'Ansible', write: (secret) => `    ipsec_psk: "${secret}"` },
]
