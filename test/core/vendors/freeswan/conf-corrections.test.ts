import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { applyEdits } from '../../../support/apply-edits.ts'

/** One end of a tunnel between 192.0.2.1 (10.1.0.0/24) and 192.0.2.2 (10.2.0.0/24), with lines exchanged. */
function gateway(product: string, ...exchanged: readonly (readonly [string, string])[]): string {
  const text = [
    `# ${product}`,
    'conn net',
    '\tauto=add',
    '\tauthby=secret',
    '\tleft=192.0.2.1',
    '\tleftid=@gw-a',
    '\tleftsubnet=10.1.0.0/24',
    '\tright=192.0.2.2',
    '\trightid=@gw-b',
    '\trightsubnet=10.2.0.0/24',
    '',
  ].join('\n')
  return exchanged.reduce((whole, [from, to]) => whole.replace(from, to), text)
}

function mended(a: string, b: string) {
  const pastes = [
    { source: 'a.conf', text: a, end: 'A' },
    { source: 'b.conf', text: b, end: 'B' },
  ]
  const addresses = { A: '192.0.2.1', B: '192.0.2.2' }
  const report = analyse({ pastes, addresses })
  const fixed = applyEdits(pastes, report)
  return {
    before: report.verdict,
    text: fixed?.[1]?.text,
    after: fixed === null ? null : analyse({ pastes: fixed, addresses }).verdict,
  }
}

describe.each(['Libreswan', 'strongSwan'])('an ipsec.conf of %s', (product) => {
  it('that agrees with the other one is up', () => {
    expect(mended(gateway(product), gateway(product)).before).toBe('up')
  })

  it.each([
    ['authby=secret', 'authby=secrt'],
    ['auto=add', 'auto=ad'],
    ['rightsubnet=10.2.0.0/24', 'rightsubnet=10.9.0.0/24'],
    ['leftid=@gw-a', 'leftid=@gw-x'],
    ['authby=secret', 'authby=secret\n\tike=aes256-sha256-modp20488'],
  ])('with %j written as %j is mended so that the tunnel comes up', (line, wrong) => {
    const { before, text, after } = mended(gateway(product), gateway(product, [line, wrong]))
    expect([before, after]).toEqual(['down', 'up'])
    expect(text).toContain('# ')
  })
})

describe('a file that is refused as a whole', () => {
  it.each([
    ['Libreswan', '\tleftsubnet=10.1.0.0/24', '\tleftsubet=10.1.0.0/24'],
    ['Libreswan', '\tleftid=@gw-a', 'leftid=@gw-a'],
    ['strongSwan', '\tleftid=@gw-a', 'leftid=@gw-a'],
    ['strongSwan', '\tleftid=@gw-a', '\tleftid=@gw-a\n\talso=nowhere'],
    ['Libreswan', '\trightid=@gw-b\n\trightsubnet=', '\trightid=@gw-b rightsubnet='],
  ])('of %s with %j written as %j is mended', (product, line, wrong) => {
    const { before, after } = mended(gateway(product), gateway(product, [line, wrong]))
    expect([before, after]).toEqual(['down', 'up'])
  })
})

it('two settings on one line are parted, and none is lost', () => {
  const { text } = mended(
    gateway('Libreswan'),
    gateway('Libreswan', ['\trightid=@gw-b\n\trightsubnet=', '\trightid=@gw-b rightsubnet=']),
  )
  expect(text).toBe(gateway('Libreswan'))
})

describe('a conn of Libreswan', () => {
  it('that authenticates nobody is told to do so by a key', () => {
    const { before, text, after } = mended(
      gateway('Libreswan'),
      gateway('Libreswan', ['authby=secret', 'authby=never']),
    )
    expect([before, after]).toEqual(['down', 'up'])
    expect(text).toContain('\tauthby=secret\n')
  })

  it.each([
    // Of a key that stands three times, the one with which the tunnel comes up is kept.
    ['\tauto=add', '\tauto=add\n\tikev2=no\n\tikev2=yes\n\tikev2=permit'],
    // One of the two would be refused again, which a third fault hides.
    ['\tauto=add', '\tauto=add\n\tikev2=no\n\tikev2=yes\n\tesn=yes'],
    // The key that the written one begins with, where a nearer one stands there already.
    ['\tright=192.0.2.2', '\trightaddr=192.0.2.2'],
    // A signature needs a key that no line names, and the peer has a pre-shared one.
    ['\tauthby=secret', '\tauthby=secret\n\tauthby=rsasig'],
    ['\tauthby=secret', '\tauthby=null\n\tauthby=secret'],
    // IKEv1 has no such cipher, and the peer speaks IKEv2.
    ['\tauto=add', '\tauto=add\n\tikev2=no\n\tike=aes_gcm256-sha2_512'],
  ])('with %j written as %j is mended', (line, wrong) => {
    const { before, after } = mended(gateway('Libreswan'), gateway('Libreswan', [line, wrong]))
    expect([before, after]).toEqual(['down', 'up'])
  })

  it('of IKEv1 with a group that IKEv1 has not is mended at both ends without that proposal', () => {
    const v1 = ['\tauto=add', '\tauto=add\n\tikev2=no\n\tpfs=no'] as const
    const setup = ['conn net', 'config setup\n\tikev1-policy=accept\n\nconn net'] as const
    const esp = (value: string) => ['\tauthby=secret', `\tauthby=secret\n\tesp=${value}`] as const
    const { before, text, after } = mended(
      gateway('Libreswan', v1, setup, esp('aes128-sha1-dh31')),
      gateway('Libreswan', v1, setup, esp('aes128-sha1-modp2048,aes128-sha1-dh31')),
    )
    // Neither end loads anything, so that no traffic is known before.
    expect([before, after]).toEqual(['unknown', 'up'])
    expect(text).toContain('\tesp=aes128-sha1-modp2048\n')
  })

  it('of IKEv1 that is not answered is mended in `config setup` for a peer that knows no other version', () => {
    const v1 = ['\tauto=add', '\tauto=add\n\tikev2=no'] as const
    const setup = (...keys: readonly string[]) =>
      ['conn net', `config setup\n${keys.map((key) => `\t${key}\n`).join('')}\nconn net`] as const
    const peer = gateway('Libreswan', v1, setup('ikev1-policy=accept'))
    for (const own of [setup(), setup('ikev1-policy=drop')]) {
      const { before, text, after } = mended(peer, gateway('Libreswan', v1, own))
      expect([before, after]).toEqual(['down', 'up'])
      expect(text).toContain('config setup\n\tikev1-policy=accept\n\nconn net')
      expect(text).toContain('\tikev2=no\n')
    }
  })

  it('with a list of networks of another family than the gateways is mended by a single one', () => {
    const v6 = [
      ['leftsubnet=10.1.0.0/24', 'leftsubnet=2001:db8:1::/64'],
      ['rightsubnet=10.2.0.0/24', 'rightsubnet=2001:db8:2::/64'],
    ] as const
    const list = [v6[0], ['rightsubnet=10.2.0.0/24', 'rightsubnets={2001:db8:2::/64 2001:db8:3::/64}']] as const
    const { before, text, after } = mended(gateway('Libreswan', ...v6), gateway('Libreswan', ...list))
    expect([before, after]).toEqual(['down', 'up'])
    expect(text).toContain('\trightsubnet=2001:db8:2::/64\n')
  })
})

describe('a hostile text', () => {
  const LONG = 100_000

  it.each([
    `conn ${' '.repeat(LONG)}x`,
    `conn a\n\tleft=${'"'.repeat(LONG)}`,
    `conn a\n\tleft=192.0.2.1\n${': '.repeat(LONG)}`,
    `conn a\n\tleft=192.0.2.1\n${'-'.repeat(LONG)}x`,
    `conn a\n\tike=${'aes-sha1-modp2048,'.repeat(5000)}`,
    `conn a\n${'\talso=a\n'.repeat(5000)}`,
  ])('of $length characters gets an answer', (text) => {
    for (const product of ['Libreswan', 'strongSwan']) {
      expect(() => analyse({ pastes: [{ source: 'a.conf', text: `# ${product}\n${text}\n` }] })).not.toThrow()
    }
  })
})

describe('a conn of Libreswan with networks of two families', () => {
  const v6 = (text: string) =>
    text.replace('leftsubnet=10.1.0.0/24', 'leftsubnet=2001:db8:1::/64').replace('10.2.0.0/24', '2001:db8:2::/64')

  it('gets the network of the peer in the place of the one that does not go with the other side', () => {
    const { before, text, after } = mended(
      gateway('Libreswan'),
      gateway('Libreswan', ['10.2.0.0/24', '2001:db8:2::/64']),
    )
    expect([before, after]).toEqual(['down', 'up'])
    expect(text).toContain('\trightsubnet=10.2.0.0/24\n')
  })

  it('gets the network of the peer on the side that has none, below that of the other side', () => {
    const wrong = v6(gateway('Libreswan')).replace('\trightsubnet=2001:db8:2::/64\n', '')
    const { before, text, after } = mended(v6(gateway('Libreswan')), wrong)
    expect([before, after]).toEqual(['down', 'up'])
    expect(text).toContain('\tleftsubnet=2001:db8:1::/64\n\trightsubnet=2001:db8:2::/64\n')
  })
})

describe('a conn with a fault behind another', () => {
  it('is mended by one change of each line, whichever way the first is mended', () => {
    const esp = (value: string) => ['\tauthby=secret', `\tauthby=secret\n\tesp=${value}`] as const
    const { before, text, after } = mended(
      gateway('Libreswan', esp('aes128-sha2_256;dh31')),
      gateway('Libreswan', esp('aes128-sha2_256;dh31,aes_gcm256'), [
        '\tauto=add',
        '\tikev2=yes\n\tikev2=no\n\tauto=add',
      ]),
    )
    expect([before, after]).toEqual(['down', 'up'])
    expect(text).toMatch(/\tesp=aes128-sha2_256[;-]dh31\n/)
  })
})

describe('a list that Libreswan refuses in several conns', () => {
  const conn = (name: string, near: string, esp: string) => `conn ${name}
	ikev2=insist
	left=192.0.2.1
	leftsubnet=${near}
	right=192.0.2.2
	rightsubnet=10.2.0.0/24
	authby=secret
	esp=${esp}
	auto=add
`
  const [MIXED, GOOD] = ['aes256-sha2_256,aes128-sha2_256-modp2048', 'aes256-sha2_256']
  const answer = (a: string) => {
    const pastes = [
      { source: 'a.conf', text: a, end: 'A' },
      { source: 'b.conf', text: conn('one', '10.1.0.0/24', GOOD) + conn('two', '10.3.0.0/24', GOOD), end: 'B' },
    ]
    return analyse({ pastes, addresses: { A: '192.0.2.1', B: '192.0.2.2' } })
  }

  it('is mended in all of them at once, and each is loaded by its name', () => {
    const { remediation } = answer(conn('one', '10.1.0.0/24', MIXED) + conn('two', '10.3.0.0/24', MIXED))
    expect(remediation.after?.verdict).toBe('up')
    expect(remediation.steps.map(({ edit }) => [edit?.line, edit?.insert])).toEqual([
      [8, 'esp=aes256-sha2_256'],
      [17, 'esp=aes256-sha2_256'],
    ])
    expect(remediation.steps[0]).toMatchObject({
      say: 'On A (192.0.2.1): in lines 8 and 17, write esp=aes256-sha2_256. Then load the connections.',
      run: 'ipsec auto --replace one && ipsec auto --up one\nipsec auto --replace two && ipsec auto --up two',
    })
  })

  it('is left alone where it is not refused', () => {
    const { remediation } = answer(conn('one', '10.1.0.0/24', MIXED) + conn('two', '10.3.0.0/24', GOOD))
    expect(remediation.steps.map(({ edit, run }) => [edit?.line, run])).toEqual([
      [8, 'ipsec auto --replace one && ipsec auto --up one'],
    ])
    // Another reading of the line that must be changed again is no way out.
    expect(remediation.alternatives).toEqual([])
  })
})

it('a file that is refused as a whole is what the answer begins with, whoever gives up on it', () => {
  const pastes = [
    { source: 'a.conf', text: gateway('Libreswan', ['auto=add', 'autoo=add']), end: 'A' },
    { source: 'b.conf', text: gateway('strongSwan', ['auto=add', 'auto=route']), end: 'B' },
  ]
  const { summary, diagnostics } = analyse({ pastes, addresses: { A: '192.0.2.1', B: '192.0.2.2' } })
  expect(summary).toContain('A value in the paste cannot be used: Libreswan loads nothing of the file')
  expect(diagnostics.map(({ code }) => code)).not.toContain('AD003')
})

describe('a conn of strongSwan', () => {
  it.each([
    ['\tauto=add\n', '', '\tauto=add\n\tauthby=secret'],
    ['auto=add', 'auto=ignore', '\tauto=add\n\tauthby=secret'],
  ])('with %j written as %j is not loaded, and is mended', (line, wrong, written) => {
    const { before, text, after } = mended(gateway('strongSwan'), gateway('strongSwan', [line, wrong]))
    expect([before, after]).toEqual(['down', 'up'])
    expect(text).toContain(written)
  })

  it('that is ignored beside another one is meant to be', () => {
    const ignored = gateway('strongSwan', ['# strongSwan\n', ''], ['conn net', 'conn old'], ['auto=add', 'auto=ignore'])
    expect(mended(gateway('strongSwan'), `${gateway('strongSwan')}${ignored}`)).toMatchObject({
      before: 'up',
      after: null,
    })
  })

  it.each([
    ['names no peer', 'conn parts\n\tleft=192.0.2.1\n\tauthby=secret\n'],
    ['others include', 'conn parts\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\nconn more\n\talso=parts\n\tauto=ignore\n'],
  ])('without auto that %s needs none', (_, text) => {
    expect(mended(gateway('strongSwan'), `${gateway('strongSwan')}\n${text}`)).toMatchObject({
      before: 'up',
      after: null,
    })
  })
})

describe('keys in a file of their own', () => {
  const KEY = '192.0.2.1 192.0.2.2 : PSK "spruce-otter-42"\n'

  /** The verdicts before and after the steps, and the line of the key that A has then. */
  function mendedKey(product: string, line: string) {
    const net = gateway(product, ['leftid=@gw-a', 'leftsourceip='], ['rightid=@gw-b', 'rightsourceip='])
    const pastes = [
      { source: 'a.conf', text: net, end: 'A' },
      { source: 'a-ipsec.secrets', text: line, end: 'A' },
      { source: 'b.conf', text: net, end: 'B' },
      { source: 'b-ipsec.secrets', text: KEY, end: 'B' },
    ]
    const addresses = { A: '192.0.2.1', B: '192.0.2.2' }
    const report = analyse({ pastes, addresses })
    const fixed = applyEdits(pastes, report) ?? []
    const { summary, verdict, remediation } = report
    const after = analyse({ pastes: fixed, addresses }).verdict
    return { summary, verdicts: [verdict, after], key: fixed[1]?.text, run: remediation.steps.map(({ run }) => run) }
  }

  it.each([
    ['192.0.2.1 192.0.2.2: PSK "spruce-otter-42"\n', KEY],
    ['192.0.2.1 192.0.2.2 :PSK "spruce-otter-42"\n', KEY],
    ['192.0.2.1 192.0.2.2 : psk "spruce-otter-42"\n', KEY],
    [': PSK"spruce-otter-42"\n', ': PSK "spruce-otter-42"\n'],
  ])('are read as strongSwan does beside its ipsec.conf, which stops at %j', (line, written) => {
    const { summary, verdicts, key, run } = mendedKey('strongSwan', line)
    expect(verdicts).toEqual(['down', 'up'])
    expect(key).toBe(written)
    expect(run).toEqual(['ipsec rereadsecrets'])
    expect(summary).toContain('does not load ipsec.secrets from line 1 on')
  })

  it('are read as Libreswan does beside its own, which takes all but a colon without a blank behind', () => {
    expect(mendedKey('Libreswan', '192.0.2.1 192.0.2.2: psk "spruce-otter-42"\n').verdicts[0]).toBe('up')
    const { verdicts, key, run } = mendedKey('Libreswan', '192.0.2.1 192.0.2.2 :PSK "spruce-otter-42"\n')
    expect(verdicts).toEqual(['down', 'up'])
    expect(key).toBe(KEY)
    expect(run).toEqual(['ipsec auto --rereadsecrets'])
  })
})
