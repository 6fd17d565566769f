import { expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { applyTextEdits } from '../../support/apply-edits.ts'

/** One file for both gateways, as people write it: which side is the own one, an address of the host tells. */
const LIBRESWAN = `config setup
    logtime=yes

conn net
    left=192.0.2.1
    leftid=@gw-a.example
    leftsubnet=10.1.0.0/24
    right=198.51.100.1
    rightid=@gw-b.example
    rightsubnet=10.2.0.0/24
    rightprotoport=tcp/443
    authby=secret
    auto=add
`
const VERSION_1 = LIBRESWAN.replace('authby', 'ikev2=no\n    authby')
const SWANCTL = `connections {
  gw {
    local_addrs = 192.0.2.1
    remote_addrs = 198.51.100.1
    local { auth = psk }
    remote { auth = psk }
    children {
      net {
        local_ts = 10.1.0.0/24
        remote_ts = 10.2.0.0/24
      }
    }
  }
}
`
const SWANCTL_OF_PEER = SWANCTL.replace('local_addrs = 192.0.2.1', 'local_addrs = 198.51.100.1')
  .replace('remote_addrs = 198.51.100.1', 'remote_addrs = 192.0.2.1')
  .replace('local_ts = 10.1.0.0/24', 'local_ts = 10.2.0.0/24')
  .replace('remote_ts = 10.2.0.0/24', 'remote_ts = 10.1.0.0/24')
const STROKE = LIBRESWAN.replace('    logtime=yes\n', '')
  .replace('    rightprotoport=tcp/443\n', '')
  .replace('authby=secret', 'authby=psk')
  .replace('auto=add', 'auto=route')

it.each([
  [
    'Libreswan, of IKEv1 that is not allowed',
    VERSION_1.replace('    rightprotoport=tcp/443\n', ''),
    VERSION_1.replace('    rightprotoport=tcp/443\n', ''),
  ],
  ['Libreswan, with other ports beside what is refused', VERSION_1, VERSION_1.replace('tcp/443', 'tcp/8443')],
  [
    'strongSwan, of a word that it does not know',
    SWANCTL.replace('local {', 'proposal = aes256-sha256-modp2048\n    local {'),
    SWANCTL_OF_PEER.replace('local {', 'proposal = aes256-sha256-modp2048\n    local {'),
  ],
  [
    'strongSwan, of an ipsec.conf with a value that it refuses',
    `# strongSwan\n${STROKE.replace('authby=psk', 'authby=psk\n    dpdaction=reboot')}`,
    `# strongSwan\n${STROKE.replace('authby=psk', 'authby=psk\n    dpdaction=reboot')}`,
  ],
])('two ends that load nothing are told apart by their addresses, and come up: %s', (_, a, b) => {
  const texts: Record<string, string> = { 'a.conf': a, 'b.conf': b }
  const pastes = () => Object.entries(texts).map(([source, text]) => ({ source, text }))
  const { verdict, ends, diagnostics: findings, remediation } = analyse({ pastes: pastes() })
  expect(ends.map(({ name }) => name)).toEqual(['A (192.0.2.1)', 'B (198.51.100.1)'])
  expect(findings[0]?.what).toContain('not load')
  // Where both refuse what is written, they may as well be of another version that takes it.
  expect(verdict).toBe('unknown')
  expect(remediation.after?.verdict).toBe('up')
  const edits = remediation.steps.flatMap(({ edit }) => edit ?? [])
  for (const [source, text] of Object.entries(texts))
    texts[source] = applyTextEdits(
      text,
      edits.filter((edit) => edit.source === source),
    )
  expect(analyse({ pastes: pastes() }).verdict).toBe('up')
})
