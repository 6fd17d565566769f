import { matchesIn } from './found.ts'
import { NOUN } from './names.ts'

/** What does so where a person says what it is. */
const WEAK_NOUN =
  '(?<![\\p{L}\\p{N}-]|public )(?:key(?![ -](?:exchange|found|(?:with )?id|size|length|usage))|clave|chave|chiave|cl[ée]|sleutel|klucz|ключ|secret|token|pin|community string)(?![\\p{L}\\p{N}-])'
const IS =
  '(?:is|was|are|ist|war|lautet|hei(?:ß|ss)t|est|était|es|era|è|é|jest|är|er|be|to|from|auf|von|[–—→=:-]|->|=>)'
/** And of what can be nothing else. */
const IS_SAID = `(?:${IS}|je|là|becomes?|became|remains?|still|now|equals?|eq|reads?|says?|contains?|(?:starts?|begins?|ends?)[ \\t]+with|not|isn.t|namely|i\\.e\\.|e\\.g\\.|either|[~>•]|\\.{3}|<-)`
const END = '[ \\t]*[.!,;)]{0,2}[ \\t]*$'
const WORDS = "(?:[ \\t]+[\\p{L}'’-]{1,20}){0,8}"
/** Where a clause ends and another one follows. */
const CLAUSE = '(?=[ \\t]*[,;.!)]{1,2}[ \\t]|[ \\t]+(?:and|but|until|since|und|aber|bis|seit|et|mais|y|pero)[ \\t])'
const VERB = '(?:is|was|be|ist|war|lautet|hei(?:ß|ss)t|est|était|es|era|è|é)'
const QUOTED = `(?:["'\`“„«]|\\*\\*)[^"'\`“”„«»*\\n]{4,200}(?:["'\`”“»]|\\*\\*)`
/** Nothing but that. */
export const IN_QUOTES = new RegExp(`^${QUOTED}$`, 'u')
/** A word with a digit in it, or in quotes: hardly one of the sentence. */
const ODD = `${QUOTED}|(?=[^\\s\\d"'\`<>()|]{0,60}\\d)[^\\s"'\`<>()|]{6,200}`

const ARTICLE =
  '(?:(?:the|our|my|your|their|his|a|der|den|das|unser|mein|le|la|notre|el|nuestra|o|il|lo|nostra|het|onze|de)[ \\t]+)?(?:(?:right|correct|new|old|current|actual|real|good|proper|richtige|neue|alte|bonne?|correcta|nueva)[ \\t]+){0,2}'
const AS = `[ \\t]+(?:in[ \\t]+)?(?:as|for|als|comme|como|come|für|para|per)[ \\t]+${ARTICLE}`
const IS_THE = `[ \\t]+(?:(?:will|should|must|may|might|has[ \\t]+to)[ \\t]+be|is|was|ist|war|est|es|é|è|jest|это|är)[ \\t]+${ARTICLE}`
/** Not `X is the psk mismatch`. */
const THEN =
  '(?=[ \\t]*(?:$|[.,;:!?)])|[ \\t]+(?:on|for|at|in|of|and|but|we|here|there|now|with|they|auf|für|bei|und|pour|et|para|y|until|since)(?!\\p{L}))'

export const TOLD = new RegExp(NOUN, 'iu')
const NOUNS = new RegExp(NOUN, 'giu')
export const SAYS = new RegExp(`${WEAK_NOUN}${WORDS}[ \\t]*${IS}:?[ \\t]`, 'iu')
/** What follows such a name, and the name; each is tried where one stands. */
const BEHIND_NOUN = [
  // `psk for site B - KEY`, `password for admin: KEY`, `das Kennwort lautet KEY`.
  `${NOUN}(?![ \\t]+found)(?:,[ \\t]+which)?${WORDS}[ \\t]*${IS_SAID}:?[ \\t]+(?<secret>${QUOTED}|[^\\s"'\`<>()|]{4,200})${END}`,
  `${NOUN}(?![ \\t]+found)(?:,[ \\t]+which)?${WORDS}[ \\t]*${IS_SAID}:?[ \\t]+(?<secret>${ODD})`,
  // `the psk is KEY, and ...`; not `the psk is configured, and ...`.
  `${NOUN}(?:,[ \\t]+which)?${WORDS}[ \\t]+${VERB}:?[ \\t]+(?![\\p{L}-]{1,30}(?:ed|ing|ly)(?![\\p{L}\\p{N}]))(?<secret>[^\\s"'\`<>()|,;]{4,200})${CLAUSE}`,
  // `psk KEY peer 198.51.100.7`
  `${NOUN}[ \\t]+(?!(?:with|from|between)[ \\t])(?<secret>[^\\s"'\`<>()|,;:=]{4,200})(?=[ \\t]+(?:peer|address|hostname|remote|gateway)[ \\t]+\\S)`,
  // `PSK KEY on both ends`, `PSK/KEY`, `psk,KEY`.
  `${NOUN}[*_]{0,2}(?:[ \\t]*[/,;\\t│┃┆║\\\\][ \\t]*|[ \\t]+[*]{0,2}|\\[\\d{1,3}\\]:?[ \\t]{0,9})(?:(?:keys?|value|string|(?:in[ \\t]+)?(?:hex|ascii|base64|plain|clear)?[ \\t]{0,3}(?:text)?)[ \\t]+)?(?<secret>${ODD})`,
  // `PSK (KEY)`; in angle brackets stands what is to be filled in.
  `${NOUN}(?:[ \\t]+(?:for|of|at|von|für|de)[ \\t]+[^\\s()]{1,40})?[ \\t]{0,3}[(\\[{](?<secret>${QUOTED}|[^\\s"'\`<>()[\\]{}|,;:=]{4,200})[)\\]}](?![ \\t]*[:=])`,
  `${NOUN}[ \\t]{1,3}<(?<secret>${ODD})>`,
  // `changed the PSK from KEY to KEY`: the second one.
  `${NOUN}[ \\t]+(?:from|von|de|da|van|del?)[ \\t]+\\S{1,200}[ \\t]+(?:to|auf|zu|à|a|naar|in)[ \\t]+(?<secret>${QUOTED}|[^\\s"'\`<>()|]{4,200})`,
].map((source) => new RegExp(source, 'diuy'))
/** What stands in front of it. */
const BEFORE_NOUN = [
  // `use KEY as the pre-shared key`.
  `(?<![\\p{L}\\p{N}])(?:use|used|using|uses|set|put|try|tried|enter|entered|typed?|nehmen|nimm|verwenden?|utilis\\w{1,4}|usamos|usa)[ \\t]+(?:both[ \\t]+)?(?<secret>${QUOTED}|[^\\s"'\`<>()|]{4,200})${AS}${NOUN}`,
  // `KEY is the right psk`, `it may be that KEY was our password, until ...`.
  `(?:^[^\\p{L}\\p{N}]{0,10}|[.,;:!?][ \\t]+|(?<![\\p{L}])(?:that|think|but|because|dass|que|and)[ \\t]+)(?<secret>[^\\s"'\`<>()|,;:=]{4,200})${IS_THE}${NOUN}${THEN}`,
].map((source) => new RegExp(source, 'dgiu'))
/** Tried only where a line has a digit or a quote. */
const ODD_BEFORE_NOUN = [
  `(?<secret>${ODD})(?:[ \\t]+(?:and|or|und|oder|et|ou|y|o)[ \\t]+(?<second>${ODD}))?${AS}${NOUN}`,
  `(?<secret>${ODD})(?:${IS_THE}|[ \\t]+is[ \\t]+what(?:[ \\t]+\\p{L}{1,12}){1,3}[ \\t]+as[ \\t]+)${NOUN}${THEN}`,
].map((source) => new RegExp(source, 'dgiu'))
const MAY_BE_ODD = /[\d"'`“„«*]/
/** `loaded RSA private key from '/etc/ipsec.d/private/gw.pem'`, which charon logs at each start. */
const FILE = "'/[\\w./-]{1,200}\\.(?:pem|key|der|p8|p12|pfx)'"
const WEAK_SENTENCES = [new RegExp(`${WEAK_NOUN}${WORDS}[ \\t]*${IS}:?[ \\t]+(?!${FILE})(?<secret>${ODD})`, 'dgiu')]

/** Where the words stand that a line says to be secrets; `undefined` where it names none. */
export function wordsSaid(line: string): readonly (readonly [from: number, to: number])[] | undefined {
  const nouns = matchesIn(line, NOUNS)
  const isSaid = SAYS.test(line)
  if (nouns.length === 0 && !isSaid) return undefined
  const matches = isSaid ? WEAK_SENTENCES.flatMap((pattern) => matchesIn(line, pattern)) : []
  for (const { index } of nouns) {
    for (const pattern of BEHIND_NOUN) {
      pattern.lastIndex = index
      const match = pattern.exec(line)
      if (match !== null) matches.push(match)
    }
  }
  if (nouns.length > 0) {
    const before = MAY_BE_ODD.test(line) ? [...BEFORE_NOUN, ...ODD_BEFORE_NOUN] : BEFORE_NOUN
    // One by one: a long line has more matches than a call takes.
    for (const pattern of before) for (const match of matchesIn(line, pattern)) matches.push(match)
  }
  return matches.flatMap(({ indices }) => {
    const { secret, second } = indices?.groups ?? {}
    return [secret, second].filter((range) => range !== undefined)
  })
}
