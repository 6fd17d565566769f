import type { DaemonSettings } from '../../model/ike-policy.ts'
import type { MissingPart } from '../../model/obstacle.ts'
import { defaulted, stated } from '../../model/setting.ts'
import type { ConfText } from '../freeswan/conf-text.ts'
import { OPENSWAN } from './conn-settings.ts'
import type { Conn } from './connection.ts'
import { yesOrNo } from './known-keys.ts'

/** What `config setup` says of pluto. What a paste without that leaves open is known where it shows the whole file. */
export function daemonOf({ sections }: ConfText, whole: boolean, older: boolean): DaemonSettings {
  const setup = sections.filter(({ kind }) => kind === 'config')
  const find = (wanted: string) => setup.flatMap(({ keys }) => keys).find(({ name }) => name === wanted)
  const [key, tcp] = [find('ikev1-policy'), find('listen-tcp')]
  const listens = tcp === undefined ? {} : { listensTcp: stated(yesOrNo(tcp.value) === true, tcp.span) }
  if (key !== undefined) return { ...listens, acceptsVersion1: stated(key.value.toLowerCase() === 'accept', key.span) }
  if (older) return { ...listens, acceptsVersion1: defaulted(true, OPENSWAN) }
  if (setup.length === 0 && !whole) return {}
  return {
    ...listens,
    acceptsVersion1: defaulted(false, 'Measured with Libreswan 4.10: it adds no IKEv1 connection by default.'),
  }
}

/** Whether IKEv1 is answered stands in a part that was not pasted. */
export function missingSetup(conns: readonly Conn[], { acceptsVersion1 }: DaemonSettings): MissingPart[] {
  const first = conns.find(({ fromLeft }) => fromLeft.initiates.value === 1)
  if (acceptsVersion1 !== undefined || first === undefined) return []
  const topic = '"config setup", which must have ikev1-policy=accept'
  return [{ code: 'AD003', topic, command: '`cat /etc/ipsec.conf`' }]
}
