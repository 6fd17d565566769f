import { expect, it } from 'vitest'
import { analyse, renderText } from '../../../src/core/index.ts'

interface End {
  readonly own: string
  readonly peer: string
  readonly expects: string
  readonly version: 1 | 2
  readonly local: string
  readonly remote: string
}

function swanctlText({ own, peer, expects, version, local, remote }: End): string {
  return `connections {
  c {
    version = ${version}
    local_addrs = ${own}
    remote_addrs = ${peer}
    proposals = aes256-sha256-modp2048
    local {
      auth = psk
      id = ${own}
    }
    remote {
      auth = psk
      id = ${expects}
    }
    children {
      net {
        local_ts = ${local}
        remote_ts = ${remote}
        esp_proposals = aes256-sha256
      }
    }
  }
}
secrets {
  ike-any {
    secret = not-a-real-key
  }
}
`
}

/** B expects an identity that A does not show; and has in one network what A has in two. */
function analysed(version: 1 | 2) {
  const a = { own: '192.0.2.1', peer: '198.51.100.7', expects: '198.51.100.7' }
  const b = { own: '198.51.100.7', peer: '192.0.2.1', expects: '192.0.2.9' }
  const halves = '10.1.0.0/24, 10.1.1.0/24'
  return analyse({
    pastes: [
      { source: 'a', end: 'A', text: swanctlText({ ...a, version, local: halves, remote: '10.2.0.0/24' }) },
      { source: 'b', end: 'B', text: swanctlText({ ...b, version, local: '10.2.0.0/24', remote: '10.1.0.0/23' }) },
    ],
  })
}

// RFC 7296 2.9: the responder narrows 10.1.0.0/23 to the two networks that are offered, in one child.
it('leaves the networks of one child as they are, where IKEv2 narrows them', () => {
  const report = analysed(2)
  expect(report.diagnostics.map(({ code }) => code)).toEqual(['AU001', 'PA003'])
  expect(report.remediation.steps.map(({ edit }) => edit?.insert)).toEqual(['id = 192.0.2.1'])
  expect(report.remediation.after?.verdict).toBe('up')
})

it('tells them in IKEv1, where a quick mode has one pair', () => {
  expect(analysed(1).diagnostics.map(({ code }) => code)).toContain('TS007')
})

it('tells what the other way is', () => {
  expect(renderText(analysed(2))).toMatch(/Or change A .* instead;.*\n {4}- On A .*local.* id = 192\.0\.2\.9/)
})
