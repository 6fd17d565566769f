import type { Shape } from './shape.ts'

function address(at: number): string {
  return `198.${18 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`
}

function network(at: number): string {
  return `10.${(at >> 8) & 255}.${at & 255}.0`
}

function guid(at: number): string {
  return `{11111111-0000-4000-8000-${at.toString(16).padStart(12, '0')}}`
}

function showUnit(system: 'ios' | 'asa'): Shape['unit'] {
  const colon = system === 'asa' ? ':' : ''
  const sa = (direction: string, spi: string) => `    ${direction} esp sas:
      spi: 0x${spi} (3221225473)
         transform: ${system === 'asa' ? 'esp-aes-256 esp-sha-hmac no compression' : 'esp-256-aes esp-sha256-hmac ,'}
         in use settings ={${system === 'asa' ? 'L2L, Tunnel, PFS Group 14, IKEv1, ' : 'Tunnel, '}}
         sa timing: remaining key lifetime (k${system === 'asa' ? 'B' : ''}/sec): (4374000/3200)
         IV size: 16 bytes
         replay detection support: Y
`
  return (at) => `   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
   remote ident (addr/mask/prot/port): (${network(at)}/255.255.255.0/0/0)
   current_peer${colon} ${address(at)}${system === 'asa' ? '' : ' port 500'}
    #pkts encaps: 412, #pkts encrypt: 412, #pkts digest: 412
    #pkts decaps: 398, #pkts decrypt: 398, #pkts verify: 398
    #send errors${colon} 0, #recv errors${colon} 0

     local crypto endpt.: 203.0.113.1, remote crypto endpt.: ${address(at)}
     current outbound spi: 0xC0000002(3221225474)

${sa('inbound', 'C0000001')}
${sa('outbound', 'C0000002')}
`
}

/** Output of commands and windows, which nobody writes. */
export const outputShapes: Readonly<Record<string, Shape>> = {
  'windows/netsh-static': {
    above: 'FilterList Name        : Branches\nDescription            : All\nFilter(s)\n---------\n',
    unit: (at) => `Description            : Branch ${at}
Mirrored               : NO
Source IP Address      : 10.1.0.0
Source Mask            : 255.255.255.0
Source DNS Name        : 10.1.0.0
Destination IP Address : ${network(at)}
Destination Mask       : 255.255.255.0
Destination DNS Name   : ${network(at)}
Protocol               : ANY
Source Port            : ANY
Destination Port       : ANY

`,
    below: '',
  },
  'windows/firewall-rules': {
    above: '',
    unit: (at) => `Rule Name:                            Branch ${at}
----------------------------------------------------------------------
Enabled:                              Yes
Profiles:                             Domain,Private,Public
Type:                                 Static
Mode:                                 Tunnel
LocalTunnelEndpoint:                  203.0.113.1
RemoteTunnelEndpoint:                 ${address(at)}
InterfaceTypes:                       Any
Endpoint1:                            10.1.0.0/24
Endpoint2:                            ${network(at)}/24
Port1:                                Any
Port2:                                Any
Protocol:                             Any
Action:                               RequireInRequireOut
Auth1:                                ComputerPSK
Auth1PSK:                             Example-key-1
MainModeSecMethods:                   DHGroup14-AES256-SHA256
MainModeKeyLifetime:                  480min,0sess
QuickModeSecMethods:                  ESP:SHA256-AES256+60min+100000kb
QuickModePFS:                         None
Rule source:                          Local Setting
ApplyAuthorization:                   No

`,
    below: 'Ok.\n',
  },
  'windows/monitored-sas': {
    above: 'C:\\>netsh advfirewall monitor show mmsa\n\n',
    unit: (at) => `Main Mode SA at 11/29/2026 13:10:09
----------------------------------------------------------------------
Local IP Address:                     203.0.113.1
Remote IP Address:                    ${address(at)}
My ID:
Peer ID:
First Auth:                           ComputerPSK
Second Auth:                          None
MM Offer:                             DHGroup14-AES256-SHA256
Cookie Pair:                          203d57505a1b0c3d:5d088705aa10ff02
Health Pair:                          No

`,
    below: 'Ok.\n',
  },
  'windows/netdiag': {
    above: `C:\\>netdiag /test:ipsec /debug

IP Security test . . . . . . . . . : Passed
    Local IPSec Policy Active: 'Branch tunnel'

`,
    unit: (at) => `    To branch ${at}
        Filter Id: ${guid(at)}
        Policy Id: ${guid(0)}
        Src Addr : 10.1.0.0           Src Mask : 255.255.255.0
        Dest Addr : ${network(at)}          Dest Mask : 255.255.255.0
        Tunnel Addr : ${address(at)}    Src Port : 0      Dest Port : 0
        Protocol : 0                  TunnelFilter: Yes

        Flags : Outbound
`,
    below: '\nThe command completed successfully\n',
  },
  'windows/ping': {
    above: '',
    unit: (at) => `C:\\>ping -n 4 ${address(at)}

Pinging ${address(at)} with 32 bytes of data:

Negotiating IP Security.
Reply from ${address(at)}: bytes=32 time=24ms TTL=126
Reply from ${address(at)}: bytes=32 time<1ms TTL=126
Request timed out.

Ping statistics for ${address(at)}:
    Packets: Sent = 4, Received = 2, Lost = 2 (50% loss),
Approximate round trip times in milli-seconds:
    Minimum = 0ms, Maximum = 24ms, Average = 12ms

`,
    below: '',
  },
  'windows/security-events': {
    above: '',
    unit: (at) => `Log Name:      Security
Source:        Microsoft-Windows-Security-Auditing
Event ID:      4654
Computer:      gateway-b.example
Description:
An IPsec quick mode negotiation failed.

Local Endpoint:
\tNetwork Address:\t${network(at)}
\tNetwork Address mask:\t255.255.255.0
\tPort:\t\t\t0
\tTunnel Endpoint:\t\t198.51.100.7

Remote Endpoint:
\tNetwork Address:\t10.1.0.16
\tAddress Mask:\t\t255.255.255.240
\tPort:\t\t\t443
\tTunnel Endpoint:\t\t203.0.113.1

Additional Information:
\tProtocol:\t\t6
\tMode:\t\t\tTunnel
\tRole:\t\t\tInitiator

Failure Information:
\tFailure Point:\t\tRemote computer
\tFailure Reason:\t\tNegotiation timed out

`,
    below: '',
  },
  'isa/site-to-site-summary': {
    above: `Local Tunnel Endpoint: 203.0.113.1
Remote Tunnel Endpoint: 198.51.100.7

IKE Phase I Parameters:
    Mode: Main mode
    Encryption: 3DES
    Integrity: SHA1

Remote Network 'Branches' IP Subnets:
`,
    unit: (at) => `    Subnet: ${network(at)}/255.255.255.0\n`,
    below: '\nRoutable Local IP Addresses:\n    Subnet: 10.1.0.0/255.255.255.0\n',
  },
  'isa/xml-export': {
    above: `<?xml version="1.0" encoding="UTF-8"?>
<fpc4:Root xmlns:fpc4="http://schemas.microsoft.com/isa/config-4" xmlns:dt="urn:schemas-microsoft-com:datatypes">
<fpc4:Arrays><fpc4:Array><fpc4:NetConfig><fpc4:Networks>
`,
    unit: (at) => `<fpc4:Network StorageName="${guid(at)}" StorageType="1">
  <fpc4:IpRangeSet StorageName="IpRangeSet" StorageType="1">
    <fpc4:IpRange StorageName="${guid(at)}" StorageType="1">
      <fpc4:IPFrom dt:dt="string">${network(at)}</fpc4:IPFrom>
      <fpc4:IPTo dt:dt="string">${network(at)}</fpc4:IPTo>
    </fpc4:IpRange>
  </fpc4:IpRangeSet>
  <fpc4:VpnConfiguration StorageName="VpnConfiguration" StorageType="1">
    <fpc4:IPSecSettings StorageName="IPSecSettings" StorageType="1">
      <fpc4:LocalServerAddress dt:dt="string">203.0.113.1</fpc4:LocalServerAddress>
      <fpc4:RemoteServerAddress dt:dt="string">${address(at)}</fpc4:RemoteServerAddress>
      <fpc4:AuthenticationMethod dt:dt="int">1</fpc4:AuthenticationMethod>
    </fpc4:IPSecSettings>
  </fpc4:VpnConfiguration>
  <fpc4:Name dt:dt="string">Branch ${at}</fpc4:Name>
</fpc4:Network>
`,
    below: '</fpc4:Networks></fpc4:NetConfig></fpc4:Array></fpc4:Arrays>\n</fpc4:Root>\n',
  },
  'cisco-show/ios': {
    above:
      'R1#show crypto ipsec sa\n\ninterface: GigabitEthernet0/0/0\n    Crypto map tag: VPN, local addr 203.0.113.1\n\n',
    unit: showUnit('ios'),
    below: '',
  },
  'cisco-show/asa': {
    above:
      'fw-a# show crypto ipsec sa\ninterface: outside\n    Crypto map tag: outside_map, seq num: 10, local addr: 203.0.113.1\n\n',
    unit: showUnit('asa'),
    below: '',
  },
  'fortigate/tunnels': {
    above: 'FGT-A # diagnose vpn tunnel list\nlist all ipsec tunnel in vd 0\n',
    unit: (at) => `------------------------------------------------------
name=to-${at} ver=1 serial=${at + 1} 203.0.113.1:0->${address(at)}:0 tun_id=${address(at)} dst_mtu=1500 dpd-link=on weight=1
proxyid_num=1 child_num=0 refcnt=4 ilast=2 olast=2 ad=/0
stat: rxp=0 txp=130 rxb=0 txb=7800
dpd: mode=on-demand on=1 idle=20000ms retry=3 count=0 seqno=0
natt: mode=none draft=0 interval=0 remote_port=0
proxyid=net proto=0 sa=1 ref=2 serial=1
  src: 0:10.1.0.0/255.255.255.0:0
  dst: 0:${network(at)}/255.255.255.0:0
  SA:  ref=3 options=18227 type=00 soft=0 mtu=1438 expire=42680/0B replaywin=2048
  life: type=01 bytes=0/0 timeout=42900/43200
  dec: spi=c0000001 esp=aes key=32 ‹secret ?›
       ah=sha256 key=32 ‹secret ?›
  dec:pkts/bytes=0/0, enc:pkts/bytes=130/14560
`,
    below: '',
  },
  'libreswan/status': {
    above: '000 using kernel interface: xfrm\n000  \n000 Connection list:\n000  \n',
    unit: (
      at,
    ) => `000 "net-${at}": 10.1.0.0/24===203.0.113.1...${address(at)}===${network(at)}/24; erouted; eroute owner: #${at}
000 "net-${at}":     oriented; my_ip=unset; their_ip=unset; my_updown=ipsec _updown;
000 "net-${at}":   xauth us:none, xauth them:none,  my_username=[any]; their_username=[any]
000 "net-${at}":   our auth:secret, their auth:secret, our autheap:none, their autheap:none;
000 "net-${at}":   modecfg info: us:none, them:none, modecfg policy:push, dns:unset, domains:unset, cat:unset;
000 "net-${at}":   sec_label:unset;
000 "net-${at}":   ike_life: 28800s; ipsec_life: 28800s; ipsec_max_bytes: 2^63B; ipsec_max_packets: 2^63; replay_window: 128; rekey_margin: 540s; rekey_fuzz: 100%; keyingtries: 0;
000 "net-${at}":   retransmit-interval: 500ms; retransmit-timeout: 60s; iketcp:no; iketcp-port:4500;
000 "net-${at}":   initial-contact:no; cisco-unity:no; fake-strongswan:no; send-vendorid:no; send-no-esp-tfc:no;
000 "net-${at}":   policy: IKEv2+PSK+ENCRYPT+TUNNEL+PFS+UP+IKE_FRAG_ALLOW+ESN_NO+ESN_YES;
000 "net-${at}":   v2-auth-hash-policy: none;
000 "net-${at}":   conn_prio: 24,24; interface: eth0; metric: 0; mtu: unset; sa_prio:auto; sa_tfc:none;
000 "net-${at}":   nflog-group: unset; mark: unset; vti-iface:unset; vti-routing:no; vti-shared:no; nic-offload:auto;
000 "net-${at}":   our idtype: ID_IPV4_ADDR; our id=203.0.113.1; their idtype: ID_IPV4_ADDR; their id=${address(at)}
000 "net-${at}":   liveness: passive; dpdaction:hold; dpddelay:0s; retransmit-timeout:60s
000 "net-${at}":   nat-traversal: encaps:auto; keepalive:20s
000 "net-${at}":   newest IKE SA: #0; newest IPsec SA: #${at}; conn serial: $${at};
000 #${at}: "net-${at}":500 STATE_V2_ESTABLISHED_CHILD_SA (established Child SA); REKEY in 28527s; newest; eroute owner; IKE SA #1; idle;
000 #${at}: "net-${at}" esp.c0000002@${address(at)} esp.c0000001@203.0.113.1 tun.0@${address(at)} tun.0@203.0.113.1 Traffic: ESPin=84B ESPout=84B ESPmax=2^63B
`,
    below: '000  \n000 Bare Shunt list:\n000  \n',
  },
}
