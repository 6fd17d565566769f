import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { applyTextEdits } from '../../support/apply-edits.ts'

/** Without `esp=` a responding pluto of IKEv1 takes whatever its kernel has; with one, what it says. */
const PLUTO = `config setup
	ikev1-policy=accept

conn net
\tleft=192.0.2.10
\tright=198.51.100.7
\tikev2=no
\tike=aes128-sha1-modp2048
\tleftsubnet=10.1.0.0/24
\trightsubnet=10.2.0.0/24
\tesp=aes256-sha1
\tauthby=secret
`

const CHARON = `connections {
  to-a {
    version = 1
    local_addrs = 198.51.100.7
    remote_addrs = 192.0.2.10
    proposals = aes128-sha256-modp2048
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    children {
      net {
        local_ts = 10.2.0.0/24
        remote_ts = 10.1.0.0/24
        esp_proposals = aes128-aes256-sha256-sha1
      }
    }
  }
}
`

describe('proposals that a Libreswan is to be given', () => {
  it('are all that it will accept: what is promised is kept once the text says so', () => {
    const pastes = [
      { source: 'ipsec.conf', text: PLUTO, end: 'A' },
      { source: 'swanctl.conf', text: CHARON, end: 'B' },
    ]
    const report = analyse({ pastes })
    expect(report.remediation.after?.verdict).toBe('up')
    const edits = report.remediation.steps.flatMap(({ edit }) => (edit === null ? [] : [edit]))
    const edited = pastes.map((paste) => ({
      ...paste,
      text: applyTextEdits(
        paste.text,
        edits.filter(({ source }) => source === paste.source),
      ),
    }))
    expect(analyse({ pastes: edited }).verdict).toBe('up')
  })
})
