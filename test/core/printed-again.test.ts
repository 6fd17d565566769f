import { expect, it } from 'vitest'
import { analyse, survey } from '../../src/core/index.ts'
import { dump, filter, PAIR } from '../../src/core/rules/spd/examples.ts'

const SECOND = filter('outbound', '10.1.0.0', '10.3.0.0') + filter('inbound', '10.3.0.0', '10.1.0.0')
const textOf = (filters: string) => dump(filters).pastes[0]?.text ?? ''
const BRANCH = textOf(
  filter('outbound', '10.2.0.0', '10.1.0.0', { tunnel: '203.0.113.1' }) +
    filter('inbound', '10.1.0.0', '10.2.0.0', { tunnel: '198.51.100.7' }) +
    filter('outbound', '10.3.0.0', '10.1.0.0', { tunnel: '203.0.113.1' }) +
    filter('inbound', '10.1.0.0', '10.3.0.0', { tunnel: '198.51.100.7' }),
)

function request(main: string) {
  return {
    pastes: [
      { source: 'a.txt', text: main },
      { source: 'b.txt', text: BRANCH },
    ],
  }
}

it.each(['', 'before:\n'])('a dump that stands again below, after a change, counts as it is there: %j', (heading) => {
  const asked = request(`${heading}${textOf(PAIR)}\nafter the change:\n${textOf(PAIR + SECOND)}`)
  const { verdict, diagnostics, ends, remediation } = analyse(asked)
  expect([verdict, remediation.steps]).toEqual(['up', []])
  expect(ends.map(({ name }) => name)).toEqual(['A (203.0.113.1)', 'B (198.51.100.7)'])
  const told = diagnostics.find(({ code }) => code === 'PA010')
  expect(told?.why).toMatch(/^Only that from line \d+ has 10\.3\.0\.0\/24\. The later one counts/)
  expect(survey(asked).map((row) => row.verdict)).toEqual(['up'])
})

it('a dump that loses filters below has lost them', () => {
  expect(analyse(request(`${textOf(PAIR + SECOND)}\n${textOf(PAIR)}`)).verdict).toBe('partial')
})

it('two summaries of one gateway for two peers are two sites, also without names', () => {
  const summary = (peer: string, network: string) =>
    `Local Tunnel Endpoint: 203.0.113.1\nRemote Tunnel Endpoint: ${peer}\n\nRemote Network '' IP Subnets:\n    Subnet: ${network}/255.255.255.0\n\nRoutable Local IP Addresses:\n    Subnet: 10.1.0.0/255.255.255.0\n\n`
  const text = summary('198.51.100.7', '10.2.0.0') + summary('192.0.2.33', '10.3.0.0')
  const { diagnostics } = analyse({ pastes: [{ source: 'a.txt', text }] })
  expect(diagnostics.filter(({ code, why }) => code === 'PA010' && why.includes('The later one counts'))).toEqual([])
})
