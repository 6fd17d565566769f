import { survey } from '../src/core/index.ts'
import { atMost, exponentFigure, type Section, told } from './figure.ts'
import { exponentOf, medianTime } from './measure.ts'

const SECONDS = 5

/** Every spoke's pair with one hub, in one call of `survey`. */
export async function hub(sizes: readonly number[], progress: (line: string) => void): Promise<Section> {
  survey({ pastes: hubAndSpokes(50) })
  const points: { size: number; time: number }[] = []
  let last = { rows: 0, up: 0, broken: 0 }
  for (const size of sizes) {
    const pastes = hubAndSpokes(size)
    const time = await medianTime(() => {
      const rows = survey({ pastes })
      const up = rows.filter(({ verdict }) => verdict === 'up').length
      last = { rows: rows.length, up, broken: rows.length - up }
    }, 1)
    progress(`hub ${size}: ${Math.round(time)} ms, ${last.rows} pairs, ${last.up} up, ${last.broken} not`)
    points.push({ size, time })
  }
  const largest = points.at(-1)
  return {
    title: 'A hub and its spokes',
    about: `\`survey()\` of one swanctl.conf with ${sizes.join(', ')} connections and the swanctl.conf of each of its peers, all pasted at once; one spoke in 50 has another network than the hub expects.`,
    figures: [
      ...(largest === undefined
        ? []
        : [atMost(`${largest.size} spokes, all pairs`, largest.time / 1000, SECONDS, ' s')]),
      told('pairs found', last.rows, ''),
      told('of them not up', last.broken, ''),
      ...(points.length > 1 ? [exponentFigure('exponent of the number of spokes', exponentOf(points), 1.15)] : []),
    ],
  }
}

function hubAndSpokes(count: number): { readonly source: string; readonly text: string }[] {
  const spokes = Array.from({ length: count }, (_, index) => ({
    name: `spoke-${index}`,
    address: `198.18.${index >> 8}.${index & 255}`,
    network: `10.${16 + (index >> 8)}.${index & 255}.0/24`,
  }))
  const connections = spokes.map(({ name, address, network }) =>
    connectionText(name, { address: HUB, network: HUB_NETWORK }, { address, network }),
  )
  return [
    { source: 'hub.conf', text: `connections {\n${connections.join('')}}\n${secretsText(spokes)}` },
    ...spokes.map(({ name, address, network }, index) => {
      const own = { address, network: index % 50 === 7 ? '192.168.1.0/24' : network }
      const connection = connectionText('hub', own, { address: HUB, network: HUB_NETWORK })
      return {
        source: `${name}.conf`,
        text: `connections {\n${connection}}\n${secretsText([{ name, address: HUB }], index)}`,
      }
    }),
  ]
}

const HUB = '203.0.113.1'
const HUB_NETWORK = '10.1.0.0/16'

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
