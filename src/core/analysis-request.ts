/** One pasted text, decoded. `source` is its name for people; `end` the end it was given for ("A", "B", ...), if any. */
export interface Paste {
  readonly source: string
  readonly text: string
  readonly end?: string
  /** Why the text could not be had, in a sentence, e.g. "It is a ZIP archive."; `text` is then empty. */
  readonly unreadable?: string
  /** A message of a conversation: when nothing in it is known, it is talk and is set aside. */
  readonly talk?: boolean
  /** Who pasted it, as any text that is the same for the same person. */
  readonly from?: string
}

export interface AnalysisRequest {
  readonly pastes: readonly Paste[]
  /** One packet to follow, `SRC -> DST [PROTO[/PORT]]`. */
  readonly probe?: string
  /** Id or peer address of the tunnel to look at, where the pastes hold several. */
  readonly tunnel?: string
  /** Tunnel addresses that the pastes do not tell, by end label. */
  readonly addresses?: Readonly<Record<string, string>>
  /** The pastes came one after the other: of two of the same end, format and entries, the later counts. */
  readonly laterReplaces?: boolean
}
