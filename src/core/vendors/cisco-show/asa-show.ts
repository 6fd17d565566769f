import type { Format } from '../../model/format.ts'
import { SHOW_HINT } from '../cisco/show-outputs.ts'
import { anchorsOf } from './anchors.ts'
import { readOutputs } from './read-outputs.ts'
import { products } from './systems.ts'

/** The same of an ASA, whose outputs list what has been negotiated. */
export const asaShow: Format = {
  id: 'cisco-show/asa',
  title: 'Cisco ASA: outputs of show crypto and show vpn-sessiondb',
  command: 'show crypto ipsec sa; show crypto ikev1 sa; show crypto ikev2 sa; show vpn-sessiondb detail l2l',
  hint: SHOW_HINT,
  recognise: (lines) => anchorsOf(lines).asa,
  read: (block) => readOutputs(block, products.asa),
}
