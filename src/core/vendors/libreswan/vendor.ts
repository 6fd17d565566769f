import type { Change } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { mostSpecificFirst } from '../../model/entry-order.ts'
import type { Vendor } from '../../model/vendor.ts'
import { isAnyPort } from '../../selectors/interval.ts'
import { deriveEntries } from '../generic/derive.ts'
import { libreswanDialect } from './conf-dialect.ts'
import { formatProposals } from './conf-words.ts'
import { pluto } from './ike-daemon.ts'
import { parseProposals } from './proposals.ts'

/** Libreswan with ipsec.conf. */
export const libreswan: Vendor = {
  id: 'libreswan',
  title: 'Libreswan',
  machine: 'Unix',
  entryOrder: mostSpecificFirst,
  selectorRule: {
    rule: 'exact',
    certainty: 'stated',
    authority: 'Measured with Libreswan 4.10: without "narrowing=yes" it takes only the networks that it has itself.',
  },
  daemon: pluto,
  derive: deriveEntries,
  protectsOwnAddress: false,
  onePairEach: true,
  takesBareKeys: false,
  lacksWordsFor: (change, end) =>
    hasPortRange(change) ||
    hasList(change) ||
    hasSeveralGroups(change) ||
    asksForAddress(change) ||
    isRefused(change, end),
  anyProtocolOnly: false,
  seenWhenRefused: null,
  ask: '`cat /etc/ipsec.conf /etc/ipsec.d/*.conf`',
  askSas: '`ipsec status`',
  askSettings: '`cat /etc/ipsec.conf /etc/ipsec.d/*.conf`',
  askLog: 'the journal of pluto (`journalctl -u ipsec`)',
  checks: (end) => [
    `On ${end.name}, the firewall rules must admit the traffic of the tunnel, and no NAT rule may take it before.`,
  ],
  dialect: libreswanDialect,
}

/** `leftprotoport` takes one port or any, and Libreswan 4.10 does not load a range. */
function hasPortRange(change: Change): boolean {
  const ports =
    change.kind === 'replace'
      ? [change.to.localPort, change.to.remotePort]
      : change.kind === 'cover'
        ? [change.box.localPort, change.box.remotePort]
        : change.kind === 'child-selectors'
          ? [...change.local, ...change.remote].map((template) => template.ports)
          : []
  return ports.some((each) => each.from !== each.to && !isAnyPort(each))
}

/** It makes a child of each pair of `leftsubnets` and `rightsubnets`, and none with several selectors. */
function hasList(change: Change): boolean {
  return change.kind === 'child-selectors' && (change.local.length > 1 || change.remote.length > 1)
}

/** Measured with Libreswan 4.10: it does not load a list of ESP proposals that name different groups, or only some of them. */
function hasSeveralGroups(change: Change): boolean {
  if (change.kind !== 'child-proposals') return false
  return new Set(change.proposals.map(({ ke }) => ke.join())).size > 1
}

/** The address alone does not make it: what it protects has to be narrowed to that (measured). */
function asksForAddress(change: Change): boolean {
  return change.kind === 'virtual-addresses' && change.addresses.length > 0
}

/** Proposals that would not be read again as they are written: an algorithm that this IKE version does not have here. */
function isRefused(change: Change, { ike }: Endpoint): boolean {
  if (change.kind !== 'ike-proposals' && change.kind !== 'child-proposals') return false
  const version = ike?.connections.find(({ name }) => name === change.connection)?.initiates.value ?? 2
  const { protocol = 'esp' } = change.proposals[0] ?? {}
  return 'problem' in parseProposals(formatProposals(change.proposals, version), { protocol, version, pfs: true })
}
