/**
 * Protocols and services by name, as `getprotobyname` and `getservbyname` find them on Debian 12 (package netbase, from
 * the registries of IANA). Names are exact: `tcp` and its alias `TCP` are known, `Tcp` is not.
 */
const PROTOCOLS = table(
  `ip 0, hopopt 0, icmp 1, igmp 2, ggp 3, ipencap 4, st 5, tcp 6, egp 8, igp 9, pup 12, udp 17, hmp 20, rdp 27, dccp 33,
  xtp 36, ddp 37, ipv6 41, ipv6-route 43, ipv6-frag 44, idrp 45, rsvp 46, gre 47, esp 50, ah 51, skip 57, ipv6-icmp 58,
  ipv6-nonxt 59, ipv6-opts 60, rspf 73, vmtp 81, eigrp 88, ospf 89, ipip 94, etherip 97, encap 98, pim 103, ipcomp 108,
  vrrp 112, l2tp 115, isis 124, sctp 132, fc 133, mobility-header 135, udplite 136, mpls-in-ip 137, manet 138, hip 139,
  shim6 140, wesp 141, rohc 142, ethernet 143`,
)
const PROTOCOL_ALIASES: ReadonlyMap<string, number> = new Map([
  ['IPv6', 41],
  ['IPv6-ICMP', 58],
  ['IPSEC-ESP', 50],
  ['IPSEC-AH', 51],
  ['IP-ENCAP', 4],
  ['OSPFIGP', 89],
  ['UDPLite', 136],
])
const SERVICES = table(
  `tcpmux 1, echo 7, discard 9, systat 11, daytime 13, netstat 15, qotd 17, chargen 19, ftp-data 20, ftp 21, ssh 22,
  telnet 23, smtp 25, mail 25, time 37, whois 43, tacacs 49, domain 53, bootps 67, bootpc 68, tftp 69, gopher 70,
  finger 79, http 80, www 80, kerberos 88, kerberos5 88, iso-tsap 102, pop3 110, pop-3 110, sunrpc 111, portmapper 111,
  auth 113, ident 113, nntp 119, ntp 123, epmap 135, loc-srv 135, netbios-ns 137, netbios-dgm 138, netbios-ssn 139,
  imap2 143, imap 143, snmp 161, snmp-trap 162, snmptrap 162, xdmcp 177, bgp 179, ldap 389, svrloc 427, https 443,
  microsoft-ds 445, kpasswd 464, submissions 465, ssmtp 465, isakmp 500, exec 512, biff 512, login 513, who 513, shell 514,
  syslog 514, printer 515, talk 517, ntalk 518, route 520, router 520, rtsp 554, submission 587, ipp 631, ldaps 636,
  ldp 646, kerberos-adm 749, iscsi-target 3260, domain-s 853, rsync 873, ftps-data 989, ftps 990, telnets 992, imaps 993,
  pop3s 995, socks 1080, openvpn 1194, ms-sql-s 1433, ms-sql-m 1434, l2f 1701, l2tp 1701, radius 1812, radius-acct 1813,
  radacct 1813, cisco-sccp 2000, nfs 2049, mysql 3306, ms-wbt-server 3389, svn 3690, ipsec-nat-t 4500, iax 4569, sip 5060,
  sip-tls 5061, xmpp-client 5222, mdns 5353, postgresql 5432, postgres 5432, amqps 5671, amqp 5672, x11 6000, redis 6379,
  syslog-tls 6514, http-alt 8080, webcache 8080, git 9418, webmin 10000, zabbix-agent 10050, zabbix-trapper 10051`,
)

export function protocolNumber(name: string): number | undefined {
  const lower = name.toLowerCase()
  const known = name === lower || name === name.toUpperCase() ? PROTOCOLS.get(lower) : undefined
  // `IPV6` and the like are no aliases, since theirs are of mixed case.
  return PROTOCOL_ALIASES.get(name) ?? (name !== lower && lower.startsWith('ipv6') ? undefined : known)
}

/** `undefined` also for a service of which only the machine itself knows. */
export function servicePort(name: string): number | undefined {
  return SERVICES.get(name)
}

function table(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split(',').map((entry) => {
      const [name = '', number = ''] = entry.trim().split(' ')
      return [name, Number(number)]
    }),
  )
}
