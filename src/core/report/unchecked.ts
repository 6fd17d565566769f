import { formatHost } from '../address/address-range.ts'
import type { Endpoint, Topic } from '../model/endpoint.ts'
import { natAddressOf } from '../model/hosts.ts'
import { uncomparedTopics } from '../negotiation/compare-policies.ts'
import { MEETING, PIECES } from '../negotiation/effective-entries.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { NOT_FOLLOWED } from '../remedy/room.ts'
import { bothWays } from '../rules/both-ways.ts'
import { whoTakes } from '../rules/negotiation/who-takes.ts'
import { joinWords } from '../rules/wording.ts'
import { formatPacket, witness } from '../selectors/packet.ts'
import { UNKNOWN_SECRET } from '../text/secrets/secret-mark.ts'
import type { Check, Unchecked } from './schema.ts'

/** Topics that one question gets, with the code of the rule that will need them. */
const GROUPS: readonly {
  readonly code: string
  readonly topic: string
  readonly field: string
  readonly topics: readonly Topic[]
}[] = [
  {
    code: 'PR001',
    topic: 'IKE proposals',
    field: 'ikePolicies',
    topics: ['IKE encryption', 'IKE integrity', 'IKE Diffie-Hellman group'],
  },
  {
    code: 'PR002',
    topic: 'ESP proposals',
    field: 'espProposals',
    topics: ['ESP encryption', 'ESP integrity', 'perfect forward secrecy'],
  },
  {
    code: 'AU001',
    topic: 'authentication',
    field: 'authentication',
    topics: ['authentication method'],
  },
]

/** What was not pasted or cannot be compared, and what differs where no document says what follows. */
export function uncheckedTopics({ a, b, differences, crowded }: Simulation): Unchecked[] {
  const whole = a.ike !== undefined && b.ike !== undefined
  const missing = new Set(whole ? [] : uncomparedTopics(a, b))
  const lacking: Unchecked[] = [a, b].flatMap((end) =>
    (end.spd === undefined && end.missing === undefined) || end.toldByLog !== undefined
      ? [
          {
            code: 'TS001',
            topic: 'filters of the other end',
            missing: [`${end.label.toLowerCase()}.spd`],
            ask: end.toldByLog === undefined ? networksAsk(end) : `${networksAsk(end)} ${UNTIL_THEN}`,
          },
        ]
      : [],
  )
  const open = GROUPS.flatMap((group) => {
    const topics = group.topics.filter((each) => missing.has(each))
    return topics.length === 0 ? [] : [{ ...group, ends: silentEnds([a, b], topics) }]
  })
  // Asked once for all topics.
  const ask = settingsAsk([a, b].filter((end) => open.some(({ ends }) => ends.includes(end))))
  const uncompared: Unchecked[] = open.map(({ code, topic, field, ends }) => ({
    code,
    topic,
    missing: ends.map((end) => `${end.label.toLowerCase()}.${field}`),
    ask,
  }))
  const differing: Unchecked[] = differences
    .filter(({ decisive, refused }) => decisive && !refused)
    .map((difference) => ({
      code: 'PR006',
      topic: difference.topic,
      missing: [],
      ask: `${difference.topic} differs: ${shown(difference.topic, difference.a.value)} on ${a.name}, ${shown(difference.topic, difference.b.value)} on ${b.name}. ${whoTakes(difference, [a, b])}; make them equal.`,
    }))
  return [
    ...lacking,
    ...untoldAddress(a, b),
    ...untoldAddress(b, a),
    ...[a, b].flatMap(missingParts),
    ...differing,
    ...uncompared,
    ...unknownKeys([a, b], whole ? withUnreadKeys([a, b]) : missing.has('pre-shared key') ? withoutKeys([a, b]) : []),
    ...(crowded ? [CROWDED] : []),
  ]
}

const UNTIL_THEN = 'Until then, what the log does not tell is taken to agree.'

/** Where a paste of an end does not show its own address, that to which the other one sends is compared with nothing. */
function untoldAddress(end: Endpoint, other: Endpoint): Unchecked[] {
  const to = other.peers.filter(({ origin, value }) => origin === 'stated' && value.from === value.to)
  const isTold = end.addresses.length > 0 && end.addressesAssumed !== true
  if (end.span === null || isTold || to.length === 0) return []
  const target = joinWords(to.map(({ value }) => formatHost(value)))
  const { askAddress } = end.vendor
  const see =
    askAddress === undefined
      ? `Look at the interfaces of ${end.name}`
      : `Run ${askAddress} on ${end.name} and paste it as well`
  return [
    {
      code: 'AD001',
      topic: `own address of ${end.name}`,
      missing: [`${end.label.toLowerCase()}.addresses`],
      ask: `${see}: no paste shows its own address, and ${other.name} sends its tunnel to ${target}; until then that is taken to be right.`,
    },
  ]
}

/** Of whom nothing is known, the whole configuration is asked for. */
function settingsAsk(silent: readonly Endpoint[]): string {
  const known = silent.filter((end) => end.spd !== undefined || end.missing !== undefined)
  const [unknown] = silent
  if (known.length === 0 && unknown !== undefined) return networksAsk(unknown)
  return `Paste ${joinWords(known.map((end) => `${end.vendor.askSettings} of ${end.name}`))}, with the keys left out; until then these settings are taken to agree.`
}

function networksAsk({ name, vendor }: Endpoint): string {
  if (vendor.ask !== null) return `Run ${vendor.ask} on ${name} and paste the output.`
  const described = `describe its networks in YAML (\`local_networks\`, \`remote_networks\`; \`formats\` shows how)`
  return vendor.id === 'other'
    ? `Paste the configuration of ${name} (\`formats\` lists what is read), or ${described}.`
    : `Of ${name} (${vendor.title}) no configuration is read: ${described}.`
}

/** Where only a ping or an event was pasted: what would tell why. */
export const CONFIGURATIONS: Unchecked = {
  code: 'TS001',
  topic: 'configuration of both ends',
  missing: ['a.spd', 'b.spd'],
  ask: 'Paste what the two gateways are configured with, of one if the other is not to be had: of Windows `netsh ipsec dynamic show qmfilter all`, of ISA Server the site-to-site summary, of others their configuration.',
}

/** Those that do not tell all of the topics. What a configuration that is here does not tell, it will not when pasted again. */
function silentEnds(ends: readonly Endpoint[], topics: readonly Topic[]): readonly Endpoint[] {
  const silent = ends.filter((end) => end.ike === undefined && topics.some((each) => end.settings[each] === undefined))
  const seen = silent.filter(({ spd }) => spd !== undefined)
  return [seen, silent].find((some) => some.length > 0) ?? ends
}

const CROWDED: Unchecked = {
  code: 'TS003',
  topic: 'entries that meet many others',
  missing: [],
  ask: `Some entries have packets in common with more than ${MEETING} others, or are cut into more than ${PIECES} pieces by them. Those were taken whole, or only compared with the entry for the very same packets; paste fewer entries at once to have them compared with each.`,
}

/** Where the way out has too many steps to be told to its end. */
export const REMEDY: Unchecked = { code: 'TS003', topic: 'what long lists come to', missing: [], ask: NOT_FOLLOWED }

/** Parts that a configuration names and the pastes do not hold. */
function missingParts({ label, name, missing = [] }: Endpoint): Unchecked[] {
  return missing.map(({ code, topic, command }) => ({
    code,
    topic: `${topic} of ${name}`,
    missing: [`${label.toLowerCase()}.${topic}`],
    ask: `Run ${command} on ${name} and paste it as well.`,
  }))
}

/** Ends whose keys were left out, or cannot be decoded; all else of two whole configurations is compared. */
function withUnreadKeys(ends: readonly Endpoint[]): readonly Endpoint[] {
  return ends.filter(
    ({ ike }) =>
      ike?.keys.some(({ mark }) => mark === UNKNOWN_SECRET) &&
      ike.connections.some(({ local }) => local.some(({ method }) => method.value === 'psk')),
  )
}

/** Ends that tell that they use a key and not which; an end that does not tell its method is asked for that first. */
function withoutKeys(ends: readonly Endpoint[]): readonly Endpoint[] {
  const methods = ends.map(({ settings }) => settings['authentication method']?.value)
  if (methods.some((method) => method === undefined || method === 'certificate')) return []
  return ends.filter(({ settings }) => [undefined, UNKNOWN_SECRET].includes(settings['pre-shared key']?.value))
}

function unknownKeys(ends: readonly Endpoint[], lacking: readonly Endpoint[]): Unchecked[] {
  if (lacking.length === 0) return []
  return [
    {
      code: 'AU002',
      topic: 'pre-shared keys',
      missing: lacking.map(({ label }) => `${label.toLowerCase()}.keys`),
      ask: `Compare the pre-shared keys of ${joinWords(ends.map(({ name }) => name))} by eye; until then they are taken to agree. Where both are pasted, they are blanked before anything is read, and only whether they are equal is told.`,
    },
  ]
}

/** Marks of keys are shown as such; they hold no value. */
function shown(topic: string, value: string): string {
  return topic === 'pre-shared key' ? `${value} (another value)` : value
}

/** What lets a part of the tunnel's traffic pass: whether that is meant so, a person knows. */
function meantObstacles({ name, obstacles = [], meant }: Endpoint): string[] {
  return obstacles
    .filter((each) => each.meant === true && (each.connection === null || meant?.has(each.connection) !== false))
    .map(({ say, packets }) => {
      const example = witness(packets)
      const dropped = example === undefined ? '' : ` ${formatPacket(example)}, for one, is dropped.`
      return `On ${name}, ${say.slice(0, 1).toLowerCase()}${say.slice(1)}${dropped}`
    })
}

/** What no paste shows and a person should look at, on each end. */
export function humanChecks({ a, b }: Simulation): Check[] {
  const checks: Check[] = []
  for (const [end, peer] of bothWays({ a, b })) {
    if (end.spd === undefined) continue
    for (const say of [...meantObstacles(end), ...end.vendor.checks(end, peer)]) checks.push({ end: end.label, say })
  }
  const names = joinWords([a.name, b.name])
  return checks.length === 0
    ? []
    : [
        ...checks,
        {
          end: a.label,
          say: [natAddressOf(a, b), natAddressOf(b, a)].every((address) => address === undefined)
            ? `UDP port 500 must pass between ${names} in both directions, and protocol 50 (ESP) with it.`
            : `UDP ports 500 and 4500 must pass between ${names} in both directions, through the NAT as well.`,
        },
      ]
}
