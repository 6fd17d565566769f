import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { isLogOf } from '../../model/ends/peer-by-log.ts'
import type { LoggedRefusal } from '../../model/logged-refusal.ts'
import { ikeStateOf } from '../../negotiation/ike-state.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { verdictOf } from '../../negotiation/verdict.ts'
import { bothWays } from '../both-ways.ts'
import { BOTH_LISTS, paste } from '../paste/examples.ts'
import { diagnostic } from '../rule.ts'
import { refusedByPeer } from './refused-by-peer.ts'

interface Log {
  readonly source: string
  readonly title: string
  readonly says: string
  readonly instead: string
}

const BESIDE = 'The answer rests on the other texts; a log may be older than they are.'
const TAKEN =
  'What the other end asks for is taken from it, and held against the configuration; a log may be older than that.'
const NOT_IN_FORCE =
  'By the texts of both ends the tunnel comes up. Where the log is not older than they are, a gateway runs with something else: a change that was not loaded, or another connection that is taken first.'
const NOTHING =
  'Nothing in it says why a negotiation came to nothing: take what is logged while the tunnel is tried, of the end that is asked, which knows why it refuses.'

/** What the log of an IKE daemon says of why there is no tunnel; its lines may hold anything, and are not shown. */
export const ikeLog = diagnostic<Log>({
  code: 'SA012',
  title: 'What the log says',
  *check({ blocks, simulation, paste: { takesLogged } }) {
    const comesUp = simulation !== undefined && verdictOf(simulation.flows) === 'up'
    const isBeside = blocks.some(({ format }) => format !== null)
    const isTaken = [simulation?.a, simulation?.b].some((end) => end?.toldByLog !== undefined)
    const told = new Set<string>()
    for (const { source, format, log } of blocks) {
      // A gateway prints this and that while its configuration is shown.
      if (log === null || (log.tells.length === 0 && format !== null)) continue
      const says = log.tells.join(' ') || NOTHING
      // Inline and as a file, for example.
      if (told.has(says)) continue
      told.add(says)
      const isNews = comesUp && log.last === 'failed'
      const isOpen = log.last === 'failed' && !isTaken && takesLogged === null
      const isReason = isOpen && simulation !== undefined && isOfThis(simulation, log.refusal)
      const refused = simulation && log.refusal && refusedByPeer(simulation, log.refusal)
      const instead = isReason || !isBeside ? log.instead : beside(takesLogged)
      yield {
        severity: isNews || isReason ? 'warning' : isBeside || log.last === 'up' ? 'info' : 'error',
        certainty: 'stated',
        evidence: refused ? [{ span: log.refusal.span, label: log.title }, ...refused.places] : [],
        witness: null,
        flows: [],
        plans: [],
        data: {
          source,
          title: log.title,
          says: refused ? `${says} ${refused.what}` : says,
          instead: refused ? refused.ask : isNews ? NOT_IN_FORCE : isTaken ? TAKEN : instead,
        },
      }
    }
  },
  explain: ({ source, title, says, instead }) => ({ what: `${source} holds ${title}. ${says}`, why: instead }),
  page: {
    text: `Of a log of strongSwan, Libreswan, an ASA, an IOS, a FortiGate or Windows the lines are found that say why a negotiation came to
nothing, of each cause the last one, with the proposals, networks and identities of both ends that stand beside it. A log tells what one
end sees: the one that refuses says why, the other one that it was refused. Beside the configuration of the end that refuses, what it was asked
for is held against that, with the steps that follow. Beside that of the end that was refused, it is told what of its text was, and what to ask of those who run
the other one. Beside configurations by which the tunnel comes up it is a warning:
something else is in force, or the log is older. Beside one end alone, unless its status shows the IKE SA to be up, it is a warning, too, and the first to
be read: a status tells how far the negotiation has come, and the log why no further.`,
    fires: paste(
      '09[CFG] received proposals: IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_1024\n09[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256\n09[IKE] received proposals unacceptable\n',
      'charon.log',
    ),
    quiet: BOTH_LISTS,
  },
})

/** One end alone was pasted, it does not show the IKE SA to be up, and nothing in the log speaks against its being about that. */
function isOfThis(simulation: Simulation, refusal: LoggedRefusal | null): boolean {
  return bothWays(simulation).some(([end, peer]) => {
    const sa = ikeStateOf(end, peer)
    if (end.span === null || peer.span !== null || sa?.stage === 'established') return false
    return refusal === null || (isLogOf(end, refusal) && isWith(sa?.hosts ?? [], refusal.peer))
  })
}

function isWith(hosts: readonly AddressRange[], peer: AddressRange | null): boolean {
  return peer === null || hosts.length === 0 || hosts.some((host) => equalRanges(host, peer))
}

function beside(takes: Endpoint | null): string {
  if (takes === null) return BESIDE
  return `By the text of ${takes.name} that would be taken, if all that the log does not tell agrees: the gateway runs with something else, such as a change that was not loaded, or the log is older, or the ends differ in more.`
}
