import { formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Vendor } from '../../model/vendor.ts'
import { mustProtect } from '../../negotiation/must-protect.ts'
import { diagnostic } from '../rule.ts'
import { trafficText } from '../wording.ts'
import { BOTH_LISTS, ONE_LIST } from './examples.ts'

interface OneEnd {
  readonly end: Endpoint
  readonly other: Endpoint
  readonly mirror: readonly string[]
  /** It shows SAs, or the state of IKE. */
  readonly status: boolean
  /** A log stands beside it. */
  readonly isLogged: boolean
}

/** The mirror image is written out up to this many pairs. */
const LISTED = 30

/** Only one end's SPD is there: what the other must have, and how to get it. */
export const oneEnd = diagnostic<OneEnd>({
  code: 'PA004',
  title: 'Only one end was pasted',
  *check({ blocks, simulation }) {
    if (simulation === undefined) return
    const { a, b } = simulation
    const [end, other] = a.spd === undefined || a.toldByLog !== undefined ? [b, a] : [a, b]
    if (end.spd === undefined || (other.spd !== undefined && other.toldByLog === undefined)) return
    yield {
      severity: 'info',
      certainty: 'stated',
      evidence: [
        ...(end.span === null ? [] : [{ span: end.span, label: end.name }]),
        ...(other.toldByLog === undefined ? [] : [{ span: other.toldByLog, label: other.name }]),
      ],
      witness: null,
      flows: [],
      plans: [],
      data: {
        end,
        other,
        mirror: mustProtect(end, other).map(trafficText),
        status: end.sas !== undefined || end.ikeSas !== undefined,
        isLogged: blocks.some(({ log }) => log !== null),
      },
    }
  },
  explain: ({ end, other, mirror, status, isLogged }) => {
    if (other.toldByLog !== undefined)
      return {
        what: `Only ${end.name} was pasted. What ${other.name} asks for is what the log of ${end.name} tells; all else is taken to be as ${end.name} has it, the other way round.`,
        why: askFor(other.name, end.vendor, other.vendor),
      }
    const [peer] = end.peers
    const isPart = other.span !== null
    const where = isPart
      ? other.name
      : peer === undefined
        ? 'the other end'
        : `the other end (${formatHost(peer.value)})`
    const it = isPart ? where : where.replace('the', 'The')
    const pasted = isPart
      ? `Of ${other.name} only a part was pasted, which does not show what it protects`
      : `Only ${end.name} was pasted`
    const follows = status
      ? 'which shows what is up there now, and not why something is not'
      : 'so nothing can be said about whether the tunnel comes up'
    const more = mirror.length > LISTED ? `\n... and ${mirror.length - LISTED} more` : ''
    return {
      what:
        mirror.length === 0
          ? `${pasted}, and none of ${isPart ? `the entries of ${end.name}` : 'its entries'} leads into a tunnel.`
          : `${pasted}${isPart ? '' : `, ${follows}`}. ${it} must protect, local side first:\n${mirror.slice(0, LISTED).join('\n')}${more}`,
      why: `${askFor(where, end.vendor, other.vendor)}${isPart || isLogged ? '' : askForLog(end)}`,
    }
  },
  page: {
    text: `A tunnel is an agreement of two ends. From one of them follows what the other must have, which is given as a ready
list; whether it has it, only its own output shows. Beside the log in which that end refuses what the other one asks for, the other one is
taken to be as the log tells it, and to have all else as this end has it.`,
    fires: ONE_LIST,
    quiet: BOTH_LISTS,
  },
})

function askFor(where: string, own: Vendor, other: Vendor): string {
  if (other.ask !== null) return `Run ${other.ask} on ${where} and paste it as well, or paste a description in YAML.`
  if (other.id !== 'other')
    return `Describe ${where} in YAML (\`formats\` shows how): of ${other.title} no configuration is read.`
  const same = own.ask === null ? '' : `${own.ask}, if it is the same product; `
  return `Paste the configuration of ${where} as well (${same}\`formats\` lists what is read), or a description in YAML.`
}

/** What the other end asks for shows in the log of the end that refuses it. */
function askForLog({ name, ike, vendor: { askLog } }: Endpoint): string {
  if (ike === undefined || askLog === undefined) return ''
  return ` Where that end is another's, paste ${askLog} of ${name} from the time at which it tries to bring the tunnel up: what it asks for, and does not get, is held against this configuration.`
}
