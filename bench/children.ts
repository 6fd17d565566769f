import { analyse } from '../src/core/index.ts'
import { atMost, exponentFigure, type Figure, type Section, told } from './figure.ts'
import { exponentOf, medianTime } from './measure.ts'

/** What an analysis in Slack may take. */
const SECONDS = 20

/** One connection whose lists of networks, `sides` on each side, make a child of each pair. */
export async function children(sides: readonly number[], progress: (line: string) => void): Promise<Section> {
  analyse({ pastes: connectionWithLists(5) })
  const points: { size: number; time: number }[] = []
  const figures: Figure[] = []
  for (const side of sides) {
    const pastes = connectionWithLists(side)
    let up = 0
    const time = await medianTime(() => {
      up = analyse({ pastes }).flows.filter(({ outcome }) => outcome === 'established').length
    }, 1)
    progress(`children ${side * side}: ${Math.round(time)} ms, ${up} flows up`)
    points.push({ size: side * side, time })
    if (side !== sides.at(-1)) continue
    figures.push(atMost(`Libreswan: ${side * side} children of one connection`, time / 1000, SECONDS, ' s'))
    figures.push(told('Libreswan: flows that are up', up, ''))
  }
  if (points.length > 1) figures.push(exponentFigure('Libreswan: exponent of the children', exponentOf(points), 1.35))
  return {
    title: 'Children of one connection',
    about: `Both ends' ipsec.conf with \`leftsubnets\` and \`rightsubnets\` of ${sides.join(', ')} networks each, which makes a child of each pair of them.`,
    figures,
  }
}

function connectionWithLists(side: number): { source: string; text: string; end: string }[] {
  const networks = (net: number) => Array.from({ length: side }, (_, at) => `10.${net}.${at}.0/24`).join(' ')
  const conf = (own: number, peer: number) => `# Libreswan
conn lists
	left=192.0.2.${own}
	right=192.0.2.${peer}
	leftsubnets={${networks(own)}}
	rightsubnets={${networks(peer)}}
	authby=secret
	ikev2=insist
	auto=start
`
  const keys = ': PSK "an example, not a key"\n'
  return [
    { source: 'a.conf', end: 'A', text: conf(1, 2) },
    { source: 'a.secrets', end: 'A', text: keys },
    { source: 'b.conf', end: 'B', text: conf(2, 1) },
    { source: 'b.secrets', end: 'B', text: keys },
  ]
}
