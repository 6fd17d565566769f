import { type AddressRange, equalRanges, formatHost, formatRange } from '../../address/address-range.ts'
import type { Change } from '../../model/change.ts'
import type { Endpoint, Site, Topic } from '../../model/endpoint.ts'
import { entryName } from '../../model/entry-by-id.ts'
import { heaviestFirst } from '../../model/entry-order.ts'
import { exchangedIn } from '../../model/exchanged-range.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import type { Dialect, DialectStep, Vendor } from '../../model/vendor.ts'
import type { Box } from '../../selectors/box.ts'
import { deriveFilters } from './derive.ts'
import { siteSettings } from './site-settings.ts'

/** ISA Server 2004 and 2006: filters are made from Remote Sites, nobody writes them by hand. */
export const isa: Vendor = {
  id: 'isa',
  title: 'ISA Server',
  machine: 'Windows',
  entryOrder: heaviestFirst,
  selectorRule: {
    rule: 'exact',
    certainty: 'assumed',
    authority:
      'ISA Server leaves IKE to Windows; no document says that a Windows responder accepts selectors that differ from its filter.',
  },
  onlyIkev1: true,
  derive: deriveFilters,
  protectsOwnAddress: true,
  anyProtocolOnly: true,
  lacksWordsFor: (change) => change.kind === 'shown-setting' && !canChoose(change),
  seenWhenRefused: 'Negotiating IP Security.',
  ask: '`netsh ipsec dynamic show qmfilter all type=specific`',
  askSettings: 'the site-to-site summary (Remote Sites > right-click the site > Site-to-Site Summary)',
  checks: firewallChecks,
  dialect: dialect('ISA Server Management', 'Firewall service (`net stop fwsrv`, then `net start fwsrv`)'),
}

/** Forefront Threat Management Gateway 2010. */
export const tmg: Vendor = {
  ...isa,
  id: 'tmg',
  title: 'Forefront TMG',
  dialect: dialect('Forefront TMG Management', 'Microsoft Forefront TMG Firewall service'),
}

/** What its IPsec dialog has to choose from: the groups are those of Windows, which has no group 5. */
const CHOICES: { readonly [topic in Topic]?: readonly string[] } = {
  'IKE encryption': ['DES', '3DES'],
  'ESP encryption': ['DES', '3DES'],
  'IKE integrity': ['MD5', 'SHA1'],
  'ESP integrity': ['MD5', 'SHA1'],
  'IKE Diffie-Hellman group': ['1', '2', '14'],
  'perfect forward secrecy': ['off', 'group 1', 'group 2', 'group 14'],
}

function canChoose({ topic, value }: Change<'shown-setting'>): boolean {
  return CHOICES[topic]?.includes(value) ?? true
}

/** Filters only decide what is encrypted; ISA's rules decide what is allowed, and a filter dump does not show them. */
function firewallChecks(end: Endpoint, peer: Endpoint): string[] {
  return [
    `On ${end.name}, a firewall rule must allow the Local Host network to the Remote Site (Firewall Policy; the log shows denials).`,
    `On ${end.name}, a firewall rule must admit traffic from the Remote Site, which includes ${peer.name} itself once its address is listed.`,
    `On ${end.name}, no other route or persistent route may take the remote networks (\`route print\`).`,
  ]
}

/** More filters than this are not printed out in a step. */
const LISTED = 12

function dialect(console: string, service: string): Dialect {
  return {
    ...siteSettings(console, siteName),
    cover: ({ box }, before, after) => {
      const { local, remote } = box
      const isAnew = isPeerAnew(remote, before, after)
      const steps = [
        ...(isAnew || isListed(remote, before.site?.remotes)
          ? []
          : [adding(remote, (what) => remoteSite(console, before, what, after))]),
        ...(isListed(local, before.site?.locals) || !isListed(local, after.site?.locals)
          ? []
          : [adding(local, (what) => localNetwork(console, before, what, after))]),
      ]
      return steps.length > 0 || isAnew ? steps : [notInForce(service, before, remote)]
    },
    replace: ({ from, to }, before, after) => {
      if (formatRange(from.remote) !== formatRange(to.remote)) {
        const listed = exchangedIn(rangesOf(before.site?.remotes), from.remote, to.remote) ?? from.remote
        return [remoteSite(console, before, `remove ${formatHost(listed)} and add ${formatHost(to.remote)}`, after)]
      }
      const listed = exchangedIn(rangesOf(before.site?.locals), from.local, to.local) ?? from.local
      return [localNetwork(console, before, `replace ${formatHost(listed)} by ${formatHost(to.local)}`, after)]
    },
    remove: ({ entry, box }, before, after) => {
      if (isListed(box.remote, before.site?.remotes) && !isListed(box.remote, after.site?.remotes))
        return [remoteSite(console, before, `remove ${formatHost(box.remote)}`, after)]
      return [
        {
          say: `On ${before.name}, a Windows IPsec policy beside ${before.vendor.title} holds the filter ${entryName(before.spd, entry)} (${between(box)}). Unassign that policy, or delete the filter from it.`,
          run: 'netsh ipsec static show policy all',
        },
      ]
    },
    'add-direction': ({ entry }, before) => [rebuilt(service, before, entry, 'the filter for the other direction')],
    retarget: ({ from, to }, before, after) => [
      {
        say: `In ${console} on ${before.name}, open Virtual Private Networks (VPN) > Remote Sites > properties of ${siteName(before)} > Connection, change the remote VPN gateway's address from ${formatHost(from)} to ${formatHost(to)}, then Apply.`,
        run: null,
      },
      ...(isListed(from, before.site?.remotes)
        ? [remoteSite(console, before, `remove ${formatHost(from)} and add ${formatHost(to)}`, after)]
        : []),
    ],
    unmirror: ({ entry }, before) => [rebuilt(service, before, entry, 'two one-way filters')],
  }
}

function rangesOf(list: Site['locals'] = []): AddressRange[] {
  return list.map(({ value }) => value)
}

/** Several of one list are entered at once. */
function adding(range: AddressRange, stepTo: (what: string) => DialectStep): DialectStep {
  const words = formatHost(range)
  return { ...stepTo(`add ${words}`), entered: { behind: '> Addresses, add ', words } }
}

/** The list named the gateway at its old address, and got this one with the change of the peer. */
function isPeerAnew(address: AddressRange, before: Endpoint, after: Endpoint): boolean {
  const isPeer = ({ peers }: Endpoint) => peers.some(({ value }) => equalRanges(value, address))
  const wasListed = before.peers.some(
    ({ value }) => isListed(value, before.site?.remotes) && !isListed(value, after.site?.remotes),
  )
  return !isPeer(before) && isPeer(after) && wasListed
}

function remoteSite(console: string, before: Endpoint, what: string, after: Endpoint): DialectStep {
  return {
    say: `In ${console} on ${before.name}, open Virtual Private Networks (VPN) > Remote Sites > properties of ${siteName(before)} > Addresses, ${what}, press OK, then Apply.${resulting(after)}`,
    run: null,
  }
}

function localNetwork(console: string, before: Endpoint, what: string, after: Endpoint): DialectStep {
  return {
    say: `In ${console} on ${before.name}, open Configuration > Networks > properties of the internal network > Addresses, ${what}, press OK, then Apply.${resulting(after)}`,
    run: null,
  }
}

/** Filters that ISA should have made itself: nothing to add by hand. */
function rebuilt(service: string, before: Endpoint, entry: string, what: string): DialectStep {
  return {
    say: `On ${before.name}, ${before.vendor.title} makes ${what} for ${entryName(before.spd, entry)} by itself; here it has not. Restart the ${service} and the IPsec service, then look at the filters again.`,
    run: 'netsh ipsec dynamic show qmfilter all type=specific',
  }
}

/** Its site lists what the filters are made of, and a dump shows others: nothing to add. */
function notInForce(service: string, before: Endpoint, remote: AddressRange): DialectStep {
  return {
    say: `On ${before.name}, ${siteName(before)} has ${formatHost(remote)} already, and the filters that were pasted do not have all that ${before.vendor.title} makes of it. Press Apply; where that changes nothing, restart the ${service} and the IPsec service. Then look at the filters again.`,
    run: 'netsh ipsec dynamic show qmfilter all type=specific',
  }
}

function resulting(after: Endpoint): string {
  const entries = after.spd ?? []
  if (entries.length === 0) return ''
  if (entries.length > LISTED) return ` ${after.name} then has ${entries.length} filters.`
  return ` ${after.name} then has these filters:\n${entries.map(filterLine).join('\n')}`
}

/**
 * `A1 SubnetA > SubnetB`, in the notation in which the two filters of a pair show the same left name: the second one of
 * a pair (even number) is written backwards.
 */
export function filterLine(entry: SpdEntry): string {
  const [box] = entry.selectors
  if (box === undefined) return entry.name
  const [source, destination] = entry.direction === 'in' ? [box.remote, box.local] : [box.local, box.remote]
  const second = /^[A-Z]{1,2}\d*[02468]$/.test(entry.name)
  return second
    ? `${entry.name}  ${formatHost(destination)} < ${formatHost(source)}`
    : `${entry.name}  ${formatHost(source)} > ${formatHost(destination)}`
}

function isListed(range: AddressRange, ranges: Site['remotes'] = []): boolean {
  return ranges.some(({ value }) => equalRanges(value, range))
}

/** By its name, or by the peer where no paste tells the name: a hub has several. */
function siteName({ site, peers }: Endpoint): string {
  if (site?.name != null) return `the Remote Site "${site.name}"`
  const [peer, ...others] = peers
  return peer === undefined || others.length > 0 ? 'the Remote Site' : `the Remote Site for ${formatHost(peer.value)}`
}

function between(box: Box): string {
  return `${formatHost(box.local)} <> ${formatHost(box.remote)}`
}
