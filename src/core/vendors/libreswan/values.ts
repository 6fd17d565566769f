import type { ConfDialect, ConfValue } from '../freeswan/conf-text.ts'
import { knownKey } from './known-keys.ts'

/** How Libreswan 4.10 reads ipsec.conf (measured with `addconn --checkconfig`). */
export const LIBRESWAN_CONF: ConfDialect = {
  named: new Set(['conn']),
  ignoresCase: true,
  valueOf: readValue,
}

/** What people write in the place of an address that nobody is to see: `left=my public ip`. It is read as `<my public ip>` is. */
function isProse(key: string, written: string): boolean {
  return (
    /^(?:left|right)(?:id|subnet|sourceip)?$/.test(key) &&
    /^[a-z]{1,20}(?: [a-z]{1,20}){1,5}$/i.test(written) &&
    /\b(?:ip|address|lan|network|subnet|gateway)\b/i.test(written)
  )
}

/**
 * The text behind an equals sign: in double quotes, in braces, or one word, in which the mark of something blanked or hidden may stand;
 * a comment may follow. A second word makes the whole file unreadable.
 */
function readValue(text: string, key: string): ConfValue {
  const from = text.length - text.trimStart().length
  const written = text.slice(from)
  if (/^x[-_]/.test(key)) return { value: written.trimEnd(), from, to: text.trimEnd().length }
  const quoted = /^"([^"]*)"|^\{([^"]*)\}/.exec(written)
  const word = quoted?.[0] ?? /^(?:‹secret [\d?]+›|<[\w .-]{1,40}>|[^"\s])*/.exec(written)?.[0] ?? ''
  const rest = written.slice(word.length).trim()
  if (rest !== '' && !rest.startsWith('#')) {
    if (isProse(key, written.trimEnd())) return { value: `<${written.trimEnd()}>`, from, to: text.trimEnd().length }
    const what = written.startsWith('"') && quoted === null ? 'lacks the closing quote' : `has a second word, "${rest}"`
    return { error: `the value of "${key}" ${what}` }
  }
  const value = quoted?.[1] ?? quoted?.[2] ?? word
  if (value === '' && knownKey('conn', key)?.value !== 'text') return { error: `"${key}" has no value` }
  return { value, from, to: from + word.length }
}
