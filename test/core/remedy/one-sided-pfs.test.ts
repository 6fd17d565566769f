import { expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

/** Two ISA Servers: perfect forward secrecy at A alone, and B's Remote Site lacks the external address of A. */
const text = `ends:
  A:
    name: ISA-A
    vendor: isa
    external_address: 203.0.113.1
    local_networks: [10.1.0.0/24]
    remote_site: [10.2.0.0/24, 198.51.100.7]
    esp: { pfs: 14 }
  B:
    name: ISA-B
    vendor: isa
    external_address: 198.51.100.7
    local_networks: [10.2.0.0/24]
    remote_site: [10.1.0.0/24]
    esp: { pfs: off }
`

it('a group that one end lacks is set beside what else is to be mended, though nobody knows whether it matters', () => {
  const { verdict, remediation } = analyse({ pastes: [{ source: 'tunnel.yaml', text }] })
  expect(verdict).toBe('unknown')
  expect(remediation.steps.map((step) => step.end)).toEqual(['B', 'B'])
  expect(remediation.steps.map(({ say }) => say).join('\n')).toMatch(/forward secrecy to group 14.*203\.0\.113\.1/s)
  expect(remediation.after?.verdict).toBe('up')
})
