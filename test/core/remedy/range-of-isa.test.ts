import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

/** ISA Server with this Remote Site, and another gateway that has all of 10.2.0.0/24. */
function stepsFor(remoteSite: string, others = '10.2.0.0/24'): string[] {
  const text = `ends:
  A: {name: ISA-A, vendor: isa, external_address: 203.0.113.1, local_networks: [10.1.0.0/24], remote_site: [${remoteSite}, 198.51.100.7]}
  B: {name: B, vendor: other, external_address: 198.51.100.7, local_networks: [${others}, 198.51.100.7], remote_networks: [10.1.0.0/24, 203.0.113.1]}
`
  const { remediation } = analyse({ pastes: [{ source: 'tunnel.yaml', text }] })
  expect(remediation.after?.verdict).toBe('up')
  return remediation.steps.map(
    ({ end, say }) => `${end}: ${say.replace(/^.*Addresses, /, '').replace(/, press OK.*/s, '')}`,
  )
}

describe('a range of a Remote Site that is made of many filters', () => {
  it('is exchanged at once for the network that the other end has, as one that is typed without its first and last address', () => {
    expect(stepsFor('10.2.0.1-10.2.0.254')).toEqual(['A: remove 10.2.0.1-10.2.0.254 and add 10.2.0.0/24'])
    expect(stepsFor('10.2.0.0-10.2.0.191')).toEqual(['A: remove 10.2.0.0-10.2.0.191 and add 10.2.0.0/24'])
  })

  it('stays where the other end has less, or the networks are listed one by one', () => {
    const wider = stepsFor('10.2.0.0-10.2.1.127')
    expect(wider.filter((step) => step.startsWith('A: remove 10.2.0.0-10.2.1.127 and add 10.2.0.0/23'))).toEqual([])
    const listed = stepsFor('10.2.0.0/26, 10.2.0.64/26')
    expect(listed.filter((step) => step.includes('remove 10.2.0.0-'))).toEqual([])
  })
})
