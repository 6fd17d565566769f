import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { block, point } from '../../src/core/address/address-range.ts'
import { NO_SCOPE } from '../../src/core/model/scope.ts'
import type { PacketFilter } from '../../src/core/model/spd-entry.ts'
import { trafficBetween } from '../../src/core/selectors/box.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../src/core/selectors/interval.ts'
import { icmpPorts } from '../../src/core/selectors/protocol.ts'
import { addCommands, deleteCommands, type PolicyWords } from '../../src/core/vendors/linux/policy-command.ts'
import { read } from '../core/vendors/linux/read-xfrm.ts'

const [OWN, PEER] = [point('ipv4', 0xcb007101n), point('ipv4', 0xc6336407n)]
const [LAN, REMOTE] = [block('ipv4', 0x0a010000n, 24), block('ipv4', 0x0a020000n, 24)]
const TCP = { from: 6, to: 6 }
const PORT = { from: 80, to: 80 }

const OUT: PolicyWords = {
  direction: 'out',
  box: trafficBetween(LAN, REMOTE),
  mode: 'tunnel',
  tunnel: { source: OWN, destination: PEER },
  reqid: 1,
  scope: NO_SCOPE,
  priority: 100,
}
const BACK = { source: PEER, destination: OWN }

const POLICIES: readonly (readonly [string, PolicyWords])[] = [
  ['outbound', OUT],
  ['inbound', { ...OUT, direction: 'in', tunnel: BACK }],
  ['forward', { ...OUT, direction: 'fwd', tunnel: BACK }],
  ['with ports', { ...OUT, box: { ...OUT.box, protocol: TCP, remotePort: PORT } }],
  [
    'inbound with ports',
    { ...OUT, direction: 'in', tunnel: BACK, box: { ...OUT.box, protocol: TCP, localPort: PORT } },
  ],
  [
    'with a message',
    { ...OUT, box: { ...OUT.box, protocol: { from: 1, to: 1 }, localPort: icmpPorts(8), remotePort: icmpPorts(8) } },
  ],
  ['with a mark and an interface', { ...OUT, scope: { interfaceId: 7, mark: { value: 16, mask: 255 } } }],
  ['of IPv6', { ...OUT, box: trafficBetween(block('ipv6', 1n << 120n, 64), block('ipv6', 2n << 120n, 64)) }],
  ['in transport mode', { ...OUT, mode: 'transport', tunnel: { source: null, destination: null } }],
  [
    'of any protocol without a number for its order',
    { ...OUT, priority: null, box: { ...OUT.box, protocol: ANY_PROTOCOL, localPort: ANY_PORT } },
  ],
]

/** Sends a datagram into both policies and says what the kernel answered. */
const SEND =
  "const s = require('dgram').createSocket('udp4'); s.send('x', 9, '192.0.2.200', (e) => { console.log(e ? e.code : 'sent'); s.close() })"

const refusal = spawnSync('unshare', ['--net', 'ip', 'xfrm', 'policy'], { encoding: 'utf8' })
const why = refusal.error?.message ?? (refusal.status === 0 ? null : refusal.stderr.trim())

/** The kernel forgets these policies with the namespace, which ends with the shell. */
function inNamespace(...commands: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync('unshare', ['--net', 'sh', '-e', '-c', commands.join('\n')], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect([status, stderr]).toEqual([0, ''])
  return stdout
}

function sourceFirst({ direction, box }: PolicyWords) {
  const [source, destination] = direction === 'out' ? [box.local, box.remote] : [box.remote, box.local]
  const [sourcePort, destinationPort] =
    direction === 'out' ? [box.localPort, box.remotePort] : [box.remotePort, box.localPort]
  return { source, destination, protocol: box.protocol, sourcePort, destinationPort }
}

describe.skipIf(why !== null)(
  `policies in the kernel${why === null ? '' : ` (skipped: no network namespace can be made: ${why})`}`,
  () => {
    describe.each(POLICIES)('a policy %s', (_, words) => {
      const [command = ''] = addCommands(words) ?? []

      it.each(['ip xfrm policy', 'ip -s xfrm policy', 'ip -o -s xfrm policy', 'ip -d xfrm policy'])(
        'is read as it was added, from %s',
        (list) => {
          const filters: readonly PacketFilter[] = read(inNamespace(command, list)).endpoints[0]?.filters ?? []
          expect(filters).toHaveLength(1)
          expect(filters[0]).toMatchObject({
            ...sourceFirst(words),
            direction: words.direction,
            action: 'protect',
            mode: words.mode,
            tunnel: words.tunnel,
            weight: BigInt(words.priority ?? 0) << 32n,
            installed: { scope: words.scope, templates: [{ protocol: 'esp', reqid: 1, optional: false }] },
          })
        },
      )

      it('is deleted by what names it', () => {
        const [remove = ''] = deleteCommands(words) ?? []
        expect(inNamespace(command, remove, 'ip xfrm policy')).toBe('')
      })
    })

    it.each([
      ['the older first', 'block', 'allow', 'EPERM'],
      ['the older first, whichever it is', 'allow', 'block', 'sent'],
    ])('of two of one priority takes %s', (_, older, newer, sent) => {
      const policy = (prefix: string, action: string) =>
        `ip xfrm policy add src 192.0.2.0/24 dst ${prefix} dir out action ${action} priority 10`
      const output = inNamespace(
        'ip link set lo up',
        'ip link add d0 type veth peer name d1',
        'ip link set d0 up',
        'ip link set d1 up',
        'ip address add 192.0.2.1/24 dev d0',
        policy('192.0.2.128/25', older),
        policy('192.0.2.0/24', newer),
        `${process.execPath} -e "${SEND}"`,
        'ip xfrm policy',
      )
      expect(output.split('\n')[0]).toBe(sent)
      const filters = read(output.slice(output.indexOf('src '))).endpoints[0]?.filters ?? []
      const first = filters.toSorted((a, b) => ((a.weight ?? 0n) < (b.weight ?? 0n) ? -1 : 1))[0]
      expect(first?.action).toBe(older === 'block' ? 'discard' : 'bypass')
    })
  },
)
