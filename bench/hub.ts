import { survey } from '../src/core/index.ts'
import { atMost, exponentFigure, type Figure, type Section, told } from './figure.ts'
import { exponentOf, medianTime } from './measure.ts'

const SECONDS = 5

/** A way to write a hub and its spokes. */
export interface Kind {
  readonly id: string
  readonly title: string
  readonly hub: (spokes: readonly Spoke[]) => string
  readonly spoke: (spoke: Spoke) => string
}

interface Spoke {
  readonly index: number
  readonly name: string
  readonly address: string
  readonly network: string
  /** Another one than the hub expects for one spoke in 50. */
  readonly own: string
}

type Paste = { readonly source: string; readonly text: string }

export const kinds: readonly Kind[] = [
  { id: 'swanctl', title: 'swanctl.conf', hub: swanctlHub, spoke: swanctlSpoke },
  { id: 'ipsec-conf', title: 'ipsec.conf', hub: ipsecHub, spoke: ipsecSpoke },
  { id: 'cisco-ios', title: 'Cisco IOS, one crypto map', hub: ciscoHub, spoke: ciscoSpoke },
]

/** Every spoke's pair with one hub, in one call of `survey`. */
export async function hub(
  sizes: readonly number[],
  only: string | undefined,
  progress: (line: string) => void,
): Promise<Section> {
  const figures: Figure[] = []
  for (const kind of kinds) {
    if (only !== undefined && only !== kind.id) continue
    figures.push(...(await figuresOf(kind, sizes, progress)))
  }
  return {
    title: 'A hub and its spokes',
    about: `\`survey()\` of one configuration with ${sizes.join(', ')} connections and the configuration of each of its peers, all pasted at once; one spoke in 50 has another network than the hub expects.`,
    figures,
  }
}

async function figuresOf(kind: Kind, sizes: readonly number[], progress: (line: string) => void): Promise<Figure[]> {
  survey({ pastes: hubAndSpokes(kind, 50) })
  const points: { size: number; time: number }[] = []
  let last = { rows: 0, up: 0, broken: 0 }
  for (const size of sizes) {
    const pastes = hubAndSpokes(kind, size)
    const time = await medianTime(() => {
      const rows = survey({ pastes })
      const up = rows.filter(({ verdict }) => verdict === 'up').length
      last = { rows: rows.length, up, broken: rows.length - up }
    }, 1)
    progress(`hub ${kind.id} ${size}: ${Math.round(time)} ms, ${last.rows} pairs, ${last.up} up, ${last.broken} not`)
    points.push({ size, time })
  }
  const largest = points.at(-1)
  return [
    ...(largest === undefined
      ? []
      : [atMost(`${kind.title}: ${largest.size} spokes, all pairs`, largest.time / 1000, SECONDS, ' s')]),
    told(`${kind.title}: pairs found`, last.rows, ''),
    told(`${kind.title}: of them not up`, last.broken, ''),
    ...(points.length > 1
      ? [exponentFigure(`${kind.title}: exponent of the number of spokes`, exponentOf(points), 1.15)]
      : []),
  ]
}

/** One hub's configuration, and after it one of each spoke. */
export function hubAndSpokes(kind: Kind, count: number): Paste[] {
  const spokes = Array.from({ length: count }, (_, index): Spoke => {
    const network = `10.${16 + (index >> 8)}.${index & 255}.0`
    const own = index % 50 === 7 ? '192.168.1.0' : network
    return { index, name: `spoke-${index}`, address: `198.18.${index >> 8}.${index & 255}`, network, own }
  })
  return [
    { source: 'hub.conf', text: kind.hub(spokes) },
    ...spokes.map((spoke) => ({ source: `${spoke.name}.conf`, text: kind.spoke(spoke) })),
  ]
}

const HUB = '203.0.113.1'
const HUB_NETWORK = '10.1.0.0/16'

function swanctlHub(spokes: readonly Spoke[]): string {
  const connections = spokes.map(({ name, address, network }) =>
    connectionText(name, { address: HUB, network: HUB_NETWORK }, { address, network: `${network}/24` }),
  )
  return `connections {\n${connections.join('')}}\n${secretsText(spokes)}`
}

function swanctlSpoke({ index, name, address, own }: Spoke): string {
  const hub = { address: HUB, network: HUB_NETWORK }
  const connection = connectionText('hub', { address, network: `${own}/24` }, hub)
  return `connections {\n${connection}}\n${secretsText([{ name, address: HUB }], index)}`
}

interface End {
  readonly address: string
  readonly network: string
}

/** A key for each peer, the same at both ends. */
function secretsText(peers: readonly { readonly name: string; readonly address: string }[], first = 0): string {
  const keys = peers.map(
    ({ name, address }, at) =>
      `  ike-${name} {\n    id-1 = ${address}\n    secret = "key of spoke ${first + at}"\n  }\n`,
  )
  return `secrets {\n${keys.join('')}}\n`
}

function connectionText(name: string, own: End, peer: End): string {
  return `  ${name} {
    version = 2
    local_addrs = ${own.address}
    remote_addrs = ${peer.address}
    proposals = aes256-sha256-modp2048
    local {
      auth = psk
      id = ${own.address}
    }
    remote {
      auth = psk
      id = ${peer.address}
    }
    children {
      net {
        local_ts = ${own.network}
        remote_ts = ${peer.network}
        esp_proposals = aes256-sha256
        start_action = trap
      }
    }
  }
`
}

/** As strongSwan reads it, with the keys in one text; nothing in a spoke's text tells the product. */
function ipsecHub(spokes: readonly Spoke[]): string {
  const conns = spokes.map(
    ({ name, address, network }) => `conn ${name}\n\tright=${address}\n\trightsubnet=${network}/24\n`,
  )
  const keys = spokes.map(({ index, address }) => `${HUB} ${address} : PSK "key of spoke ${index}"\n`)
  return `conn %default\n\tauthby=secret\n\tleft=${HUB}\n\tleftsubnet=${HUB_NETWORK}\n\tauto=route\n\n${conns.join('\n')}\n${keys.join('')}`
}

function ipsecSpoke({ index, address, own }: Spoke): string {
  return `conn hub
	authby=secret
	left=${address}
	leftsubnet=${own}/24
	right=${HUB}
	rightsubnet=${HUB_NETWORK}
	auto=route

${address} ${HUB} : PSK "key of spoke ${index}"
`
}

function ciscoHub(spokes: readonly Spoke[]): string {
  const keys = spokes.map(({ index, address }) => `crypto isakmp key key-of-spoke-${index} address ${address}\n`)
  const maps = spokes.map(({ index, name, address }) => mapText('HUB', index + 1, address, name))
  const lists = spokes.map(({ name, network }) => accessText(name, '10.1.0.0 0.0.255.255', `${network} 0.0.0.255`))
  return ciscoText({ name: 'hub', keys, maps, lists, address: HUB, map: 'HUB' })
}

function ciscoSpoke({ index, name, address, own }: Spoke): string {
  return ciscoText({
    name,
    keys: [`crypto isakmp key key-of-spoke-${index} address ${HUB}\n`],
    maps: [mapText('TO-HUB', 10, HUB, 'hub')],
    lists: [accessText('hub', `${own} 0.0.0.255`, '10.1.0.0 0.0.255.255')],
    address,
    map: 'TO-HUB',
  })
}

interface CiscoParts {
  readonly name: string
  readonly keys: readonly string[]
  readonly maps: readonly string[]
  readonly lists: readonly string[]
  readonly address: string
  readonly map: string
}

function ciscoText({ name, keys, maps, lists, address, map }: CiscoParts): string {
  return `version 15.9
hostname ${name}
!
crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
${keys.join('')}!
crypto ipsec transform-set STRONG esp-aes 256 esp-sha256-hmac
 mode tunnel
!
${maps.join('')}interface GigabitEthernet0/0
 ip address ${address} 255.255.255.0
 crypto map ${map}
!
ip route 0.0.0.0 0.0.0.0 GigabitEthernet0/0
!
${lists.join('')}`
}

function mapText(map: string, number: number, peer: string, list: string): string {
  return `crypto map ${map} ${number} ipsec-isakmp
 set peer ${peer}
 set transform-set STRONG
 match address ${list}
!
`
}

function accessText(name: string, source: string, destination: string): string {
  return `ip access-list extended ${name}\n permit ip ${source} ${destination}\n!\n`
}
