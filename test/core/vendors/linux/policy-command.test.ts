import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { between, block, point } from '../../../../src/core/address/address-range.ts'
import { NO_SCOPE } from '../../../../src/core/model/scope.ts'
import { type Box, boxKey, mirrorBox, trafficBetween } from '../../../../src/core/selectors/box.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../../src/core/selectors/interval.ts'
import { icmpPorts } from '../../../../src/core/selectors/protocol.ts'
import { addCommands, deleteCommands, type PolicyWords } from '../../../../src/core/vendors/linux/policy-command.ts'
import { read } from './read-xfrm.ts'

const OWN = point('ipv4', 0xcb007101n)
const PEER = point('ipv4', 0xc6336407n)
const LAN = block('ipv4', 0x0a010000n, 24)
const REMOTE = block('ipv4', 0x0a020000n, 24)

const WORDS: PolicyWords = {
  direction: 'out',
  box: trafficBetween(LAN, REMOTE),
  mode: 'tunnel',
  tunnel: { source: OWN, destination: PEER },
  reqid: 1,
  scope: NO_SCOPE,
  priority: 375_423,
}

describe('ip xfrm policy add', () => {
  it.each<[string, Partial<PolicyWords>, string[] | null]>([
    [
      'a tunnel',
      {},
      [
        'ip xfrm policy add src 10.1.0.0/24 dst 10.2.0.0/24 dir out priority 375423 tmpl src 203.0.113.1 dst 198.51.100.7 proto esp reqid 1 mode tunnel',
      ],
    ],
    [
      'the way back of one port, for a marked interface',
      {
        direction: 'fwd',
        box: { ...WORDS.box, protocol: { from: 6, to: 6 }, remotePort: { from: 80, to: 80 } },
        tunnel: { source: PEER, destination: OWN },
        scope: { interfaceId: 7, mark: { value: 16, mask: 255 } },
        priority: null,
        reqid: null,
      },
      [
        'ip xfrm policy add src 10.2.0.0/24 dst 10.1.0.0/24 proto tcp sport 80 dir fwd mark 0x10 mask 0xff if_id 0x7 tmpl src 198.51.100.7 dst 203.0.113.1 proto esp reqid <reqid of the SA> mode tunnel',
      ],
    ],
    [
      'transport mode, whose template has no addresses',
      { mode: 'transport', box: trafficBetween(OWN, PEER) },
      [
        'ip xfrm policy add src 203.0.113.1/32 dst 198.51.100.7/32 dir out priority 375423 tmpl proto esp reqid 1 mode transport',
      ],
    ],
    [
      'a range that is no prefix',
      { box: trafficBetween(LAN, between('ipv4', 0x0a020001, 0x0a020003)), priority: null },
      [
        'ip xfrm policy add src 10.1.0.0/24 dst 10.2.0.1/32 dir out tmpl src 203.0.113.1 dst 198.51.100.7 proto esp reqid 1 mode tunnel',
        'ip xfrm policy add src 10.1.0.0/24 dst 10.2.0.2/31 dir out tmpl src 203.0.113.1 dst 198.51.100.7 proto esp reqid 1 mode tunnel',
      ],
    ],
    ['several ports', { box: { ...WORDS.box, protocol: { from: 6, to: 6 }, localPort: { from: 80, to: 81 } } }, null],
    ['ports of no protocol', { box: { ...WORDS.box, localPort: { from: 80, to: 80 } } }, null],
    [
      'a message',
      {
        box: { ...WORDS.box, protocol: { from: 1, to: 1 }, localPort: icmpPorts(8), remotePort: icmpPorts(8) },
        priority: null,
      },
      [
        'ip xfrm policy add src 10.1.0.0/24 dst 10.2.0.0/24 proto icmp type 8 dir out tmpl src 203.0.113.1 dst 198.51.100.7 proto esp reqid 1 mode tunnel',
      ],
    ],
  ])('says %s', (_, changes, commands) => {
    expect(addCommands({ ...WORDS, ...changes })).toEqual(commands)
  })

  it('names by selector, direction and scope what to delete', () => {
    expect(deleteCommands({ ...WORDS, scope: { interfaceId: 7, mark: null } })).toEqual([
      'ip xfrm policy delete src 10.1.0.0/24 dst 10.2.0.0/24 dir out if_id 0x7',
    ])
  })

  it('says what a dump of it is read as', () => {
    fc.assert(
      fc.property(words(), (wanted) => {
        const [command, ...more] = addCommands(wanted) ?? []
        expect(more).toEqual([])
        const [filter] = read(printed(command ?? '')).endpoints[0]?.filters ?? []
        if (filter === undefined || filter.source === 'own' || filter.destination === 'own') expect.unreachable()
        const sent: Box = {
          local: filter.source,
          remote: filter.destination,
          protocol: filter.protocol,
          localPort: filter.sourcePort,
          remotePort: filter.destinationPort,
        }
        expect(boxKey(wanted.direction === 'out' ? sent : mirrorBox(sent))).toBe(boxKey(wanted.box))
        expect(filter).toMatchObject({ direction: wanted.direction, mode: wanted.mode, tunnel: wanted.tunnel })
        expect(filter.installed?.scope).toEqual(wanted.scope)
        expect(filter.installed?.templates[0]?.reqid).toBe(wanted.reqid)
        expect(filter.weight).toBe(BigInt(wanted.priority ?? 0) << 32n)
      }),
    )
  })
})

/** The lines in which iproute2 6.1 prints what a command installs; checked against the kernel in `test/system`. */
function printed(command: string): string {
  const match =
    /^ip xfrm policy add (src .*?) dir (\w+)(?: priority (\d+))?(?: mark (\S+) mask (\S+))?(?: if_id (\S+))? tmpl (.*?) ?(proto .*)$/.exec(
      command,
    )
  const [, selector, direction, priority = '0', mark, mask, id, ends = '', ids] = match ?? []
  const template = ends === '' ? 'src 0.0.0.0 dst 0.0.0.0' : ends
  return [
    `${selector} `,
    `\tdir ${direction} priority ${priority} ptype main `,
    ...(mark === undefined ? [] : [`\tmark ${mark}/${mask} `]),
    `\ttmpl ${template}`,
    `\t\t${ids}`,
    ...(id === undefined ? [] : [`\tif_id ${id}`]),
    '',
  ].join('\n')
}

function words(): fc.Arbitrary<PolicyWords> {
  const prefix = fc
    .tuple(fc.bigInt(0n, 0xffffffffn), fc.integer({ min: 0, max: 32 }))
    .map(([address, length]) => block('ipv4', address, length))
  const port = fc.integer({ min: 0, max: 65_535 }).map((from) => ({ from, to: from }))
  const service = fc.oneof(
    fc.constant({ protocol: ANY_PROTOCOL, localPort: ANY_PORT, remotePort: ANY_PORT }),
    fc.record({
      protocol: fc.constantFrom(6, 17, 132).map((from) => ({ from, to: from })),
      localPort: fc.oneof(fc.constant(ANY_PORT), port),
      remotePort: fc.oneof(fc.constant(ANY_PORT), port),
    }),
    fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.option(fc.integer({ min: 0, max: 255 }), { nil: undefined }))
      .map(([type, code]) => icmpPorts(type, code))
      .map((message) => ({ protocol: { from: 1, to: 1 }, localPort: message, remotePort: message })),
  )
  return fc.record({
    direction: fc.constantFrom('out' as const, 'in' as const, 'fwd' as const),
    box: fc.tuple(prefix, prefix, service).map(([local, remote, ports]) => ({ local, remote, ...ports })),
    mode: fc.constant('tunnel' as const),
    tunnel: fc.constant({ source: OWN, destination: PEER }),
    reqid: fc.integer({ min: 1, max: 0xffffffff }),
    scope: fc.record({
      interfaceId: fc.integer({ min: 0, max: 0xffffffff }),
      mark: fc.option(fc.record({ value: fc.integer({ min: 0, max: 255 }), mask: fc.constant(255) })),
    }),
    priority: fc.option(fc.integer({ min: 0, max: 0xffffffff })),
  })
}
