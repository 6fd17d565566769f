import type { Example } from '../rule.ts'

/** Two ends described in YAML; what an example changes is handed in. */
export interface DescribedEnd {
  readonly vendor?: string
  readonly locals: readonly string[]
  readonly remotes: readonly string[]
  /** Of the IKE SA. */
  readonly encryption?: string
  /** Of the IKE SA, in seconds. */
  readonly lifetime?: number
}

const ADDRESSES = { A: '203.0.113.1', B: '198.51.100.7' } as const

/** A tunnel description with these networks; A is 203.0.113.1 and B, described or not, 198.51.100.7. */
export function description(a: DescribedEnd, b?: DescribedEnd): Example {
  const second = b === undefined ? [`    peer_address: ${ADDRESSES.B}`] : endLines('B', b)
  const text = ['ends:', ...endLines('A', a), ...second].join('\n')
  return { pastes: [{ source: 'tunnel.yaml', text: `${text}\n` }] }
}

function endLines(label: 'A' | 'B', end: DescribedEnd): string[] {
  const isIsa = end.vendor === undefined
  return [
    `  ${label}:`,
    `    name: ${isIsa ? 'ISA' : 'Gateway'}-${label}`,
    `    vendor: ${end.vendor ?? 'isa'}`,
    `    external_address: ${ADDRESSES[label]}`,
    `    local_networks: [${end.locals.join(', ')}]`,
    `    ${isIsa ? 'remote_site' : 'remote_networks'}: [${end.remotes.join(', ')}]`,
    ...(end.encryption === undefined ? [] : [`    ike: { encryption: ${end.encryption} }`]),
    ...(end.lifetime === undefined ? [] : [`    ike: { lifetime: ${end.lifetime} s }`]),
  ]
}

/** Two ISA Servers whose Remote Sites each list the other's external address: nothing to find. */
export const MATCHING: Example = description(
  { locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24', ADDRESSES.B] },
  { locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24', ADDRESSES.A] },
)
