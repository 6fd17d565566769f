import { NAT_TRAVERSAL, type Socket, STANDARD_PORTS, type UdpHabits } from '../../model/udp-ports.ts'

/**
 * The ports of pluto (ipsec.conf(5), `leftikeport`; measured with Libreswan 4.10). One that is written is one more beside 500 and
 * 4500; with any, what has none is 4500, and each packet is marked.
 */
export const plutoPorts: UdpHabits = {
  sockets: (policy) => [
    ...STANDARD_PORTS.sockets(policy),
    ...policy.connections.flatMap(({ ports }) => (ports?.own === undefined ? [] : [encapsulating(ports.own.value)])),
  ],
  begins: (connection, policy) => {
    const { own, peer } = connection.ports ?? {}
    if (own === undefined && peer === undefined) return STANDARD_PORTS.begins(connection, policy)
    return { from: own === undefined ? NAT_TRAVERSAL : encapsulating(own.value), to: peer?.value ?? 4500 }
  },
  goesOn: (way, policy) => (way.from.encapsulates ? way : STANDARD_PORTS.goesOn(way, policy)),
  marks: STANDARD_PORTS.marks,
}

function encapsulating(port: number): Socket {
  return { port, encapsulates: true }
}
