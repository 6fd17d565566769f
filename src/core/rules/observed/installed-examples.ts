import { paste } from '../paste/examples.ts'
import type { Example } from '../rule.ts'

const [OWN, PEER] = ['203.0.113.1', '198.51.100.7']

export interface PolicyWords {
  readonly source?: string
  readonly destination?: string
  readonly reqid?: number
  readonly mode?: string
  readonly level?: string
}

/** One policy of the gateway 203.0.113.1 with a tunnel to 198.51.100.7, as `ip xfrm policy` prints it. */
export function policy(direction: 'out' | 'in' | 'fwd', words: PolicyWords = {}): string {
  const ends = direction === 'out' ? ['10.1.0.0/24', '10.2.0.0/24'] : ['10.2.0.0/24', '10.1.0.0/24']
  const { source = ends[0], destination = ends[1], reqid = 1, mode = 'tunnel', level } = words
  const [from, to] = direction === 'out' ? [OWN, PEER] : [PEER, OWN]
  return [
    `src ${source} dst ${destination} `,
    `\tdir ${direction} priority 375423 ptype main `,
    `\ttmpl src ${from} dst ${to}`,
    `\t\tproto esp reqid ${reqid} mode ${mode}`,
    ...(level === undefined ? [] : [`\t\tlevel ${level} `]),
    '',
  ].join('\n')
}

/** The three policies that a tunnel between two networks needs. */
export const POLICIES = policy('out') + policy('fwd') + policy('in')

interface SaWords {
  readonly spi?: string
  readonly reqid?: number
  readonly count?: number
  readonly stats?: string
  readonly key?: string
}

/** One SA of that gateway, as `ip -s xfrm state` prints it; `count` packets went through it. */
export function sa(direction: 'out' | 'in', words: SaWords = {}): string {
  const { spi = direction === 'out' ? '0xc0000001' : '0xc0000002', reqid = 1, count = 7, stats, key = '0x00ff' } = words
  const [from, to] = direction === 'out' ? [OWN, PEER] : [PEER, OWN]
  const numbers =
    direction === 'out' ? `seq 0x0, oseq 0x${count.toString(16)}` : `seq 0x${count.toString(16)}, oseq 0x0`
  return [
    `src ${from} dst ${to}`,
    `\tproto esp spi ${spi} reqid ${reqid} mode tunnel`,
    `\treplay-window ${direction === 'out' ? 0 : 32} flag af-unspec`,
    `\tauth-trunc hmac(sha256) ${key} 128`,
    `\tenc cbc(aes) ${key}`,
    `\tanti-replay context: ${numbers}, bitmap 0x00000000`,
    ...(stats === undefined ? [] : ['\tstats:', `\t  ${stats}`]),
    '',
  ].join('\n')
}

export const SAS = sa('out') + sa('in')

/** Policies and SAs of the gateway in one paste. */
export function gateway(policies: string, sas: string): Example {
  return paste(`root@gw-a:~# ip xfrm policy\n${policies}root@gw-a:~# ip -s xfrm state\n${sas}root@gw-a:~# \n`)
}
