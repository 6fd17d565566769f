import { formatHost } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import { childWith, type Owner } from '../../model/children-with-box.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { entryById } from '../../model/entry-by-id.ts'
import type { ChildConfig, IkeVersion, SelectorTemplate } from '../../model/ike-policy.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'
import { type Box, equalBoxes } from '../../selectors/box.ts'
import { bringsKeys, confSteps, ikePortWords } from '../freeswan/conf-steps.ts'
import { shownSetting } from '../setting-steps.ts'
import { changedSides, type Sides, sidesOf } from '../sides-of-box.ts'
import { needsSecrecy, wakesGroups } from './conf-editor.ts'
import { formatHosts, formatIdentity, formatProposals, formatProtoport, formatSubnet } from './conf-words.ts'

const SUBNETS: Sides = ['the subnet of the own side', 'the subnet of the side of the peer']

const REREAD_SECRETS = 'ipsec auto --rereadsecrets'

/** The steps for a gateway that is configured by Libreswan's ipsec.conf. */
export const libreswanDialect: Dialect = {
  ...confSteps({ say, rereadSecrets: REREAD_SECRETS, formatIdentity, formatAddresses: formatHosts }),
  cover: ({ box, alone }, before, after) => [
    say(
      before,
      connFor(before, alone === true ? undefined : childWith(after, box)),
      alone === true
        ? `let a second conn with the same settings protect ${both(box)}`
        : `let it protect ${both(box)} as well; where networks are named already, list all of them in leftsubnets and rightsubnets`,
    ),
  ],
  replace: (change, before) => [
    say(before, connFor(before, childWith(before, change.from)), `change ${changedSides(SUBNETS, change, text)}`),
  ],
  remove: ({ box, entry }, before) => [
    say(
      before,
      connFor(before, entryById(before.spd, entry)?.negotiated),
      isTwice(entry, before)
        ? 'name each network once in leftsubnet and leftsubnets, and in rightsubnet and rightsubnets'
        : `remove ${both(box)}`,
    ),
  ],
  'add-direction': ({ direction, box }, before) => [
    load(
      onlyConn(before),
      `On ${before.name}, the ${direction === 'in' ? 'inbound' : 'outbound'} policy for ${both(box)} is not installed, though Libreswan installs both; load the connection again.`,
    ),
  ],
  retarget: ({ from, to }, before) => [
    say(before, onlyConn(before), `change the address of the peer from ${formatHost(from)} to ${formatHost(to)}`),
  ],
  unmirror: ({ box }, before) => [
    load(
      onlyConn(before),
      `On ${before.name}, load the connection with ${both(box)} again, so that it installs a policy for each way.`,
    ),
  ],
  'ike-proposals': ({ proposals, connection }, before) => [
    set(before, connection, 'ike', formatProposals(proposals, versionOf(before, connection))),
  ],
  'child-proposals': ({ proposals, connection }, before, after) => {
    const [first] = proposals
    const list = formatProposals(proposals, versionOf(before, connection))
    const children = after.ike?.connections.find(({ name }) => name === connection)?.children ?? []
    const secrecy = children.some(needsSecrecy) ? ' and pfs=yes' : ''
    return first?.protocol === 'ah'
      ? [say(before, connection, `set phase2=ah and ah=${list}${secrecy}`)]
      : [set(before, connection, 'esp', `${list}${secrecy}`)]
  },
  pfs: ({ pfs, connection, child: name }, before, after) => {
    const [was, is] = [before, after].map((end) => childOf(end, connection, name))
    const wakes = was !== undefined && is !== undefined && wakesGroups(was, is)
    const list = wakes
      ? ` and ${listKey(is)}=${formatProposals(is.proposals.value, versionOf(before, connection))}`
      : ''
    return [set(before, connection, 'pfs', pfs === 'ike-group' ? `yes${list}` : 'no')]
  },
  'child-selectors': ({ local, remote, connection }, before) => [
    say(before, connection, `let the own side be ${selectors(local)}, and the side of the peer ${selectors(remote)}`),
  ],
  mode: ({ mode, connection }, before) => [set(before, connection, 'type', mode)],
  narrowing: ({ narrows, connection }, before) => [set(before, connection, 'narrowing', narrows ? 'yes' : 'no')],
  'pass-over': (_change, before) => [
    {
      say: `On ${before.name}, nothing can be changed: of two connections the one for fewer packets has them.`,
      run: null,
    },
  ],
  compression: ({ compression, connection }, before) => [
    set(before, connection, 'compress', compression ? 'yes' : 'no'),
  ],
  waits: ({ waits, connection }, before) => {
    const { say, run } = set(before, connection, 'auto', waits ? 'add' : 'ondemand')
    // What is to wait is not brought up; that it is loaded anew takes its trap away.
    return [{ say, run: waits ? `ipsec auto --replace ${connection}` : run }]
  },
  authentication: ({ side, method, connection }, before) => [
    say(
      before,
      connection,
      `set authby=${method === 'psk' ? 'secret' : 'rsasig'}${side === 'local' && method === 'pubkey' ? ', with the certificate of the gateway in leftcert or rightcert' : ''}`,
    ),
  ],
  'post-quantum-key': ({ id, key, connection }, before) => {
    const known = before.ike?.connections.find(({ name }) => name === connection)
    const isUsed = known?.postQuantum?.value === 'insist'
    const use = set(before, connection, 'ppk', 'insist')
    if (key === null) return [use]
    const { owners, replaces } = key
    const what =
      replaces === null
        ? `add the line ${[...owners.map(formatIdentity), ':'].join(' ')} PPKS "${id}" "${NEW_KEY}"`
        : `write "${id}" "${NEW_KEY}" in the place of the name and the key in line ${replaces.line}`
    const say = `On ${before.name}, ${what} (ipsec.secrets); then read it again, and bring the connection up.`
    // Loaded once the key is there.
    return [...(isUsed ? [] : [{ ...use, run: null }]), { say, run: `${REREAD_SECRETS}\n${use.run ?? ''}`.trim() }]
  },
  version: ({ version, connection }, before) => [set(before, connection, 'ikev2', version === 2 ? 'insist' : 'no')],
  'nat-traversal': ({ connection }, before) => [set(before, connection, 'encapsulation', 'auto')],
  'ike-ports': ({ own, peer, connection }, before) => [
    beginsOverTcp(before, connection)
      ? set(before, connection, 'enable-tcp', 'no')
      : say(before, connection, ikePortWords(own, peer)),
  ],
  'listening-ports': (_change, before) => [
    { say: `On ${before.name}, nothing can be changed: Libreswan always listens at 500 and 4500.`, run: null },
  ],
  childless: (_change, before) => [
    { say: `On ${before.name}, nothing can be changed: Libreswan has no setting for a childless IKE SA.`, run: null },
  ],
  'virtual-addresses': ({ addresses, connection }, before) => [
    say(
      before,
      connection,
      addresses.length === 0
        ? 'delete leftmodecfgclient or rightmodecfgclient, since the peer has no pool to give addresses from'
        : 'set modecfgclient=yes for the own side (leftmodecfgclient or rightmodecfgclient)',
    ),
  ],
  lifetime: ({ lifetime: { rekey, end }, child, connection }, before) => {
    const key = child === null ? 'ikelifetime' : 'salifetime'
    const margin = rekey === undefined || end === undefined ? null : `rekeymargin=${Math.max(0, end - rekey.to)}s`
    return [
      say(before, connection, `set ${[`${key}=${end ?? 0}s`, margin].filter((text) => text !== null).join(' and ')}`),
    ]
  },
  'clear-obstacle': ({ obstacle }) => obstacle.steps,
  'shown-setting': shownSetting,
  correct: ({ say: what }, before, after) => {
    if (bringsKeys(before, after))
      return [{ say: `On ${before.name}: ${what} Then have ipsec.secrets read again.`, run: REREAD_SECRETS }]
    const names = conns(after).filter((name) => !conns(before).includes(name))
    const text = `On ${before.name}: ${what} Then load ${names.length > 1 ? 'the connections' : 'the connection'}.`
    return [names.length === 0 ? load(onlyConn(before), text) : { say: text, run: names.map(loading).join('\n') }]
  },
}

function set(end: Endpoint, connection: string | null, key: string, value: string): DialectStep {
  return say(end, connection, `set ${key}=${value}`)
}

function say(end: Endpoint, connection: string | null, what: string): DialectStep {
  const place = connection === null ? 'the connection' : `"conn ${connection}"`
  return { ...load(connection, `On ${end.name}, in ${place} of ipsec.conf, ${what}; then load it.`), place }
}

function load(connection: string | null, text: string): DialectStep {
  return { say: text, run: loading(connection ?? 'NAME') }
}

/** `ipsec auto --replace` takes one connection over from the file (ipsec_auto(8)). */
function loading(name: string): string {
  return `ipsec auto --replace ${name} && ipsec auto --up ${name}`
}

function beginsOverTcp({ ike }: Endpoint, connection: string | null): boolean {
  return ike?.connections.find(({ name }) => name === connection)?.ports?.tcp !== undefined
}

function childOf({ ike }: Endpoint, connection: string | null, name: string): ChildConfig | undefined {
  return ike?.connections.find((each) => each.name === connection)?.children.find((child) => child.name === name)
}

/** Where the proposals of a child are written. */
function listKey({ proposals }: ChildConfig): 'esp' | 'ah' {
  return proposals.value[0]?.protocol === 'ah' ? 'ah' : 'esp'
}

function versionOf({ ike }: Endpoint, connection: string | null): IkeVersion {
  return ike?.connections.find(({ name }) => name === connection)?.initiates.value ?? 2
}

/** Another entry is for the very same packets. */
function isTwice(id: string, { spd = [] }: Endpoint): boolean {
  const [box] = spd.find((entry) => entry.id === id)?.selectors ?? []
  return (
    box !== undefined && spd.some((entry) => entry.id !== id && entry.selectors.some((each) => equalBoxes(each, box)))
  )
}

/** The conn that is meant, or the only one. */
function connFor(end: Endpoint, meant: Owner | undefined): string | null {
  return meant?.connection.name ?? onlyConn(end)
}

function onlyConn(end: Endpoint): string | null {
  const [only, ...more] = conns(end)
  return more.length > 0 ? null : (only ?? null)
}

/** Names of those that are meant for the peer, of all where nobody knows which are. */
function conns({ ike, meant }: Endpoint): readonly string[] {
  const names = ike?.connections.map(({ name }) => name) ?? []
  const known = names.filter((name) => meant?.has(name))
  return known.length > 0 ? known : names
}

function selectors(list: readonly SelectorTemplate[]): string {
  return list.map((selector) => text(selector)).join(' and ')
}

function text(selector: Omit<SelectorTemplate, 'span'>): string {
  const service = formatProtoport(selector)
  return `${formatSubnet(selector) ?? 'its own address alone'}${service === null ? '' : ` with protoport ${service}`}`
}

function both(box: Box): string {
  const [local, remote] = sidesOf(box, text)
  return `${local} on the own side with ${remote} on that of the peer`
}
