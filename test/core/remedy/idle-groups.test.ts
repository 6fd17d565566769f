import { expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

const END_A = `# /etc/ipsec.conf - Libreswan IPsec configuration file
conn net
	left=192.0.2.1
	right=192.0.2.2
	leftsubnet=10.1.0.0/24
	rightsubnet=10.2.0.0/24
	authby=secret
	esp=aes_gcm256
	auto=add
`

/** A rekeys with the group of the IKE SA; B has written another one, which `pfs=no` puts out of use. */
function stepsFor(esp: string) {
  const text = END_A.replace('left=192.0.2.1', 'left=192.0.2.2')
    .replace('right=192.0.2.2', 'right=192.0.2.1')
    .replace('leftsubnet=10.1.0.0/24', 'leftsubnet=10.2.0.0/24')
    .replace('rightsubnet=10.2.0.0/24', 'rightsubnet=10.1.0.0/24')
    .replace('esp=aes_gcm256', `pfs=no\n\tesp=${esp}`)
  const { remediation } = analyse({
    pastes: [
      { source: 'a.conf', text: END_A, end: 'A' },
      { source: 'b.conf', text, end: 'B' },
    ],
    addresses: { A: '192.0.2.1', B: '192.0.2.2' },
  })
  return remediation.steps
}

it.each([
  // Which is no list that Libreswan takes once the groups count: some of its proposals name one.
  ['of one of the proposals', 'aes_gcm256-none-dh20,aes128-sha2_256', 'esp=aes_gcm256,aes128-sha2_256'],
  ['of all', 'aes_gcm256-none-dh20', 'esp=aes_gcm256'],
])('pfs=yes leaves out the groups %s, so that they do not count in the place of that of the IKE SA', (_, esp, left) => {
  const steps = stepsFor(esp)
  expect(steps.map(({ end, edit }) => `${end} ${edit?.line} ${edit?.insert}`)).toEqual(['B 8 pfs=yes', `B 9 ${left}`])
  expect(steps[0]?.say).toContain(`set pfs=yes and ${left}`)
})

it('pfs=yes is all where no group is written', () => {
  expect(stepsFor('aes_gcm256').map(({ edit }) => edit?.insert)).toEqual(['pfs=yes'])
})
