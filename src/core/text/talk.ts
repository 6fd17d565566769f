/** A heading that people write above what they paste: `Log:`, `client's config`, `2. ipsec.secrets`, `Destination Config`. */
const HEADING =
  /^(?:[\p{L}\d'’.-]{1,30} ){0,3}(?:config(?:uration)?s?|settings|outputs?|results?|logs?|debugs?|errors?|files?|status|secrets|edit|update|ipsec\.(?:conf|secrets)|(?:strongswan|swanctl)\.conf)(?: (?:file|[ab]))?:?$/iu

/** What a line of a configuration or an output has, and a sentence rarely: values, places, addresses, and names in marks. */
const STRUCTURED = /[=<>{}[\]|\\/%$]|:.|\d\.\d|--/

/** Words that hold sentences together, of which no product makes a setting. */
const FUNCTION_WORDS =
  /\b(?:i|i'm|im|i've|my|me|we|our|you|your|he|they|their|it|it's|the|this|that|these|is|isn't|are|was|were|has|have|had|does|doesn't|did|didn't|can|can't|could|should|would|what|why|when|where|how|which|but|and|of|anyone|anybody|(?:other|remote) (?:side|end)|please|thanks|thank|help|hello|hi|hey|sorry|cheers|regards|idea|ideas)\b/gi

/** A sentence is no longer than this. */
const LONGEST = 2000

/**
 * Whether a line is for people, in which nothing of a configuration or an output can hide: a sentence in English, or a heading. False
 * where it holds what could be a value, and where that is not sure.
 */
export function isTalk(line: string): boolean {
  if (line.length > LONGEST) return false
  const text = line.replace(/^[\s>*#_`~-]{0,20}(?:\d{1,2}[.)] )?/, '').replace(/[\s*_`~]{1,20}$/, '')
  if (HEADING.test(text)) return true
  if (STRUCTURED.test(text)) return false
  const words = text.match(FUNCTION_WORDS)?.length ?? 0
  return words > 1 || (words === 1 && /[.,:]$/.test(text)) || (/[?!]$/.test(text) && /\p{L} \p{L}/u.test(text))
}
