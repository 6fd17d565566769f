import { expect, it } from 'vitest'
import { analyse, type Paste } from '../../../../src/core/index.ts'
import { applyEdits } from '../../../support/apply-edits.ts'

const A = '203.0.113.1'
const B = '198.51.100.7'
const HERE = '10.1.0.0/16'

function confText(own: string, peer: string, conns: readonly (readonly [own: string, peer: string])[]): string {
  const sections = conns.map(
    ([local, remote], at) =>
      `conn net-${at}\n\talso=gateway\n\tleftsubnet=${local}\n\trightsubnet=${remote}\n\tauto=start\n`,
  )
  return `# Libreswan
config setup
	logtime=yes

conn gateway
	authby=secret
	left=${own}
	right=${peer}
	ikev2=insist

${sections.join('\n')}
${own} ${peer} : PSK "an example"
`
}

/** A has so many connections, and B has only the last of their networks. */
function texts(count: number): Paste[] {
  const networks = Array.from({ length: count }, (_, at) => `172.16.${at}.0/24`)
  const pairs = networks.map((network) => [HERE, network] as const)
  const last = networks.slice(-1).map((network) => [network, HERE] as const)
  return [
    { source: 'a.txt', end: 'A', text: confText(A, B, pairs) },
    { source: 'b.txt', end: 'B', text: confText(B, A, last) },
  ]
}

// Below and above the number of findings whose ways out are tried one by one.
it.each([3, 26])('promises of %i connections what the edited texts come to', (count) => {
  const pastes = texts(count)
  const report = analyse({ pastes })
  expect(report.verdict).toBe('partial')
  const edited = applyEdits(pastes, report)
  expect(edited).not.toBeNull()
  const again = analyse({ pastes: edited ?? [] })
  expect(again.verdict).toBe('up')
  expect(report.remediation.after?.verdict).toBe('up')
  const rows = (flows: typeof report.flows) =>
    flows.map(({ source, destination, outcome }) => `${source} > ${destination} ${outcome}`).toSorted()
  expect(rows(report.remediation.after?.flows ?? [])).toEqual(rows(again.flows))
})

it('writes each conn that is new, in one edit behind the others', () => {
  const { steps } = analyse({ pastes: texts(4) }).remediation
  const [edit, ...more] = steps.flatMap((step) => step.edit ?? [])
  expect(more).toEqual([])
  expect(edit?.insert.match(/^conn .*|^\tleftsubnet=.*/gm)).toEqual([
    'conn net-0-2',
    '\tleftsubnet=172.16.0.0/24',
    'conn net-0-3',
    '\tleftsubnet=172.16.1.0/24',
    'conn net-0-4',
    '\tleftsubnet=172.16.2.0/24',
  ])
})
