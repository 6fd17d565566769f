import type { Saying } from './saying.ts'

/** What a gateway cannot do by itself, whatever the other end has. */
export const OWN_SAYINGS: readonly Saying[] = [
  {
    kind: 'cause',
    words: /failed to add (?:\w+ )?connection|loading connection(?= '[^']{1,20}' failed)/,
    means: () => 'a connection of this gateway is refused when it is loaded, and what follows goes on without it',
  },
  {
    // `charon.install_routes` of strongswan.conf(5): the child comes up all the same.
    kind: 'cause',
    words: /unable to install source route(?= for)/,
    means: () =>
      'the route by which this gateway itself sends from its address in the tunnel could not be installed, so that a ping from it may have another source and go past the tunnel; give the ping that address, or add the route by hand',
  },
  {
    kind: 'cause',
    words: /cannot identify ourselves with either end/i,
    means: () => 'neither end of a connection (left, right) has an address of this machine',
  },
  {
    kind: 'cause',
    words: /no config named(?= ')/,
    means: () =>
      'what is to be brought up is not loaded: it has another name, or the file that has it was not read or was refused',
  },
  {
    kind: 'cause',
    words: /unknown keyword(?= ')/,
    means: () => 'strongSwan does not know a setting of its ipsec.conf, and goes on without it',
  },
  {
    kind: 'cause',
    words: /critical plugin(?= '\w{1,40}' has unmet dependency)/,
    means: () =>
      'charon does not start, since it lacks something that it cannot do without; the lines beside tell what',
  },
  {
    kind: 'cause',
    words: /Errno 98: Address already in use|unable to bind socket(?=: Address already in use)/,
    means: () =>
      'another program of this machine has the UDP port for IKE (500 or 4500), such as a second IKE daemon, so that this one hears nothing',
  },
  {
    kind: 'cause',
    words: /unable to install (?:IPsec policies|(?:inbound(?: and outbound)?|outbound) IPsec SA)/,
    means: () =>
      'the child was agreed, and the kernel of this gateway does not take it: another connection has the same policy, or the kernel lacks a module or an algorithm; the lines before tell which',
  },
  {
    kind: 'cause',
    words: /netlink response for Add SA(?= \S{1,60} included errno)/,
    means: () => 'the kernel of this gateway does not take the SA: it lacks a module (ESP, IPComp) or an algorithm',
  },
  {
    kind: 'cause',
    words: /cannot install (?:eroute|kernel policy)(?= -- it is in use)|cannot route(?= -- route already in use)/,
    means: () => 'another connection of this gateway has the same networks, and its tunnel is up or routed',
  },
  {
    kind: 'unsent',
    words: /left nor right host is our side/,
    means: () =>
      'neither left nor right is an address that this machine has; the own side needs one of its own (behind a NAT the private one), or `%defaultroute`',
  },
  {
    kind: 'unsent',
    words: /error writing to socket|could not send IKE Packet|sendto on(?= \S{1,20} to \S{3,50} failed)/,
    means: () =>
      'this gateway cannot send its packets of IKE: it has no route to the other end, it does not have the address that they come from, or its own firewall refuses them',
  },
  {
    kind: 'unsent',
    words: /Connection refused(?= \[errno)/,
    means: () =>
      'the address of the other end answers by ICMP that nothing listens at its port for IKE: no daemon runs there, a router does not forward the port, or a firewall rejects it',
  },
  {
    kind: 'unsent',
    words: /(?:No route to host|Network is unreachable)(?= \[errno)/,
    means: () =>
      'packets of IKE do not get to the other end: there is no route to it, or a router or firewall on the way rejects them',
  },
]
