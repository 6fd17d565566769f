import { formatHost } from '../../../address/address-range.ts'
import { childWith, type Owner } from '../../../model/children-with-box.ts'
import type { Endpoint } from '../../../model/endpoint.ts'
import { entryById } from '../../../model/entry-by-id.ts'
import type { Proposal, SelectorTemplate } from '../../../model/ike-policy.ts'
import type { Dialect, DialectStep } from '../../../model/vendor.ts'
import type { Box } from '../../../selectors/box.ts'
import { bringsKeys, confSteps, ikePortWords } from '../../freeswan/conf-steps.ts'
import { shownSetting } from '../../setting-steps.ts'
import { changedSides, type Sides, sidesOf } from '../../sides-of-box.ts'
import { usualPorts } from '../swanctl/swanctl-dialect.ts'
import { formatAddresses, formatIdentity, formatTime } from '../words.ts'
import { formatIpsecProposals, formatIpsecSelectors, protocolOf } from './ipsec-words.ts'

const SUBNETS: Sides = ['the subnet of the own side', "the subnet of the peer's side"]

const REREAD_SECRETS = 'ipsec rereadsecrets'

/** The steps for a gateway that is configured by strongSwan's ipsec.conf. */
export const ipsecDialect: Dialect = {
  ...confSteps({ say, rereadSecrets: REREAD_SECRETS, formatIdentity, formatAddresses }),
  cover: ({ box, alone }, before, after) => [
    say(
      before,
      connFor(before, alone === true ? undefined : childWith(after, box)),
      alone === true ? `let a second conn that includes it have ${both(box)}` : `add ${both(box)} to what stands there`,
    ),
  ],
  replace: (change, before) => [
    say(before, connFor(before, childWith(before, change.from)), `change ${changedSides(SUBNETS, change, text)}`),
  ],
  remove: ({ box, entry }, before) => [
    say(before, connFor(before, entryById(before.spd, entry)?.negotiated), `remove ${both(box)}`),
  ],
  'add-direction': ({ direction, box }, before) => [
    load(
      `On ${before.name}, the ${direction === 'in' ? 'inbound' : 'outbound'} policy for ${both(box)} is not installed, though strongSwan installs both; load the connection again.`,
    ),
  ],
  retarget: ({ from, to }, before) => [
    say(before, connFor(before), `change the address of the peer from ${formatHost(from)} to ${formatHost(to)}`),
  ],
  unmirror: ({ box }, before) => [
    load(`On ${before.name}, load the connection with ${both(box)} again, so that it installs a policy for each way.`),
  ],
  'ike-proposals': ({ proposals, connection }, before) => [
    set(before, connection, 'ike', formatIpsecProposals(proposals)),
  ],
  'child-proposals': ({ proposals, child }, before) => {
    const key = protocolOf(proposals)
    const value = formatIpsecProposals(proposals)
    const isLeftAside = key === 'esp' && protocolOf(proposalsOf(before, child)) === 'ah'
    return [isLeftAside ? say(before, child, `delete ah and set esp=${value}`) : set(before, child, key, value)]
  },
  pfs: ({ pfs, child }, before) => [
    say(
      before,
      child,
      pfs === 'ike-group' ? 'name in esp the group of the IKE SA' : 'leave the Diffie-Hellman group out of esp',
    ),
  ],
  'child-selectors': ({ local, remote, child }, before) => [
    say(
      before,
      child,
      `let the subnet of the own side be ${formatIpsecSelectors(local)}, and that of the peer's side ${formatIpsecSelectors(remote)}`,
    ),
  ],
  mode: ({ mode, child }, before) => [set(before, child, 'type', mode)],
  'pass-over': (_change, before) => [
    {
      say: `On ${before.name}, nothing can be changed: of two children the one for fewer packets has them.`,
      run: null,
    },
  ],
  narrowing: ({ child }, before) => [
    { say: `On ${before.name}, nothing is to be changed for ${child}: strongSwan narrows by itself.`, run: null },
  ],
  compression: ({ compression, child }, before) => [set(before, child, 'compress', compression ? 'yes' : 'no')],
  waits: ({ waits, child }, before) => [set(before, child, 'auto', waits ? 'add' : 'route')],
  authentication: ({ side, method, connection }, before) => [
    say(
      before,
      connection,
      `set auth of ${side === 'local' ? 'the own side' : "the peer's side"} (leftauth or rightauth) to ${method}${side === 'local' && method === 'pubkey' ? ', with the certificate of the gateway in leftcert or rightcert' : ''}`,
    ),
  ],
  version: ({ version, connection }, before) => [set(before, connection, 'keyexchange', `ikev${version}`)],
  'nat-traversal': (_change, before) => [
    { say: `On ${before.name}, nothing can be changed: strongSwan always takes part in NAT traversal.`, run: null },
  ],
  'ike-ports': ({ own, peer, connection }, before) => [say(before, connection, ikePortWords(own, peer))],
  'listening-ports': (_change, before) => [usualPorts(before)],
  'post-quantum-key': (_change, before) => [
    { say: `On ${before.name}, nothing can be changed: ipsec.conf has no word for post-quantum keys.`, run: null },
  ],
  childless: (_change, before) => [
    { say: `On ${before.name}, nothing can be changed: ipsec.conf has no setting for a childless IKE SA.`, run: null },
  ],
  'virtual-addresses': ({ addresses, connection }, before) => [
    say(
      before,
      connection,
      addresses.length === 0
        ? 'delete the sourceip of the own side (leftsourceip or rightsourceip), since the peer has no pool to give addresses from'
        : `set the sourceip of the own side (leftsourceip or rightsourceip) to ${addresses.join(',')}`,
    ),
  ],
  lifetime: ({ lifetime: { rekey, end }, child, connection }, before) => {
    const key = child === null ? 'ikelifetime' : 'lifetime'
    const margin =
      rekey === undefined || end === undefined ? '' : ` and margintime=${formatTime(Math.max(0, end - rekey.to))}`
    return [say(before, child ?? connection, `set ${key}=${formatTime(end ?? 0)}${margin}`)]
  },
  'clear-obstacle': ({ obstacle }) => obstacle.steps,
  'shown-setting': shownSetting,
  correct: ({ say: what }, before, after) => [
    bringsKeys(before, after)
      ? { say: `On ${before.name}: ${what} Then have ipsec.secrets read again.`, run: REREAD_SECRETS }
      : load(`On ${before.name}: ${what} Then load the file.`),
  ],
}

function proposalsOf({ ike }: Endpoint, conn: string | null): readonly Proposal[] {
  const children = ike?.connections.flatMap(({ children: all }) => all) ?? []
  return children.find(({ name }) => name === conn)?.proposals.value ?? []
}

function set(end: Endpoint, conn: string | null, key: string, value: string): DialectStep {
  return say(end, conn, value === '' ? `delete ${key}, so that the defaults count` : `set ${key}=${value}`)
}

function say(end: Endpoint, conn: string | null, what: string): DialectStep {
  const place = conn === null ? 'the connection' : `"conn ${conn}"`
  return load(`On ${end.name}, in ${place} of ipsec.conf, ${what}; then load it.`)
}

/** `ipsec update` loads what has changed (ipsec(8)); an SA that is up keeps its old settings. */
function load(text: string): DialectStep {
  return { say: text, run: 'ipsec update' }
}

/** Each conn is a child: the one that is meant, or the only one that the end has. */
function connFor({ ike }: Endpoint, meant?: Owner): string | null {
  if (meant !== undefined) return meant.child.name
  const [connection, ...more] = ike?.connections ?? []
  const [child, ...others] = connection?.children ?? []
  return more.length + others.length > 0 ? null : (child?.name ?? null)
}

function both(box: Box): string {
  const [local, remote] = sidesOf(box, text)
  return `${local} on the own side and ${remote} on that of the peer`
}

function text(side: Omit<SelectorTemplate, 'span'>): string {
  return formatIpsecSelectors([side])
}
