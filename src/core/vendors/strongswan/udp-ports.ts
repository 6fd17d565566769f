import type { IkePolicy } from '../../model/ike-policy.ts'
import type { Socket, UdpHabits } from '../../model/udp-ports.ts'

/**
 * The ports of charon (strongswan.conf(5), swanctl.conf(5); measured with strongSwan 5.9.8, whose socket-default has two). It marks
 * IKE by the port number 500 alone, whatever its own ports are.
 */
export const charonPorts: UdpHabits = {
  sockets: ({ daemon: { ports } }) => [
    { port: free(ports?.ike?.value ?? 500), encapsulates: false },
    natTraversalOf(ports),
  ],
  begins: ({ ports }, policy) => {
    const sockets = charonPorts.sockets(policy)
    const own = ports?.own?.value
    const from = own === undefined ? sockets[0] : sockets.find(({ port }) => port === own)
    return from === undefined ? undefined : { from, to: ports?.peer?.value ?? 500 }
  },
  goesOn: ({ from, to }, { daemon: { ports } }) => ({
    from: natTraversalOf(ports),
    to: to === 500 || from.port === 500 ? 4500 : to,
  }),
  marks: (from, to) => from !== 500 && to !== 500,
}

function natTraversalOf(ports: IkePolicy['daemon']['ports']): Socket {
  return { port: free(ports?.natTraversal?.value ?? 4500), encapsulates: true }
}

function free(port: number): number | null {
  return port === 0 ? null : port
}
