import { formatHost } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'
import { pairWords, sideWords } from '../box-words.ts'
import { addressWords, shownSetting } from '../setting-steps.ts'
import { commandBlock, deleteBlock, quoted } from './commands.ts'
import { accessSteps, boxesOf, cover, selectorCommands } from './cover-steps.ts'
import {
  type DialectSource,
  entryOf,
  hasOtherPairs,
  holderOf,
  keyHolder,
  objectOf,
  phase1Of,
  phase2Of,
  type Target,
  titleOf,
} from './dialect-targets.ts'
import {
  atEnd,
  childLines,
  gateway,
  identityLines,
  lifetimeWords,
  localGateway,
  peerLines,
  proposalLines,
  seconds,
} from './setting-lines.ts'
import { serviceLines, sideLines } from './words.ts'

/** Networks set in the phase 2 itself would take the place of its groups, and of all other pairs with them. */
function byHand(end: Endpoint, target: Target, what: string): DialectStep {
  return {
    say: `On ${end.name}, in ${titleOf(target)}, ${what}. Its groups of addresses make other pairs as well, which are to stay: change the groups, or write the pairs out in phases 2 of their own.`,
    run: null,
  }
}

function connectionOf({ ike }: Endpoint, connection: string | null) {
  return ike?.connections.find(({ name }) => name === connection)
}

/** What is in force already is not typed again. */
function others(lines: readonly string[], known: readonly string[]): readonly string[] {
  const changed = lines.filter((line) => !known.includes(line))
  return changed.length > 0 ? changed : lines
}

/** The steps for a FortiGate, with the names of its own configuration, as blocks for its command line. */
export function fortigateDialect(source: DialectSource): Dialect {
  const phase1 = (end: Endpoint, connection: string | null): Target => phase1Of(source, end, connection)
  const phase2 = (end: Endpoint, connection: string | null, child: string): Target =>
    phase2Of(source, end, connection, child)
  const set = (end: Endpoint, target: Target, what: string, lines: readonly string[]): DialectStep => ({
    say: `On ${end.name}, in ${titleOf(target)}, ${what}.`,
    run: commandBlock(target.vdom, [{ table: target.table, name: target.name, lines }]),
  })
  return {
    cover: ({ box }, before, after) => cover(source, before, box, after),
    replace: ({ from, to }, before) => {
      const target = holderOf(source, before, from)
      if (hasOtherPairs(source, target)) {
        return [byHand(before, target, `change ${pairWords(from)} into ${pairWords(to)}`)]
      }
      const known = objectOf(source, target)
      const lines = [
        ...sideLines('src', to.local, known),
        ...sideLines('dst', to.remote, known),
        ...serviceLines(to, known),
      ]
      const holder = entryOf(before, from)?.negotiated?.connection.name ?? null
      return [
        set(before, target, `change ${pairWords(from)} into ${pairWords(to)}`, lines),
        ...accessSteps(source, before, holder, [to]),
      ]
    },
    remove: ({ box }, before) => {
      const target = holderOf(source, before, box)
      if (hasOtherPairs(source, target)) return [byHand(before, target, `take ${pairWords(box)} out`)]
      const { table, vdom, name } = target
      return [
        {
          say: `On ${before.name}, delete the phase 2 "${name}" (${pairWords(box)}).`,
          run: deleteBlock(vdom, table, [name]),
        },
      ]
    },
    'add-direction': ({ box, direction }, before) => [
      {
        say: `On ${before.name}, the ${direction === 'in' ? 'inbound' : 'outbound'} part of ${pairWords(box)} is missing, though a phase 2 makes both; bring the tunnel up again.`,
        run: `diagnose vpn tunnel reset ${phase1(before, null).name}`,
      },
    ],
    retarget: ({ from, to }, before) => [
      set(
        before,
        phase1(before, null),
        `change the peer's address from ${formatHost(from)} to ${formatHost(to)}`,
        gateway(to),
      ),
    ],
    unmirror: ({ box }, before) => [
      {
        say: `On ${before.name}, ${pairWords(box)} is for both directions already; bring the tunnel up again.`,
        run: `diagnose vpn tunnel reset ${phase1(before, null).name}`,
      },
    ],
    'ike-proposals': ({ proposals, connection }, before) => {
      const known = connectionOf(before, connection)?.proposals.value ?? []
      const lines = others(proposalLines(proposals), proposalLines(known))
      return [set(before, phase1(before, connection), lines.join(', '), lines)]
    },
    'child-proposals': ({ proposals, connection, child }, before) => {
      const known = connectionOf(before, connection)?.children.find(({ name }) => name === child)?.proposals.value ?? []
      const lines = others(childLines(proposals), childLines(known))
      return [set(before, phase2(before, connection, child), lines.join(', '), lines)]
    },
    pfs: ({ pfs, connection, child }, before) => [
      set(
        before,
        phase2(before, connection, child),
        pfs === 'ike-group' ? 'switch perfect forward secrecy on' : 'switch perfect forward secrecy off',
        [`set pfs ${pfs === 'ike-group' ? 'enable' : 'disable'}`],
      ),
    ],
    'child-selectors': ({ local, remote, connection, child }, before) => {
      const target = phase2(before, connection, child)
      const what = `let it protect ${sideWords(local)} on the own side and ${sideWords(remote)} on the side of the peer`
      return [
        {
          say: `On ${before.name}, in ${titleOf(target)}, ${what}.`,
          run: commandBlock(target.vdom, selectorCommands(target, objectOf(source, target), local, remote)),
        },
        ...accessSteps(source, before, connection, boxesOf(local, remote)),
      ]
    },
    mode: ({ mode, connection, child }, before) => [
      set(before, phase2(before, connection, child), `use ${mode} mode`, [`set encapsulation ${mode}-mode`]),
    ],
    narrowing: ({ narrows, connection, child }, before) => [
      set(
        before,
        phase2(before, connection, child),
        narrows ? 'accept a part of the networks as well' : 'accept exactly the networks',
        [`set selector-match ${narrows ? 'subset' : 'exact'}`],
      ),
    ],
    'ike-ports': (_change, before) => [
      { say: `On ${before.name}, nothing can be changed: a phase 1 begins at UDP port 500.`, run: null },
    ],
    'listening-ports': (_change, before) => [
      { say: `On ${before.name}, \`set ike-port\` of \`config system settings\` must be 500.`, run: null },
    ],
    'pass-over': (_change, before) => [
      { say: `On ${before.name}, nothing can be changed: routes choose the tunnel of a packet.`, run: null },
    ],
    compression: (_change, before) => [
      { say: `On ${before.name}, nothing can be changed: FortiOS does not compress packets.`, run: null },
    ],
    waits: ({ waits, connection }, before) => [
      set(before, phase1(before, connection), waits ? 'wait for the peer' : 'bring the tunnel up by its traffic', [
        `set passive-mode ${waits ? 'enable' : 'disable'}`,
      ]),
    ],
    'own-identity': ({ identity, connection }, before) => [
      set(before, phase1(before, connection), `show ${identity.text} as the own identity`, identityLines(identity)),
    ],
    'peer-identity': ({ identity, connection }, before) => [
      set(
        before,
        phase1(before, connection),
        `expect ${identity.kind === 'any' ? 'any identity' : identity.text} of the peer`,
        peerLines(identity),
      ),
    ],
    authentication: ({ method, connection }, before) => [
      set(
        before,
        phase1(before, connection),
        method === 'psk' ? 'authenticate by a pre-shared key' : 'authenticate by a certificate',
        method === 'psk'
          ? ['set authmethod psk', `set psksecret ${quoted(NEW_KEY)}`]
          : ['set authmethod signature', 'set certificate "<the certificate of this gateway>"'],
      ),
    ],
    'new-key': ({ replaces }, before) => {
      const target = keyHolder(source, before, replaces?.line ?? null, replaces?.source ?? null)
      return [set(before, target, `set the pre-shared key to ${NEW_KEY}`, [`set psksecret ${quoted(NEW_KEY)}`])]
    },
    'post-quantum-key': ({ connection, id, key }, before) => [
      set(before, phase1(before, connection), `insist on the post-quantum key "${id}"`, [
        'set ppk require',
        `set ppk-identity ${quoted(id)}`,
        ...(key === null ? [] : [`set ppk-secret ${quoted(NEW_KEY)}`]),
      ]),
    ],
    'key-owners': ({ owners, key }, before) => [
      {
        say: `On ${before.name}, the key in line ${key.line} is for the peer of its own phase 1; set "psksecret" in the phase 1 ${owners.length === 0 ? 'that answers the peer' : `for ${owners.map(({ text }) => text).join(' and ')}`}.`,
        run: null,
      },
    ],
    version: ({ version, connection }, before) => [
      set(before, phase1(before, connection), `use IKEv${version}`, [`set ike-version ${version}`]),
    ],
    exchange: ({ connection }, before) => [set(before, phase1(before, connection), 'use main mode', ['set mode main'])],
    'nat-traversal': ({ connection }, before) => [
      set(before, phase1(before, connection), 'switch NAT traversal on', ['set nattraversal enable']),
    ],
    childless: ({ childless, connection }, before) => [
      set(
        before,
        phase1(before, connection),
        childless === 'never' ? 'negotiate a child with the IKE SA' : 'allow an IKE SA without a child',
        [`set childless-ike ${childless === 'never' ? 'disable' : 'enable'}`],
      ),
    ],
    'own-addresses': ({ addresses, connection }, before) => [
      set(
        before,
        phase1(before, connection),
        `use ${addressWords(addresses)} as the own address`,
        localGateway(addresses),
      ),
    ],
    'peer-addresses': ({ addresses, connection }, before) => {
      const [address] = addresses
      return [
        set(
          before,
          phase1(before, connection),
          `set the address of the peer to ${addressWords(addresses)}`,
          address === undefined ? ['set type dynamic'] : gateway(address),
        ),
      ]
    },
    'virtual-addresses': ({ addresses, connection }, before) => [
      set(
        before,
        phase1(before, connection),
        addresses.length === 0 ? 'ask for no virtual address' : 'ask for a virtual address',
        [`set mode-cfg ${addresses.length === 0 ? 'disable' : 'enable'}`],
      ),
    ],
    lifetime: ({ lifetime, child, connection }, before) => [
      child === null
        ? set(before, phase1(before, connection), lifetimeWords(lifetime), [`set keylife ${seconds(lifetime)}`])
        : set(before, phase2(before, connection, child), lifetimeWords(lifetime), [
            'set keylife-type seconds',
            `set keylifeseconds ${seconds(lifetime)}`,
          ]),
    ],
    'clear-obstacle': ({ obstacle, told = obstacle }, before) => told.steps.map((step) => atEnd(before, step)),
    'shown-setting': shownSetting,
    correct: ({ say }, before) => [{ say: `On ${before.name}, ${say}`, run: null }],
  }
}
