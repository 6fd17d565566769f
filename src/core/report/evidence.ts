import type { EvidencePlace } from '../rules/rule.ts'
import type { Quote } from '../text/excerpt.ts'
import type { Evidence } from './schema.ts'

/** A place with the line that it quotes. */
export function quoteEvidence({ span, label }: EvidencePlace, quote: Quote): Evidence {
  return { ...span, text: quote(span), label }
}
