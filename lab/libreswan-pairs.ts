import type { Daemon, EndLetter } from './case.ts'
import { drawLibreswanPair } from './draw-libreswan-pair.ts'
import { connections, id, idType, mirrored, peer, psk, pskIds, ver } from './identity-kinds.ts'
import {
  anyPeer,
  auto,
  badConf,
  bareId,
  connSetting,
  forgotten,
  hostToHost,
  narrowing,
  pfsLine,
  secondConn,
} from './libreswan-kinds.ts'
import type { Kind, PairDraft } from './pair-draft.ts'
import {
  aggressive,
  ah,
  childSetting,
  defaultProp,
  espProp,
  ikeProp,
  moreChildren,
  pfs,
  transport,
  vip,
} from './policy-kinds.ts'
import type { Random } from './random.ts'
import {
  any,
  anyBoth,
  children,
  dynamic,
  families,
  hostbits,
  isa,
  isaOnlyHost,
  missing,
  proto,
  protoMixed,
  resized,
  shuffle,
  trap,
  typo,
  unmirrored,
} from './selector-kinds.ts'

/** Each kind with its share, for pairs with libreswan. It refuses more than strongSwan, so more of them fit. */
export const LIBRESWAN_KINDS: readonly (readonly [readonly [string, Kind], number])[] = [
  [['mirrored', mirrored], 30],
  [['missing', missing], 6],
  [['isa', isa], 5],
  [['isa_only_host', isaOnlyHost], 3],
  [['b_wider', resized('b', 'wider')], 4],
  [['b_narrower', resized('b', 'narrower')], 4],
  [['a_wider', resized('a', 'wider')], 4],
  [['a_narrower', resized('a', 'narrower')], 4],
  [['narrowing', narrowing], 14],
  [['shuffle', shuffle], 3],
  [['hostbits', hostbits], 2],
  [['typo', typo], 4],
  [['any', any], 4],
  [['any_both', anyBoth], 3],
  [['unmirrored', unmirrored], 2],
  [['dynamic', dynamic], 3],
  [['host_to_host', hostToHost], 5],
  [['families', families], 1],
  [['proto', proto], 5],
  [['proto_mixed', protoMixed], 4],
  [['children', children], 3],
  [['children_more', moreChildren], 4],
  [['second_conn', secondConn], 5],
  [['ike_prop', ikeProp], 7],
  [['esp_prop', espProp], 7],
  [['default_prop', defaultProp], 8],
  [['pfs', pfs], 6],
  [['pfs_line', pfsLine], 5],
  [['transport', transport], 5],
  [['ah', ah], 2],
  [['compress', connSetting(['compress=yes'])], 2],
  [['ipcomp', childSetting('ipcomp = yes')], 1],
  [['esn', connSetting(['esn=yes', 'esn=no', 'esn=either'])], 3],
  [['lifetimes', connSetting(['salifetime=20m', 'ikelifetime=1h', 'rekey=no', 'rekeymargin=2m'])], 3],
  [['encapsulation', connSetting(['encapsulation=yes', 'encapsulation=no'])], 2],
  [['auto', auto], 3],
  [['trap', trap], 2],
  [['vip', vip], 1],
  [['authby', connSetting(['authby=rsasig', 'authby=secret,rsasig', 'authby=never', 'authby=null'])], 3],
  [['versions', connSetting(['ikev2=no', 'ikev2=never', 'ikev2=propose', 'ikev2=permit', 'ikev2=insist'])], 4],
  [['forgotten', forgotten], 4],
  [['id', id], 6],
  [['id_type', idType], 5],
  [['bare_id', bareId], 2],
  [['psk', psk], 6],
  [['psk_ids', pskIds], 6],
  [['ver', ver], 5],
  [['aggressive', aggressive], 4],
  [['peer', peer], 4],
  [['any_peer', anyPeer], 5],
  [['connections', connections], 4],
  [['bad_conf', badConf], 3],
]

/** Which end is which product. */
function drawDaemons(random: Random, mixed: boolean): Readonly<Record<EndLetter, Daemon>> {
  if (!mixed) return { a: 'libreswan', b: 'libreswan' }
  return random.chance(0.5) ? { a: 'libreswan', b: 'strongswan' } : { a: 'strongswan', b: 'libreswan' }
}

export function libreswanPair(random: Random, mixed: boolean): PairDraft {
  return drawLibreswanPair(random, drawDaemons(random, mixed))
}
