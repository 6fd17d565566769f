import { paste } from '../paste/examples.ts'
import type { Example } from '../rule.ts'

const SAS = (way: string, spi: string) =>
  `     ${way} esp sas:\n      spi: ${spi}(1)\n        transform: esp-256-aes esp-sha256-hmac ,\n        in use settings ={Tunnel, }\n`

const NO_SAS = '     inbound esp sas:\n\n     outbound esp sas:\n\n'

export interface StatusWords {
  /** As `show crypto isakmp sa` prints it. */
  readonly state: string
  readonly sent?: number
  readonly received?: number
  readonly sas?: boolean
}

/** A router's status of its tunnel to 198.51.100.7. */
export function router({ state, sent = 0, received = 0, sas = false }: StatusWords): Example {
  return paste(`R1#show crypto isakmp sa
IPv4 Crypto ISAKMP SA
dst             src             state          conn-id status
198.51.100.7    203.0.113.1     ${state}       1001 ACTIVE
R1#show crypto ipsec sa

interface: GigabitEthernet0/0
    Crypto map tag: VPN, local addr 203.0.113.1

   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
   remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)
   current_peer 198.51.100.7 port 500
    #pkts encaps: ${sent}, #pkts encrypt: ${sent}, #pkts digest: ${sent}
    #pkts decaps: ${received}, #pkts decrypt: ${received}, #pkts verify: ${received}

${sas ? SAS('inbound', '0xC0000001') + SAS('outbound', '0xC0000002') : NO_SAS}R1#
`)
}
