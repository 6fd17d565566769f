import type { DialectStep } from '../../model/vendor.ts'
import type { IosTunnel } from './connections.ts'

/** Lines of configuration, the mode in front and what stands in it below. */
export interface Section {
  readonly mode: string
  readonly lines: readonly string[]
}

/** A step with its commands, from where somebody is logged in to where they were; then the tunnel is set up anew. */
export function configure(
  say: string,
  sections: readonly (Section | string)[],
  peer: string | null = null,
): DialectStep {
  const lines = sections.flatMap((section, at) => {
    if (typeof section === 'string') return [section]
    const before = sections[at - 1]
    const isOpen = typeof before === 'object' && before.mode === section.mode
    return [...(isOpen ? [] : [section.mode]), ...section.lines.map((line) => ` ${line}`)]
  })
  const clear = peer === null ? [] : [`clear crypto session remote ${peer}`]
  return { say, run: ['configure terminal', ...lines, 'end', ...clear].join('\n') }
}

/** The command that opens the mode in which a tunnel's protection is set. */
export function protectionMode({ place }: IosTunnel): string {
  if ('tunnel' in place) return `crypto ipsec profile ${place.tunnel.tunnel.profile?.value ?? '<the IPsec profile>'}`
  const { entry } = place
  return entry.isTemplate
    ? `crypto dynamic-map ${entry.map} ${entry.sequence}`
    : `crypto map ${entry.map} ${entry.sequence} ipsec-isakmp`
}
