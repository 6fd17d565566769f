/** Which negotiation a line is about: that of the IKE SA (phase 1), or what follows it (IKE_AUTH, phase 2). */
type Stage = 'ike' | 'later' | undefined

interface Saying {
  readonly words: RegExp
  readonly means: (stage: Stage) => string
}

/** The words with which daemons say why a negotiation came to nothing (RFC 7296 3.10.1, RFC 2408 3.14.1, and their own). */
const SAYINGS: readonly Saying[] = [
  {
    words:
      /NO_PROPOSAL_CHOSEN|NO_PROP\b|no (?:SA )?proposal chosen|no offers accepted|phase [12] SA policy not acceptable|SA proposals found unacceptable|peer SA proposal not match local policy|no acceptable proposal/i,
    means: (stage) =>
      ({
        ike: 'nothing that is offered for IKE (phase 1) is accepted, or there is no connection for the address that it comes from',
        later:
          'the IKE SA came up, and nothing that is offered for its child (phase 2: ESP and the group of PFS) is accepted',
        none: 'nothing that is offered is accepted, for IKE (phase 1) or for its child (phase 2: ESP and the group of PFS)',
      })[stage ?? 'none'],
  },
  {
    words:
      /TS_UNACCEPTABLE|TS_UNACCEPT\b|no matching crypto map entry|proxy identities not supported|no matching phase2 found/i,
    means: () => 'the networks that one end asks for are not those that the other one has for this tunnel',
  },
  {
    words: /INVALID_ID_INFORMATION|INVAL_ID\b/,
    means: () =>
      'in quick mode (phase 2) the networks, in main or aggressive mode the identity of an end is not what the other one expects',
  },
  {
    words:
      /AUTHENTICATION_FAILED|AUTH_FAILED|INVALID_HASH_INFORMATION|MAC mismatched|pre-?shared (?:key|secret) mismatch|no shared key found|IKMP_BAD_MESSAGE|AUTH mismatch/i,
    means: () =>
      'an end cannot prove who it is: the pre-shared keys differ, or an identity is not the one that is expected',
  },
  {
    words: /no (?:IKE|peer|matching peer) config found|no suitable connection|no connection has been authorized/i,
    means: () => 'there is no connection for the addresses or the identity of the peer',
  },
  {
    words:
      /giving up after \d+ retransmits|peer not responding|retransmit \d+ of request|max number of retransmissions|retransmission; will wait|retransmitting phase [12]|0 up, [1-9]\d{0,3} connecting|STATE_(?:V2_)?PARENT_I[12]\b|STATE_MAIN_I[123]\b/i,
    means: (stage) =>
      stage === 'later'
        ? 'the first message was answered and a later one is not: UDP port 4500, or large (fragmented) packets, do not get through, or the other end is silent on purpose'
        : 'the other end does not answer: UDP port 500 is blocked on the way, the address is wrong, or it has no connection for this end and is silent',
  },
]

const IKE =
  /IKE_SA_INIT|IKE_INIT|ID_PROT|AGGRESSIVE|\b(?:main|aggressive) mode\b|phase ?1|ISAKMP transform|\bMM_|parent SA|All SA proposals/i
const LATER = /IKE_AUTH|CREATE_CHILD_SA|QUICK_MODE|\bquick mode\b|phase ?2|CHILD[_ ]SA|\bQM_|IPSec SA proposals/i
/** So many lines before that which says it may tell what it is about. */
const BEFORE = 20
/** The end of a log is about the last attempt. */
const LOOKED_AT = 2_000
const TOLD = 3

/** `number`: of the text that was pasted. */
export interface LogLine {
  readonly number: number
  readonly text: string
}

/** What the lines of a log say of why there is no tunnel, each in a sentence; of each cause the last line. */
export function toldByLog(lines: readonly LogLine[]): string[] {
  const looked = lines.slice(-LOOKED_AT)
  return SAYINGS.flatMap(({ words, means }) => {
    const at = looked.findLastIndex(({ text }) => words.test(text))
    const line = looked[at]
    const [said] = line === undefined ? [] : (words.exec(line.text) ?? [])
    if (line === undefined || said === undefined) return []
    const stage = stageOf(looked.slice(Math.max(0, at - BEFORE), at + 1).map(({ text }) => text))
    // Nothing but these words is repeated: the rest of the line may hold anything.
    return [{ line: line.number, say: `Line ${line.number} says "${said}": ${means(stage)}.` }]
  })
    .toSorted((a, b) => a.line - b.line)
    .slice(-TOLD)
    .map(({ say }) => say)
}

/** The nearest line that tells. */
function stageOf(lines: readonly string[]): Stage {
  const near = lines.findLast((text) => IKE.test(text) || LATER.test(text))
  if (near === undefined) return undefined
  return LATER.test(near) ? 'later' : 'ike'
}
