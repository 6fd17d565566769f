import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { ipXfrm } from '../../../../src/core/vendors/linux/ip-xfrm.ts'
import { plainPolicies } from '../../../../src/core/vendors/linux/plain-policy.ts'

interface Values {
  readonly usual: readonly string[]
  readonly odd: readonly string[]
}

/** The lines of a policy, mostly with what is usual on them. */
const LINES: readonly Values[] = [
  {
    usual: [
      'src 10.1.0.0/24 dst 10.2.0.0/24 ',
      'src 10.2.0.0/24 dst 10.1.0.0/24',
      'src 2001:db8:1::/48 dst 2001:db8:2::/48 ',
      'src 10.1.0.7 dst 0.0.0.0/0',
    ],
    odd: [
      'src 10.1.0.0/33 dst 10.2.0.0/24',
      'src 10.1.0.0/24 dst 10.2.0.0/24 proto tcp dport 443',
      'src 10.1.0.0/24 dst 10.2.0.0/24\n\tsocket out priority 0',
      'src 10.1.0.0/24 dst 010.2.0.0/24',
      '',
    ],
  },
  {
    usual: [
      '\tdir out priority 375423 ptype main ',
      '\tdir in priority 375423',
      '\tdir fwd priority 0 ptype main',
      '\tdir out priority 9999999999',
    ],
    odd: ['\tdir out action block priority 7', '\tdir out priority 7 ptype sub', '\tdir out', 'dir out priority 7', ''],
  },
  {
    usual: [
      '\ttmpl src 203.0.113.1 dst 198.51.100.7',
      '\ttmpl src 0.0.0.0 dst 0.0.0.0',
      '\ttmpl src 2001:db8::1 dst ::',
    ],
    odd: ['\ttmpl src 203.0.113.256 dst 198.51.100.7', '\ttmpl', '\ttmpl src ::ffff:10.0.0.1 dst ::', ''],
  },
  {
    usual: [
      '\t\tproto esp reqid 1 mode tunnel',
      '\t\tproto esp spi 0xc0b78a0f reqid 2 mode tunnel',
      '\t\tproto ah spi 0x00000000 reqid 0 mode transport ',
    ],
    odd: [
      '\t\tproto esp reqid 1 mode beet',
      '\t\tproto esp reqid 1 mode tunnel\n\t\tlevel use',
      '\t\tproto esp reqid 1 mode tunnel\n\tmark 0x1/0xff',
      '\t\tproto esp reqid 1 mode tunnel\n\n\tif_id 0x7',
      '\t\tproto 50 reqid 1 mode tunnel',
      '\t\tproto esp reqid 1 mode tunnel\nroot@gw:~# ip xfrm policy',
      '\t\tproto esp reqid 1 mode tunnel\n\ttmpl',
      '',
    ],
  },
]

const policy = fc
  .tuple(
    ...LINES.map(({ usual, odd }) =>
      fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) }),
    ),
  )
  .map((lines) => lines.join('\n'))

/** What stands between policies. */
const OTHERS = [
  'src 203.0.113.1 dst 198.51.100.7\n\tproto esp spi 0xc0000001 reqid 1 mode tunnel\n\treplay-window 32',
  'root@gw-b:~# ip xfrm policy',
  'and then',
]

const dumps = fc.array(
  fc.oneof({ weight: 5, arbitrary: policy }, { weight: 1, arbitrary: fc.constantFrom(...OTHERS) }),
  { minLength: 1, maxLength: 6 },
)

function said(text: string) {
  const lines = splitLines('paste', text)
  const { roles, ...reading } = ipXfrm.read({ source: 'paste', lines })
  return { ...reading, roles: lines.map(({ number }) => roles.get(number)), anchors: ipXfrm.recognise(lines) }
}

function plainOnes(text: string): number {
  const lines = splitLines('paste', text)
  const plainPolicyAt = plainPolicies()
  return lines.filter((_, at) => plainPolicyAt(lines, at) !== null).length
}

describe('policies that stand there as they were printed', () => {
  it('tell what they tell to the reader that takes text of any shape', () => {
    let plain = 0
    fc.assert(
      fc.property(dumps, (policies) => {
        const text = `${policies.join('\n')}\n`
        // More blanks behind a line mean nothing, and are never printed.
        const other = text.replace(/(?<=\S)[\t ]*\n/g, '  \n')
        expect(plainOnes(other)).toBe(0)
        expect(said(text)).toEqual(said(other))
        plain += plainOnes(text)
      }),
      { numRuns: 1000 },
    )
    expect(plain).toBeGreaterThan(1000)
  })
})
