import type { SourceLine, Span } from '../text/source-text.ts'
import type { EndpointFragment } from './endpoint.ts'
import type { Observation } from './observation.ts'

/** A 1-based line number at which a block of a format begins. */
export type Anchor = number

/** What became of a line: `read` into the model, known to be `irrelevant`, known but `unsupported`, or none of these. */
export type LineRole = 'read' | 'irrelevant' | 'unsupported' | 'unrecognised'

/** Something wrong with the text itself. */
export interface ReadingProblem {
  /** `invalid`: a value that cannot be; `cut`: the text ends in the middle; `unsupported`: read, but not modelled. */
  readonly kind: 'invalid' | 'cut' | 'unsupported'
  readonly span: Span
  /** A full sentence: what is wrong, quoting the text. */
  readonly say: string
  /** A full sentence: what to paste or write instead. */
  readonly instead: string
}

export interface Reading {
  readonly endpoints: readonly EndpointFragment[]
  readonly observations: readonly Observation[]
  /** By line number; lines that are missing count as unrecognised, blank ones as irrelevant. */
  readonly roles: { readonly get: (line: number) => LineRole | undefined }
  readonly problems: readonly ReadingProblem[]
}

/** What is read of a block of which nothing is understood. */
export const NOTHING_READ: Reading = { endpoints: [], observations: [], roles: new Map(), problems: [] }

/** Lines of one paste that belong together: from an anchor of one format to the next block. */
export interface Block {
  readonly source: string
  readonly lines: readonly SourceLine[]
}

/** A block with the format that claims it. */
export interface BlockOfFormat extends Block {
  readonly format: Pick<Format, 'id'>
}

/** One format that can be pasted. `recognise` and `read` are pure and never throw, whatever the text. */
export interface Format {
  /** `vendor/format`. */
  readonly id: string
  readonly title: string
  /** How to get it: a command or a place in the product. */
  readonly command: string
  /** What every text of it holds: a text without it is not asked about. Short, since each paste is searched for it. */
  readonly hint?: RegExp
  /** Lines at which blocks of this format begin, ascending; empty when it is something else. Linear in the text. */
  readonly recognise: (lines: readonly SourceLine[]) => readonly Anchor[]
  readonly read: (block: Block) => Reading
  /** For texts that could be another product's as well: of each, the id of the format that it is among all blocks of its end. */
  readonly formatAmong?: (blocks: readonly BlockOfFormat[]) => (block: Block) => string
  /**
   * Instead of `read`, for a configuration whose parts name each other and are often pasted one by one: reads all blocks
   * of one end as one text, and gives a reading for each of them, in order. The endpoints stand in the first.
   */
  readonly readTogether?: (blocks: readonly Block[]) => readonly Reading[]
}
