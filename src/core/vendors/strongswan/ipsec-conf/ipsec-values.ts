import type { ConfDialect, ConfValue } from '../../freeswan/conf-text.ts'

/** How starter of strongSwan 5.9.8 reads ipsec.conf (measured). */
export const STRONGSWAN_IPSEC_CONF: ConfDialect = {
  named: new Set(['conn', 'ca']),
  ignoresCase: false,
  valueOf: readValue,
}

const WORD = /"((?:[^"\\]|\\.)*)"|((?:@#)?[^"#=\s]+)|#.*/g

/** One word alone, as most values are. */
const ONE_WORD = /^\s*([^"#=\s]+)\s*$/

/** The text behind an equals sign: words, some of them in double quotes, with one blank between; a comment may follow. */
function readValue(text: string, key: string): ConfValue {
  const only = ONE_WORD.exec(text)?.[1]
  let from = text.length - text.trimStart().length
  if (only !== undefined) return { value: only, from, to: from + only.length }
  const words: string[] = []
  let to = from
  let done = 0
  for (const match of text.matchAll(WORD)) {
    if (/\S/.test(text.slice(done, match.index))) break
    done = match.index + match[0].length
    if (match[0].startsWith('#') && !match[0].startsWith('"')) continue
    if (words.length === 0) from = match.index
    words.push(match[2] ?? (match[1] ?? '').replace(/\\(.)/g, '$1'))
    to = done
  }
  const rest = text.slice(done).trim()
  if (rest.startsWith('=')) return { error: `the value of "${key}" has an equals sign and no quotes around it` }
  if (rest !== '') return { error: `the value of "${key}" lacks the closing quote` }
  return { value: words.join(' '), from, to }
}
