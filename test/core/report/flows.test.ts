import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'

function trafficOf(remotesOfB: readonly string[]): string[] {
  const { pastes } = description(
    { vendor: 'other', locals: ['0.0.0.0/0'], remotes: ['0.0.0.0/0'] },
    { vendor: 'other', locals: ['10.2.0.0/24'], remotes: remotesOfB },
  )
  const { flows } = analyse({ pastes })
  return flows
    .filter(({ initiator }) => initiator === 'A')
    .map(({ source, destination }) => `${source} > ${destination}`)
}

describe('what is left of an entry for any traffic', () => {
  it('is told as the rest, since no two lists are just its packets', () => {
    expect(trafficOf(['10.1.0.0/24'])).toEqual(['10.1.0.0/24 > 10.2.0.0/24', 'the rest of 0.0.0.0/0 > 0.0.0.0/0'])
  })

  it('is told as it is where two lists are just its packets', () => {
    expect(trafficOf(['0.0.0.0/0'])).toContain('0.0.0.0/0 > 0.0.0.0-10.1.255.255, 10.2.1.0-255.255.255.255')
  })
})
