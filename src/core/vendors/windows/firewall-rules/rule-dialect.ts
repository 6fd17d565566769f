import { equalRanges, formatHost } from '../../../address/address-range.ts'
import { type Change, NEW_KEY } from '../../../model/change.ts'
import type { Endpoint } from '../../../model/endpoint.ts'
import type { IkeConnection, Proposal } from '../../../model/ike-policy.ts'
import { meantOf } from '../../../model/meant-connections.ts'
import type { Dialect, DialectStep } from '../../../model/vendor.ts'
import { pairWords } from '../../box-words.ts'
import { addressWords, type SettingSteps, settingSteps, withoutSetting } from '../../setting-steps.ts'
import { NOT_TO_BE_SET } from '../policy-settings.ts'
import type { MainModeOwner } from './main-mode-rules.ts'
import { formatMainMode, formatMainModeProposals, formatPfs, formatQuickMode } from './methods.ts'
import { QUICK_MODE_LIFETIME } from './rule-defaults.ts'
import { listsAfter, listsOfBox, listsOfChildren, ownersOf, type RuleLists } from './rule-lists.ts'
import { RuleNames } from './rule-names.ts'
import type { RuleTunnel } from './rule-tunnels.ts'

/** Steps as commands of `netsh advfirewall consec`, in the names of these rules. */
export function firewallDialect(tunnels: readonly RuleTunnel[]): Dialect {
  const names = new RuleNames(tunnels)
  const title = (connection: string | null) => names.title(connection)
  const set = (end: Endpoint, connection: string | null, what: string, values: string): DialectStep[] => [
    { say: `On ${end.name}, in ${title(connection)}, ${what}.`, run: `${names.setRule(connection)} new ${values}` },
  ]
  return {
    ...settings({ set, names }),
    cover: ({ box }, before, after) => {
      const known = connectionOf(before, firstMeant(before))
      const changed = connectionOf(after, known?.name ?? null)
      const lists = changed === undefined ? null : listsOfChildren(changed.children)
      const now = known === undefined ? null : listsOfChildren(known.children)
      if (known !== undefined && lists !== null && now !== null)
        return listStep(before, known.name, lists, now, `protect ${pairWords(box)} as well`, set)
      return [addStep(before, after, known, box, names)]
    },
    replace: (change, before, after) =>
      listSteps(change, before, after, `protect ${pairWords(change.to)} in the place of ${pairWords(change.from)}`, {
        set,
        names,
      }),
    remove: (change, before, after) =>
      listSteps(change, before, after, `take ${pairWords(change.box)} out`, { set, names }),
    'child-selectors': (change, before, after) =>
      listSteps(change, before, after, 'protect the networks that the other end has', { set, names }),
    'add-direction': ({ box }, before) => bothWays(before, pairWords(box)),
    unmirror: ({ box }, before) => bothWays(before, pairWords(box)),
    retarget: ({ from, to }, before) =>
      (before.ike?.connections ?? [])
        .filter(({ remoteAddresses: { value } }) => value.some((each) => equalRanges(each, from)))
        .flatMap(({ name }) =>
          set(
            before,
            name,
            `set the remote tunnel endpoint to ${formatHost(to)} (now ${formatHost(from)})`,
            `remotetunnelendpoint=${formatHost(to)}`,
          ),
        ),
  }
}

type SetStep = (end: Endpoint, connection: string | null, what: string, values: string) => DialectStep[]

function connectionOf({ ike }: Endpoint, name: string | null): IkeConnection | undefined {
  return name === null ? undefined : ike?.connections.find((each) => each.name === name)
}

/** Traffic is added to the first rule that is meant for the peer. */
function firstMeant({ ike, meant }: Endpoint): string | null {
  const connections = ike?.connections ?? []
  return (connections.find(({ name }) => meant?.has(name)) ?? connections[0])?.name ?? null
}

function bothWays({ name }: Endpoint, words: string): DialectStep[] {
  return [{ say: `On ${name}, nothing is to be changed: a rule is for both directions of ${words}.`, run: null }]
}

interface Words {
  readonly set: SetStep
  readonly names: RuleNames
}

/** The lists of each rule as they will be after all changes; where those are not of one rule, after this one. */
function listSteps(
  change: Change<'replace' | 'remove' | 'child-selectors'>,
  before: Endpoint,
  after: Endpoint,
  what: string,
  { set, names }: Words,
): DialectStep[] {
  return ownersOf(before, change).flatMap((owner) => {
    const children = connectionOf(after, owner.name)?.children ?? []
    const lists = listsAfter(owner, change)
    const all = children.length === 0 ? lists : (listsOfChildren(children) ?? lists)
    if (lists === 'none')
      return [{ say: `On ${before.name}, delete ${names.title(owner.name)}.`, run: names.deleteRule(owner.name) }]
    const now = listsOfChildren(owner.children)
    if (all === null || all === 'none' || now === null) return []
    return listStep(before, owner.name, all, now, what, set)
  })
}

const LABELS = [
  ['endpoint1', 'Endpoint1'],
  ['endpoint2', 'Endpoint2'],
  ['protocol', 'Protocol'],
  ['port1', 'Port1'],
  ['port2', 'Port2'],
] as const

function listStep(
  end: Endpoint,
  connection: string,
  lists: RuleLists,
  now: RuleLists,
  what: string,
  set: SetStep,
): DialectStep[] {
  const changed = LABELS.filter(([key]) => lists[key] !== now[key])
  if (changed.length === 0) return []
  const words = changed.map(([key, label]) => `${label} to ${lists[key]} (now ${now[key]})`).join(', ')
  const values = changed.map(([key]) => `${key}=${lists[key]}`).join(' ')
  return set(end, connection, `${what}: set ${words}`, values)
}

/** A rule beside the one that is there, with all that it says but its networks. */
function addStep(
  before: Endpoint,
  after: Endpoint,
  known: IkeConnection | undefined,
  box: Change<'cover'>['box'],
  names: RuleNames,
): DialectStep {
  const fresh = connectionOf(after, known?.name ?? null)?.children.slice(known?.children.length ?? 0) ?? []
  const lists = listsOfBox(box)
  const nth = fresh.findIndex((child) => {
    const own = listsOfChildren([child])
    return own !== null && LABELS.every(([key]) => own[key] === lists[key])
  })
  const name = names.freeName(known?.name ?? null, Math.max(0, nth))
  const values = LABELS.filter(([key]) => lists[key] !== 'any' || key.startsWith('endpoint'))
    .map(([key]) => `${key}=${lists[key]}`)
    .join(' ')
  return {
    say: `On ${before.name}, add a rule for ${pairWords(box)}, with all else as in ${names.title(known?.name ?? null)}.`,
    run: `netsh advfirewall consec add rule name="${name}" mode=tunnel ${values} ${names.copied(known)}`.trimEnd(),
  }
}

function settings({ set, names }: Words): SettingSteps {
  return {
    ...settingSteps((end) => `On ${end.name} (${end.vendor.title})`),
    ...withoutSetting(NOT_TO_BE_SET, 'A connection security rule'),
    'ike-proposals': ({ proposals, connection }, before) => {
      const words = formatMainMode(proposals)
      if (words === null)
        return [{ say: `On ${before.name}, set the methods of main mode to those of the other end.`, run: null }]
      return [
        mainModeStep(before, names.mainMode(connection), `set the methods of main mode to ${words}`, {
          netsh: `mmsecmethods=${words}`,
          shell: `-Proposal ${formatMainModeProposals(words)}`,
        }),
      ]
    },
    'child-proposals': ({ proposals, connection, child }, before) => {
      const words = formatQuickMode(proposals, secondsOf(before, connection, child))
      const pfs = formatPfs(proposals)
      return set(
        before,
        connection,
        `set the methods of quick mode to ${words}, with perfect forward secrecy ${pfs}`,
        `qmsecmethods=${words} qmpfs=${pfs}`,
      )
    },
    pfs: ({ pfs, connection }, before) =>
      set(
        before,
        connection,
        `switch perfect forward secrecy ${pfs === 'ike-group' ? 'on, with the group of main mode' : 'off'}`,
        `qmpfs=${pfs === 'ike-group' ? 'mainmode' : 'none'}`,
      ),
    mode: ({ mode, connection }, before) => set(before, connection, `use ${mode} mode`, `mode=${mode}`),
    waits: ({ waits, connection }, before) =>
      set(
        before,
        connection,
        waits ? 'let the peer bring the tunnel up' : 'let its own traffic bring the tunnel up as well',
        `action=${waits ? 'requireinclearout' : 'requireinrequireout'}`,
      ),
    authentication: ({ method, connection }, before) =>
      method === 'psk'
        ? set(before, connection, 'authenticate by a pre-shared key', `auth1=computerpsk auth1psk="${NEW_KEY}"`)
        : set(
            before,
            connection,
            'authenticate by a certificate from the authority that both ends trust',
            'auth1=computercert auth1ca="<the authority>"',
          ),
    // Rules for the same peer have the same key.
    'new-key': (_change, before) =>
      meantOf(before)
        .filter(({ local: [round] }) => round?.method.value === 'psk')
        .flatMap(({ name }) =>
          set(before, name, `set the pre-shared key to ${NEW_KEY}`, `auth1=computerpsk auth1psk="${NEW_KEY}"`),
        ),
    'own-addresses': ({ addresses, connection }, before) =>
      set(
        before,
        connection,
        `set the local tunnel endpoint to ${addressWords(addresses)}`,
        `localtunnelendpoint=${endpointWord(addresses)}`,
      ),
    'peer-addresses': ({ addresses, connection }, before) =>
      set(
        before,
        connection,
        `set the remote tunnel endpoint to ${addressWords(addresses)}`,
        `remotetunnelendpoint=${endpointWord(addresses)}`,
      ),
    lifetime: ({ child, connection, lifetime: { end } }, before) => {
      const minutes = Math.max(1, Math.ceil((end ?? 0) / 60))
      if (child === null)
        return [
          mainModeStep(before, names.mainMode(connection), `let main mode make a new key every ${minutes} minutes`, {
            netsh: `mmkeylifetime=${minutes}min,0sess`,
            shell: `-MaxMinutes ${minutes}`,
          }),
        ]
      const words = formatQuickMode(proposalsOf(before, connection, child), minutes * 60)
      const what = `let quick mode make a new key every ${minutes} minutes`
      return words === null
        ? [{ say: `On ${before.name}, ${what}.`, run: null }]
        : set(before, connection, what, `qmsecmethods=${words}`)
    },
  }
}

/** In the main mode rule for the peer, in the set that such a rule has, or for all rules. */
function mainModeStep(
  { name }: Endpoint,
  owner: MainModeOwner | undefined,
  what: string,
  { netsh, shell }: { readonly netsh: string; readonly shell: string },
): DialectStep {
  if (owner?.kind === 'set')
    return {
      say: `On ${name}, in the set of main mode "${owner.name}", ${what}.`,
      run: `Set-NetIPsecMainModeCryptoSet -DisplayName "${owner.name}" ${shell}`,
    }
  if (owner !== undefined)
    return {
      say: `On ${name}, in the main mode rule "${owner.name}", ${what}.`,
      run: `netsh advfirewall mainmode set rule name="${owner.name}" new ${netsh}`,
    }
  return {
    say: `On ${name}, for all rules without a main mode rule of their own, ${what}.`,
    run: `netsh advfirewall set global mainmode ${netsh.replace('=', ' ')}`,
  }
}

function childOf(end: Endpoint, connection: string | null, child: string) {
  return connectionOf(end, connection)?.children.find(({ name }) => name === child)
}

function proposalsOf(end: Endpoint, connection: string | null, child: string): readonly Proposal[] {
  return childOf(end, connection, child)?.proposals.value ?? []
}

function secondsOf(end: Endpoint, connection: string | null, child: string): number {
  return childOf(end, connection, child)?.lifetime.end ?? QUICK_MODE_LIFETIME
}

function endpointWord(addresses: Change<'peer-addresses'>['addresses']): string {
  const [only] = addresses
  return only === undefined ? 'any' : formatHost(only)
}
