import type { LineRole } from '../../model/format.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import type { OutputReader, Shown } from '../shown/shown.ts'
import { groupWord, hashWord, ikeCipher, setting } from './setting-words.ts'

const none = () => undefined

/** Reads `show crypto ikev2 proposal`: all that is offered and accepted in IKE_SA_INIT. */
export function ikev2ProposalReader(shown: Shown): OutputReader {
  return { read, finish: none }

  function read(text: string, line: SourceLine): LineRole | undefined {
    const span = lineSpan(line)
    if (/^IKEv2 proposal: \S/.test(text)) return 'read'
    const field = /^(Encryption|Integrity|PRF|DH Group|PQC Key Exchange) {0,9}: (\S.{0,400})$/.exec(text)
    if (field === null) return undefined
    const words = (field[2] ?? '').split(/\s+/)
    if (field[1] === 'Encryption') shown.settings.push(setting('IKE encryption', words.map(ikeCipher), span))
    // AEAD ciphers carry no integrity algorithm.
    if (field[1] === 'Integrity') shown.settings.push(setting('IKE integrity', words.map(hashWord), span))
    if (field[1] === 'DH Group')
      shown.settings.push(setting('IKE Diffie-Hellman group', groupsIn(field[2] ?? ''), span))
    return field[1] === 'PRF' || field[1] === 'PQC Key Exchange' ? 'irrelevant' : 'read'
  }
}

/** `DH_GROUP_2048_MODP/Group 14 DH_GROUP_256_ECP/Group 19`. */
function groupsIn(text: string): string[] {
  return [...text.matchAll(/Group (\d{1,2})/g)].map(([, number = '']) => groupWord(number))
}

const CIPHERS: readonly (readonly [RegExp, (bits: string) => string])[] = [
  [/^AES - .{0,80}\((\d{3}) bit keys\)/, (bits) => `AES${bits}`],
  [/^Three key triple DES/i, () => '3DES'],
  [/^DES - /, () => 'DES'],
]

/** Reads `show crypto isakmp policy` and `show crypto isakmp default policy`: the IKEv1 proposals. */
export function isakmpPolicyReader(shown: Shown): OutputReader {
  return { read, finish: none }

  function read(text: string, line: SourceLine): LineRole | undefined {
    const span = lineSpan(line)
    if (/^(?:Global IKE policy|Default IKE policy)$/.test(text)) return 'irrelevant'
    if (/^(?:Default protection suite|Protection suite)(?: of priority \d{1,6})?$/.test(text)) return 'read'
    const field =
      /^(encryption algorithm|hash algorithm|authentication method|Diffie-Hellman group|lifetime): {1,40}(\S.{0,200})$/.exec(
        text,
      )
    if (field === null) return undefined
    take(field[1] ?? '', field[2] ?? '', span)
    return 'read'
  }

  function take(name: string, text: string, span: Span): void {
    if (name === 'encryption algorithm') shown.settings.push(setting('IKE encryption', [cipherIn(text)], span))
    if (name === 'hash algorithm') shown.settings.push(setting('IKE integrity', [hashWord(text)], span))
    if (name === 'authentication method') {
      const method = /^pre-?shared/i.test(text) ? 'pre-shared key' : /signature/i.test(text) ? 'certificate' : null
      shown.settings.push(setting('authentication method', [method], span))
    }
    const group = /^#(\d{1,2}) /.exec(`${text} `)?.[1]
    if (name === 'Diffie-Hellman group' && group !== undefined)
      shown.settings.push(setting('IKE Diffie-Hellman group', [groupWord(group)], span))
    const seconds = /^(\d{1,9}) seconds/.exec(text)?.[1]
    if (name === 'lifetime' && seconds !== undefined)
      shown.settings.push(setting('IKE lifetime', [`${seconds} s`], span))
  }
}

function cipherIn(text: string): string | null {
  for (const [pattern, word] of CIPHERS) {
    const match = pattern.exec(text)
    if (match !== null) return word(match[1] ?? '')
  }
  return null
}
