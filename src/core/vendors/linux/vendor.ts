import { formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { entriesWithBox } from '../../model/entries-with-boxes.ts'
import { entryById } from '../../model/entry-by-id.ts'
import { lowestFirst } from '../../model/entry-order.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import type { Dialect, DialectStep, Vendor } from '../../model/vendor.ts'
import { betweenWords } from '../box-words.ts'
import { deriveEntries } from '../generic/derive.ts'
import { settingSteps } from '../setting-steps.ts'
import { addCommands, deleteCommands, wordsOf } from './policy-command.ts'

/** Of strongSwan (either kind) or Libreswan; the files that are not there say so. */
const CONFIGURATION = 'cat /etc/swanctl/swanctl.conf /etc/ipsec.conf'

/** The IPsec of the Linux kernel (XFRM), where nothing tells who installed its policies. */
export const linux: Vendor = vendorWith('unknown')

/** The same with an IKE daemon, told by its per-socket policies: what is added by hand, it does not know of. */
export const linuxWithDaemon: Vendor = vendorWith('daemon')

type Installer = 'daemon' | 'unknown'

function vendorWith(installer: Installer): Vendor {
  return {
    id: 'linux',
    title: 'Linux IPsec (XFRM)',
    machine: 'Unix',
    entryOrder: lowestFirst,
    selectorRule: {
      rule: 'narrow',
      certainty: 'assumed',
      authority:
        'The kernel has installed what its IKE daemon negotiated, and does not tell which one it is; strongSwan narrows what a peer proposes, Libreswan does only where told to.',
    },
    derive: deriveEntries,
    protectsOwnAddress: false,
    anyProtocolOnly: false,
    checksForwarded: true,
    ...(installer === 'daemon' && { installsByNeed: true }),
    seenWhenRefused: null,
    ask: installer === 'daemon' ? `\`${CONFIGURATION}\`` : '`ip -s xfrm policy`',
    askSas: '`ip -s xfrm state`',
    askSettings: `the configuration of its IKE daemon (\`${CONFIGURATION}\`)`,
    checks,
    dialect: dialect(installer),
  }
}

function checks(end: Endpoint): string[] {
  const scopes = (end.installed ?? end.spd ?? []).flatMap(({ installed }) =>
    installed === undefined ? [] : [installed.scope],
  )
  const ids = [...new Set(scopes.map(({ interfaceId }) => interfaceId).filter((id) => id !== 0))]
  const marked = scopes.some(({ mark }) => mark !== null)
  return [
    `On ${end.name}, \`net.ipv4.ip_forward\` must be 1, the firewall must admit the traffic that comes out of the tunnel, and no masquerading may take it before (\`nft list ruleset\`).`,
    ...ids.map(
      (id) =>
        `On ${end.name}, the policies with if_id 0x${id.toString(16)} are used by packets that are routed into an XFRM interface of that number only (\`ip -d link show type xfrm\`, \`ip route\`).`,
    ),
    ...(marked
      ? [
          `On ${end.name}, the policies with a mark are used by marked packets only: a VTI interface or a firewall rule must set it.`,
        ]
      : []),
  ]
}

function dialect(installer: Installer): Dialect {
  return {
    // What is negotiated stands in the configuration of the daemon, of which a dump shows nothing.
    ...settingSteps((end) => `In the configuration of the IKE daemon of ${end.name}`),
    cover: ({ box }, before, after) => {
      // The tunnel may be sent elsewhere with it.
      const like = after.spd?.find(({ action, direction }) => action === 'protect' && direction === 'out')
      return [
        byHand(installer, {
          what: `On ${before.name}, protect ${betweenWords(box)} as well`,
          daemon:
            'add it to the traffic selectors of the connection in the configuration of the IKE daemon and load it again',
          run: commands(
            (['out', 'in', 'fwd'] as const).map((way) => addCommands(wordsOf(like ?? fresh(after), box, way))),
          ),
        }),
      ]
    },
    replace: ({ from, to }, before, after) => {
      const entries = entriesWithBox(before.spd, from)
      return [
        byHand(installer, {
          what: `On ${before.name}, protect ${betweenWords(to)} in the place of ${betweenWords(from)}`,
          daemon:
            'change the traffic selectors of the connection in the configuration of the IKE daemon and load it again',
          run: commands(
            entries.flatMap((entry) => [
              deleteCommands(wordsOf(entry, from, wayOf(entry))),
              // The tunnel may be sent elsewhere with it.
              addCommands(wordsOf(entryById(after.spd, entry.id) ?? entry, to, wayOf(entry))),
            ]),
          ),
        }),
      ]
    },
    remove: ({ entry: id, box }, before) => {
      const entry = entryById(before.spd, id)
      return [
        byHand(installer, {
          what: `On ${before.name}, remove the policy ${entry?.name ?? id} (${betweenWords(box)})`,
          daemon: 'if the IKE daemon installed it (a passthrough or drop policy), remove it from its configuration',
          run: commands(entry === undefined ? [] : [deleteCommands(wordsOf(entry, box, wayOf(entry)))]),
        }),
      ]
    },
    'add-direction': ({ entry: id, direction, box }, before, after) => {
      const entry = entryById(after.spd, id)
      return [
        byHand(installer, {
          what: `On ${before.name}, the ${WAYS[direction]} policy for ${betweenWords(box)} is missing; add it`,
          daemon:
            'an IKE daemon installs all three directions, so have it load the connection again and see whether it reports an error',
          run: commands([addCommands(wordsOf(entry, box, direction))]),
        }),
      ]
    },
    retarget: ({ from, to }, before) => [
      byHand(installer, {
        what: `On ${before.name}, send the tunnel to ${formatHost(to)} instead of ${formatHost(from)}`,
        daemon: "change the peer's address in the configuration of the IKE daemon and load it again",
        run: null,
        hand: 'add each policy again with the new address in its template, and the SAs with it',
      }),
    ],
    unmirror: ({ box }, before) => [
      byHand(installer, {
        what: `On ${before.name}, install one policy for each direction of ${betweenWords(box)}`,
        daemon: 'an IKE daemon does so when it loads the connection',
        run: null,
        hand: 'add them with `ip xfrm policy add`',
      }),
    ],
  }
}

const WAYS = { out: 'outbound (out)', in: 'inbound (in)', fwd: 'forward (fwd)' } as const

interface Words {
  readonly what: string
  /** What to do where a daemon installs the policies. */
  readonly daemon: string
  /** The commands where they are made by hand. */
  readonly run: string | null
  readonly hand?: string
}

/** A daemon replaces what is made by hand behind its back, so that commands are for policies without one. */
function byHand(installer: Installer, { what, daemon, run, hand }: Words): DialectStep {
  if (installer === 'daemon')
    return { say: `${what}: ${daemon}. An IKE daemon runs there and owns the policies.`, run: null }
  const manual = hand ?? (run === null ? 'its ports cannot be said in one policy' : 'run these commands')
  return { say: `${what}: ${daemon}. Only where the policies were made by hand, ${manual}.`, run }
}

function commands(parts: readonly (readonly string[] | null)[]): string | null {
  const all = parts.flatMap((part) => part ?? [])
  return all.length === 0 || parts.includes(null) ? null : all.join('\n')
}

/** A tunnel entry from the own address to the peer, where there is none to be like. */
function fresh(end: Endpoint): SpdEntry {
  const tunnel = { source: end.addresses[0]?.value ?? null, destination: end.peers[0]?.value ?? null }
  return {
    id: '',
    name: '',
    direction: 'out',
    action: 'protect',
    mode: 'tunnel',
    selectors: [],
    tunnel,
    weight: null,
    spans: [],
  }
}

function wayOf({ direction }: SpdEntry): 'out' | 'in' | 'fwd' {
  return direction === 'both' ? 'out' : direction
}
