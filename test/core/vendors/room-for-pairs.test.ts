import { describe, expect, it } from 'vitest'
import { readMaterial } from '../../../src/core/vendors/read-pastes.ts'

const list = (net: number, many: number) => Array.from({ length: many }, (_, at) => `10.${net}.${at}.0/24`)

const texts: readonly { readonly what: string; readonly name: string; readonly text: (many: number) => string }[] = [
  {
    what: 'a child of swanctl.conf',
    name: 'the child "net" of "to-b"',
    text: (many) => `connections {
  to-b {
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    children {
      net {
        local_ts = ${list(1, many).join(', ')}
        remote_ts = ${list(2, many).join(', ')}
      }
    }
  }
}
`,
  },
  {
    what: "a connection of strongSwan's ipsec.conf",
    name: '"to-b"',
    text: (many) => `conn to-b
	left=203.0.113.1
	leftauth=psk
	leftsubnet=${list(1, many).join(',')}
	right=198.51.100.7
	rightauth=psk
	rightsubnet=${list(2, many).join(',')}
	auto=add
`,
  },
  {
    what: 'a described end',
    name: 'A',
    text: (many) => `ends:
  A:
    vendor: isa
    external_address: 203.0.113.1
    local_networks: [${list(1, many).join(', ')}]
    remote_site: [${list(2, many).join(', ')}]
`,
  },
  {
    what: 'a phase 2 in the list of tunnels of a FortiGate',
    name: '"to-b net"',
    text: (many) => `list all ipsec tunnel in vd 0
name=to-b ver=2 serial=1 203.0.113.1:0->198.51.100.7:0
proxyid=net proto=0 sa=0 ref=2 serial=1
${list(1, many)
  .map((network) => `  src: 0:${network.replace('/24', '/255.255.255.0')}:0`)
  .join('\n')}
${list(2, many)
  .map((network) => `  dst: 0:${network.replace('/24', '/255.255.255.0')}:0`)
  .join('\n')}
`,
  },
]

describe.each(texts)('two long lists of $what', ({ name, text }) => {
  const read = (many: number) => {
    const { blocks } = readMaterial([{ source: 'a.txt', text: text(many) }])
    const fragments = blocks.flatMap((block) => block.fragments.map(({ fragment }) => fragment))
    return { fragments, problems: blocks.flatMap(({ problems }) => problems.map(({ say }) => say)) }
  }

  it('are told where they make more pairs than anybody has, and are a part that is not known', () => {
    const { fragments, problems } = read(129)
    expect(problems).toContain(
      `The lists of ${name} make 16641 pairs of networks; no more than 16384 are made of one and 65536 in all, so that it is not looked at.`,
    )
    expect(fragments.flatMap(({ missing = [] }) => missing.map(({ topic }) => topic))).toEqual([
      `pairs of the long lists in ${name}`,
    ])
    expect(fragments.flatMap(({ ike }) => ike?.connections ?? [])).toEqual([])
    expect(fragments.flatMap(({ site }) => site ?? [])).toEqual([])
    expect(fragments.flatMap(({ filters }) => filters ?? [])).toEqual([])
  })

  it('are read where there is room for them', () => {
    const { fragments } = read(128)
    expect(fragments.flatMap(({ missing }) => missing ?? [])).toEqual([])
    const isRead = fragments.some(
      ({ ike, site, filters }) => site !== undefined || filters !== undefined || ike?.connections.length === 1,
    )
    expect(isRead).toBe(true)
  })
})

describe('the children of one swanctl.conf', () => {
  /** Named c0, c1 and so on, each with lists of so many networks. */
  const missing = (...sizes: readonly (readonly [ours: number, theirs: number])[]) => {
    const children = sizes.map(
      ([ours, theirs], at) => `c${at} {
        local_ts = ${list(2 * at, ours).join(', ')}
        remote_ts = ${list(2 * at + 1, theirs).join(', ')}
      }`,
    )
    const text = `connections {
  to-b {
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    children {
      ${children.join('\n      ')}
    }
  }
}
`
    const { blocks } = readMaterial([{ source: 'a.txt', text }])
    return blocks.flatMap(({ fragments }) =>
      fragments.flatMap(({ fragment }) => fragment.missing?.map(({ topic }) => topic) ?? []),
    )
  }

  it('share the room that there is in all', () => {
    const four = Array(4).fill([128, 128])
    expect(missing(...four, [1, 256])).toEqual([])
    expect(missing(...four, [2, 2])).toEqual(['pairs of the long lists in the child "c4" of "to-b"'])
  })

  it('need none where one list has a single network', () => {
    expect(missing([1, 256], [256, 1], [128, 128])).toEqual([])
  })
})
