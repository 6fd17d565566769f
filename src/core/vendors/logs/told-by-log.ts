import type { Refused } from '../../model/logged-refusal.ts'
import type { SourceLine } from '../../text/source-text.ts'
import type { Subject } from './attempt.ts'
import type { Saying, Stage } from './saying.ts'
import { SAYINGS } from './sayings.ts'

const IKE =
  /IKE_SA_INIT|IKE_INIT|Initial exchange failed|Failed SA init exchange|ID_PROT|AGGRESSIVE|\b(?:main|aggressive) mode\b|phase ?1|ISAKMP transform|\bMM_|parent SA|All SA proposals|proposals: IKE:|STATE_MAIN_I1|STATE_V2_PARENT_I1|PROPOSAL_NOT_CHOSEN protocol 1|Proposal \d{1,3}: {0,4}(?:ENCRYPTION|AES|3?DES)/i
const LATER =
  /IKE_AUTH|CREATE_CHILD_SA|QUICK_MODE|\bquick (?:mode|[IR]\d)|phase ?2|CHILD[_ ]SA|\bQM_|IPSec SA proposals|proposals: (?:ESP|AH):|\b(?:IKE|ISAKMP)[_ ]SA (?:\S{1,80} )?established|phase 1 completed|STATE_MAIN_I[23]|STATE_V2_PARENT_I2|\bmode get (?:1st|2nd) response|\bMM_KEY_EXCH|\bMM_WAIT_MSG[46]|PROPOSAL_NOT_CHOSEN protocol [23]|\b(?:ESP|AH): Proposal \d/i
/** A notify that came from the other end, as each product logs it. */
const RECEIVED =
  /\breceived (?:an un-encrypted )?(?:[A-Z_]{5,40} (?:error )?notify|no proposal chosen notify|non-routine notify)|\bparsed \w{1,30} response\b|message containing [A-Z_]{5,40} notification|\bresponse (?:\S{1,60} ){0,6}(?:rejected|contained)\b|rejected by peer|ignoring (?:informational payload|unencrypted) |processing NOTIFY |Notify has no hash|processing notify type |peer_notif="?[A-Z]{2,20}-PROPOSAL|Received AUTHENTICATION_FAILED|requested (?:DH group|key exchange method) /i
/** So many lines before that which says it may tell what it is about. */
const BEFORE = 20
/** And so many what it holds of values: a FortiGate lists each algorithm on a line of its own. */
export const LISTED = 300
/** A cause and what is sent or said because of it have at most so many lines between them; an ASA names the cause last. */
const SENT = 5
/** What an end goes on to say about an attempt that was refused is no more than so many lines away. */
const ATTEMPT = 60
/** The end of a log is about the last attempt: so many lines are looked at. */
export const LOOKED_AT = 2_000
const TOLD = 3

/** `number`: of the text that was pasted. */
type LogLine = Pick<SourceLine, 'number' | 'text'>

/** What the line of this number says, in sentences. */
export interface Told {
  readonly number: number
  readonly say: string
  /** That something failed, or that an SA came up. */
  readonly is: 'failed' | 'up'
  /** What the other end asked for and did not get. */
  readonly subject: Subject | null
  /** What the other end refused of this one. */
  readonly refused: Refused | null
}

/**
 * What the lines of a log say of why there is no tunnel, each in a sentence, with what they tell of the values of both ends; of
 * each saying the last line. A notify is left out beside its cause, silence beside a refusal or before an answer, and an IKE SA that
 * came up beside anything else.
 */
export function toldByLog(lines: readonly LogLine[]): Told[] {
  const looked = lines.slice(-LOOKED_AT)
  const said = SAYINGS.flatMap(({ kind, words, means, values, refused, subject = null }) => {
    const at = looked.findLastIndex(({ text }) => words.test(text))
    const line = looked[at]
    const [found] = line === undefined ? [] : (words.exec(line.text) ?? [])
    if (line === undefined || found === undefined) return []
    const upTo = (count: number) => looked.slice(Math.max(0, at - count), at + 1).map(({ text }) => text)
    const listed = values?.(upTo(LISTED)) ?? null
    // Nothing but these words and values is repeated: the rest of the line may hold anything.
    const stage = stageOf(upTo(BEFORE))
    const why = `Line ${line.number} says "${found}": ${means(stage, listed !== null)}.`
    const isRefused = kind === 'silence' || (listed === null && RECEIVED.test(line.text))
    return [
      {
        at,
        number: line.number,
        kind,
        subject,
        refused: (isRefused && refused?.(stage)) || null,
        say: listed === null ? why : `${why} ${listed}`,
      },
    ]
  })
  const near = (at: number, kind: 'cause' | 'any', before: number, after: number) =>
    said.some(
      (other) =>
        other.kind !== 'silence' &&
        !isUp(other) &&
        (kind === 'any' || other.kind === kind) &&
        other.at >= at - before &&
        other.at <= at + after,
    )
  const isAnswered = (at: number) => looked.slice(at).some(isAnswer)
  const told = said.filter(({ at, kind }) => {
    if (kind === 'half up') return false
    if (kind === 'notify') return !near(at, 'cause', SENT, SENT)
    if (kind === 'unsent') return !isAnswered(at)
    return kind !== 'silence' || !(near(at, 'any', ATTEMPT, ATTEMPT) || isAnswered(at))
  })
  return (told.length > 0 ? told : said.filter(isUp))
    .toSorted((a, b) => a.at - b.at)
    .slice(-TOLD)
    .map(({ number, kind, subject, refused, say }) => ({
      number,
      say,
      is: isUp({ kind }) ? 'up' : 'failed',
      subject,
      refused,
    }))
}

function isUp({ kind }: Pick<Saying, 'kind'>): boolean {
  return kind === 'up' || kind === 'half up'
}

function isAnswer({ text }: LogLine): boolean {
  return /\bestablished\b/.test(text)
}

/** The nearest line that tells. */
function stageOf(lines: readonly string[]): Stage {
  const near = lines.findLast((text) => IKE.test(text) || LATER.test(text))
  if (near === undefined) return undefined
  return LATER.test(near) ? 'later' : 'ike'
}
