import type { PolicySettings, Topic } from '../../model/endpoint.ts'
import { groupsNumbered } from '../../model/group-numbers.ts'
import { ONE_OF, stated } from '../../model/setting.ts'
import { groupWord as wordOfGroup } from '../../model/settings-of.ts'
import type { Span } from '../../text/source-text.ts'

/** A topic with words of it, or nothing where none is known. */
export function setting(topic: Topic, words: readonly (string | null)[], span: Span): PolicySettings {
  const known = words.filter((word) => word !== null)
  return known.length === 0 ? {} : { [topic]: stated([...new Set(known)].join(ONE_OF), span) }
}

/** The transforms of a transform set: `esp-256-aes esp-sha256-hmac`, `esp-gcm 256`. */
export function transformSettings(text: string, span: Span): PolicySettings {
  const words = text
    .toLowerCase()
    .trim()
    .split(/[\s,]+/)
  const sizes = words.flatMap((word) => (/^(?:128|192|256)$/.test(word) ? [word] : []))
  return {
    ...setting(
      'ESP encryption',
      words.map((word) => espCipher(word, sizes[0] ?? '128')),
      span,
    ),
    ...setting('ESP integrity', words.map(hashOf), span),
  }
}

/** `esp-aes` alone is AES with 128 bits ("crypto ipsec transform-set"). */
function espCipher(word: string, size: string): string | null {
  if (word === 'esp-3des' || word === 'esp-des') return word.slice(4).toUpperCase()
  const cipher = /^esp-(?:(128|192|256)-)?(aes|gcm|gmac)(?:-(128|192|256))?$/.exec(word)
  if (cipher === null) return null
  const bits = cipher[1] ?? cipher[3] ?? size
  return cipher[2] === 'aes' ? `AES${bits}` : `AES_${cipher[2]?.toUpperCase()}_16_${bits}`
}

function hashOf(word: string): string | null {
  const hash = /^(?:esp|ah)-(md5|sha-?1?|sha-?256|sha-?384|sha-?512)-hmac$/.exec(word)?.[1]
  return hash === undefined ? null : hashWord(hash)
}

/** `SHA`, `SHA96`, `SHA256`, `MD596`, `Secure Hash Standard 2 (256 bit)` as all products' settings have them. */
export function hashWord(text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, '')
  if (/^MD5(?:96)?$/.test(plain) || plain.startsWith('MESSAGEDIGEST5')) return 'MD5'
  const size = /(256|384|512)/.exec(plain)?.[1]
  if (size !== undefined) return `SHA${size}`
  return /^SHA(?:1|96|196)?$/.test(plain) || plain.startsWith('SECUREHASHSTANDARD') ? 'SHA1' : null
}

/** `AES-CBC-256`, `3DES`, `AES-GCM-256`. */
export function ikeCipher(text: string): string | null {
  const cipher = /^(?:(3DES|DES)|AES-(CBC|GCM)-(128|192|256))$/i.exec(text.trim())
  if (cipher === null) return null
  if (cipher[1] !== undefined) return cipher[1].toUpperCase()
  return cipher[2]?.toUpperCase() === 'CBC' ? `AES${cipher[3]}` : `AES_GCM_16_${cipher[3]}`
}

/** Group numbers as settings have them: curves by name (RFC 5903), the others by number. */
export function groupWord(number: string): string {
  const curve = CURVES.get(Number(number))
  return curve === undefined ? number : wordOfGroup(curve)
}

const CURVES = groupsNumbered(19, 20, 21, 31)
