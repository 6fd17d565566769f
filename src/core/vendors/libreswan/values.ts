import type { ConfDialect, ConfValue } from '../freeswan/conf-text.ts'
import { knownKey } from './known-keys.ts'

/** How Libreswan 4.10 reads ipsec.conf (measured with `addconn --checkconfig`). */
export const LIBRESWAN_CONF: ConfDialect = {
  named: new Set(['conn']),
  ignoresCase: true,
  valueOf: readValue,
}

/**
 * The text behind an equals sign: in double quotes, in braces, or one word, in which the mark of something blanked may stand; a
 * comment may follow. A second word makes the whole file unreadable.
 */
function readValue(text: string, key: string): ConfValue {
  const from = text.length - text.trimStart().length
  const written = text.slice(from)
  if (/^x[-_]/.test(key)) return { value: written.trimEnd(), from, to: text.trimEnd().length }
  const quoted = /^"([^"]*)"|^\{([^"]*)\}/.exec(written)
  const word = quoted?.[0] ?? /^(?:‹secret [\d?]+›|[^"\s])*/.exec(written)?.[0] ?? ''
  const rest = written.slice(word.length).trim()
  if (rest !== '' && !rest.startsWith('#')) {
    const what = written.startsWith('"') && quoted === null ? 'lacks the closing quote' : `has a second word, "${rest}"`
    return { error: `the value of "${key}" ${what}` }
  }
  const value = quoted?.[1] ?? quoted?.[2] ?? word
  if (value === '' && knownKey('conn', key)?.value !== 'text') return { error: `"${key}" has no value` }
  return { value, from, to: from + word.length }
}
