import type { AnalysisRequest, Paste } from '../../core/index.ts'
import { decodeText } from '../../text-encoding.ts'
import type { AnswerKey } from './answer-key.ts'
import type { Gist } from './gist.ts'

/** A paste, or a file as it came: it is decoded in the thread that reads it. */
export type Pasted = Paste | (Omit<Paste, 'text'> & { readonly bytes: Uint8Array })

/** What is to be analysed. */
export interface Asked extends Omit<AnalysisRequest, 'pastes'> {
  readonly pastes: readonly Pasted[]
}

/** How the text came, which tells where a secret in it lies now and whether it may have been cut. */
export type Way = 'command' | 'window' | 'message'

/** The message of a conversation in which a paste stood; `ts` is Slack's, `url` where it is seen. */
export interface SourceMessage {
  readonly source: string
  readonly ts: string
  readonly url: string
}

/** All that an answer is made of; plain data, since it is made in another thread. */
export interface Question {
  readonly key: AnswerKey
  readonly asked: Asked
  /** What the answer that is asked again left to a worker: its pastes come first. */
  readonly kept?: { readonly rest: string /** One tunnel of its list. */; readonly tunnelAt?: number }
  /** Where the texts leave open which end they are of and two people pasted them, each person's are taken as one end. */
  readonly byAuthor?: boolean
  /** The answer about the same before this one. */
  readonly before?: { readonly gist: Gist; readonly link: string | null } | null
  /** Sentences of the front end. */
  readonly notes?: readonly string[]
  readonly way?: Way
  /** Where which paste stood, where that is told in place of the names of the texts. */
  readonly messages?: readonly SourceMessage[]
  /** What the button says that shows the answer to all; `null` where it is shown to all, or must not be. */
  readonly shareTo: string | null
}

/**
 * Lines of all files of one question. What is kept of each line by a key stands in a table that doubles as it grows: beyond
 * 524,288 keys by 29 MB at once, more than a thread near its heap limit may take (measured with Node 20: up to 16 MB), and that
 * ends not the thread, but the program.
 */
const MOST_LINES = 500_000

/** What core reads. A file that is no text, or has too many lines, says so in the place of it. */
export function requestOf({ pastes, ...more }: Asked): AnalysisRequest {
  let room = MOST_LINES
  const read = pastes.map((pasted) => {
    if (!('bytes' in pasted)) return pasted
    const paste = decoded(pasted)
    const lines = linesUpTo(room + 1, paste.text)
    if (lines > room) return { ...paste, text: '', unreadable: TOO_MANY_LINES }
    room -= lines
    return paste
  })
  return { ...more, pastes: read }
}

const TOO_MANY_LINES =
  'It has more lines than are read at once, half a million of all files together; paste only what is about one tunnel.'

function decoded({ bytes, ...paste }: Extract<Pasted, { readonly bytes: Uint8Array }>): Paste {
  const read = decodeText(bytes)
  return 'problem' in read ? { ...paste, text: '', unreadable: read.problem } : { ...paste, text: read.text }
}

/** How many breaks a text has, but no more than asked for. */
function linesUpTo(most: number, text: string): number {
  const each = /\r\n|[\r\n]/g
  let count = 0
  while (count < most && each.test(text)) count += 1
  return count
}
