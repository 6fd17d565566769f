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

/** What core reads. A file that is no text says so in the place of it. */
export function requestOf({ pastes, ...more }: Asked): AnalysisRequest {
  return { ...more, pastes: pastes.map(decoded) }
}

function decoded(pasted: Pasted): Paste {
  if (!('bytes' in pasted)) return pasted
  const { bytes, ...paste } = pasted
  const read = decodeText(bytes)
  return 'problem' in read ? { ...paste, text: '', unreadable: read.problem } : { ...paste, text: read.text }
}
