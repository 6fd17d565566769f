import type { Format } from '../../model/format.ts'
import { SHOW_HINT } from '../cisco/show-outputs.ts'
import { anchorsOf } from './anchors.ts'
import { readOutputs } from './read-outputs.ts'
import { products } from './systems.ts'

/** What a router shows of its tunnels: the entries as they are installed, SAs with their counters, and states of IKE. */
export const iosShow: Format = {
  id: 'cisco-show/ios',
  title: 'Cisco IOS, IOS XE: outputs of show crypto',
  command:
    'show crypto ipsec sa; show crypto isakmp sa; show crypto ikev2 sa detail; show crypto session detail; show crypto map',
  hint: SHOW_HINT,
  recognise: (lines) => anchorsOf(lines).ios,
  read: (block) => readOutputs(block, products.ios),
}
