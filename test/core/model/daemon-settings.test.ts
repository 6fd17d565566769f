import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

const LIBRESWAN = `config setup
	ikev1-policy=accept
conn to-b
	ikev2=no
	aggressive=yes
	left=192.0.2.1
	leftid=@a.example
	leftsubnet=10.1.0.0/24
	right=198.51.100.7
	rightid=@b.example
	rightsubnet=10.2.0.0/24
	ike=aes256-sha2_256-modp2048
	esp=aes256-sha2_256-modp2048
	authby=secret
`

const SWANCTL = `connections {
  to-a {
    version = 1
    aggressive = yes
    local_addrs = 198.51.100.7
    remote_addrs = 192.0.2.1
    proposals = aes256-sha256-modp2048
    local { auth = psk
      id = b.example
    }
    remote { auth = psk
      id = a.example
    }
    children { net { local_ts = 10.2.0.0/24
        remote_ts = 10.1.0.0/24
        esp_proposals = aes256-sha256-modp2048
      }
    }
  }
}
`

const DAEMON = `charon {
  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
}
`

describe('a strongswan.conf, which tells no address', () => {
  const texts = [LIBRESWAN, SWANCTL, DAEMON]

  it.each([
    [0, 1, 2],
    [2, 0, 1],
    [0, 2, 1],
  ])('is of the end with strongSwan, pasted in the order %i %i %i', (...order) => {
    const { verdict, ends } = analyse({ pastes: order.map((at) => ({ source: `${at}.txt`, text: texts[at] ?? '' })) })
    expect(ends.map(({ inputs }) => inputs.map(({ format }) => format).toSorted()).toSorted()).toEqual([
      ['libreswan/ipsec-conf'],
      ['strongswan/strongswan-conf', 'strongswan/swanctl'],
    ])
    // It tells nothing of keys.
    expect(verdict).toBe('up')
  })
})
