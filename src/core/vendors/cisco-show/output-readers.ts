import type { OutputName } from '../cisco/show-outputs.ts'
import type { OutputReader } from '../shown/shown.ts'
import { cryptoMapReader, ipsecProfileReader } from './crypto-map.ts'
import { ikev2SaReader } from './ikev2-sa.ts'
import { ipsecSaReader } from './ipsec-sa.ts'
import { isakmpSaReader } from './isakmp-sa.ts'
import { ikev2ProposalReader, isakmpPolicyReader } from './policy-outputs.ts'
import { sessionReader } from './session.ts'
import type { ShownByCisco } from './shown-by-cisco.ts'
import { vpnSessiondbReader } from './vpn-sessiondb.ts'

/** Who reads each output. */
export const outputReaders: Readonly<Record<OutputName, (shown: ShownByCisco) => OutputReader>> = {
  'crypto map': cryptoMapReader,
  'ikev2 proposal': ikev2ProposalReader,
  'ikev2 sa': ikev2SaReader,
  'ipsec profile': ipsecProfileReader,
  'ipsec sa': ipsecSaReader,
  'ipsec sa count': countReader,
  'isakmp policy': isakmpPolicyReader,
  'isakmp sa': isakmpSaReader,
  session: sessionReader,
  'vpn-sessiondb': vpnSessiondbReader,
}

/** `show crypto ipsec sa count` tells no tunnel from another. */
function countReader(): OutputReader {
  return { read: (text) => (/^IPsec SA total: /.test(text) ? 'irrelevant' : undefined), finish: () => undefined }
}
