import { kernelPolicies } from './kernel-policies.ts'
import type { ChildSa, IkeSa, SaView } from './security-associations.ts'

const STATE = /^000 #(\d+): "([^"]+)".*? STATE_(\w+) \(([^)]*)\)/
const SPI = /^000 #(\d+): "[^"]+".*? (?:esp|ah)[.:]([\da-f]+)@/

/**
 * The established SAs of a libreswan, oldest first, from `whack --status`. It prints no selectors for a child SA of
 * IKEv1, so those are what the kernel was told (`ip xfrm policy`), and belong to the last child.
 */
export function plutoSas(status: string, xfrmPolicy: string): SaView {
  const lines = status.split('\n')
  const spis = new Map(
    lines.flatMap((line) => {
      const [, state, spi] = SPI.exec(line) ?? []
      return state === undefined || spi === undefined ? [] : [[state, spi] as const]
    }),
  )
  const policies = kernelPolicies(xfrmPolicy).filter(({ dir }) => dir === 'out')
  const ike: IkeSa[] = []
  const children: ChildSa[] = []
  for (const line of lines) {
    const [, number = '', conn = '', state = '', story = ''] = STATE.exec(line) ?? []
    if (/^(?:established IKE SA|IKE SA established|ISAKMP SA established)/.test(story)) {
      ike.push({ conn, version: state.startsWith('V2') ? 2 : 1, localId: null, remoteId: null, proposal: '' })
    }
    if (!/^(?:established Child SA|IPsec SA established)/.test(story)) continue
    children.push({
      conn,
      name: conn,
      mode: policies[0]?.mode ?? null,
      protocol: policies[0]?.protocol ?? null,
      encap: null,
      spiIn: spis.get(number) ?? null,
      local: unique(policies.map(({ src }) => src)),
      remote: unique(policies.map(({ dst }) => dst)),
      proposal: '',
    })
  }
  return { ike, children }
}

/** The kernel lists policies in no order that means anything. */
function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort()
}
