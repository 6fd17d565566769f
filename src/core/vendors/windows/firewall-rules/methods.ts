import { groupsNumbered } from '../../../model/group-numbers.ts'
import type { Proposal } from '../../../model/ike-policy.ts'
import { prfOf } from '../../../model/prf-of.ts'

/** Ciphers and hashes by the words of `mmsecmethods` and `qmsecmethods` (Microsoft's article 949856). */
const CIPHERS: ReadonlyMap<string, string> = new Map([
  ['des', 'DES_CBC'],
  ['3des', '3DES_CBC'],
  ['aes128', 'AES_CBC_128'],
  ['aes192', 'AES_CBC_192'],
  ['aes256', 'AES_CBC_256'],
])
const HASHES: ReadonlyMap<string, string> = new Map([
  ['md5', 'HMAC_MD5_96'],
  ['sha1', 'HMAC_SHA1_96'],
  ['sha256', 'HMAC_SHA2_256_128'],
  ['sha384', 'HMAC_SHA2_384_192'],
])
const NUMBERED = groupsNumbered(1, 2, 14, 19, 20, 24)
const GROUPS: ReadonlyMap<string, string> = new Map(
  (
    [
      ['dhgroup1', 1],
      ['dhgroup2', 2],
      ['dhgroup14', 14],
      ['dhgroup24', 24],
      ['ecdhp256', 19],
      ['ecdhp384', 20],
    ] as const
  ).map(([word, number]) => [word, NUMBERED.get(number) ?? '']),
)

/** The group of `qmpfs`, or `undefined`. */
export function groupOf(word: string): string | undefined {
  return GROUPS.get(word.toLowerCase())
}

/** `DHGroup2-AES128-SHA1`, also `dhgroup2:aes128-sha1` as it is entered; `null` for what is no method. */
export function parseMainMode(word: string): Proposal | null {
  const [group = '', cipher = '', hash = '', ...more] = word.toLowerCase().split(/[-:]/)
  const [ke, encryption, integrity] = [GROUPS.get(group), CIPHERS.get(cipher), HASHES.get(hash)]
  if (ke === undefined || encryption === undefined || integrity === undefined || more.length > 0) return null
  return {
    protocol: 'ike',
    encryption: [encryption],
    integrity: [integrity],
    prf: [prfOf(integrity)],
    ke: [ke],
    esn: [],
  }
}

/** A method of quick mode; without the group of perfect forward secrecy, which is set for all of a rule. */
export interface QuickModeMethod {
  readonly proposal: Proposal
  /** Seconds; `undefined` where it names none. */
  readonly lifetime: number | undefined
}

/**
 * `ESP:SHA1-AES128+60min+100000kb`, `AH:SHA1`, `ESP:AESGCM256-AESGCM256`; `unlike` for AH and ESP around the same packets and for
 * `AuthNoEncap`, which no other product has; `null` for what is no method.
 */
export function parseQuickMode(word: string): QuickModeMethod | 'unlike' | null {
  const written = word.toLowerCase().replace(/\s+/g, '')
  const parts = written.split('+')
  const limits = parts.filter((part) => /^\d+(?:min|kb)$/.test(part))
  const [method = '', ...others] = parts.filter((part) => !limits.includes(part))
  if (/^authnoencap:/.test(method) || others.some((part) => /^(?:ah|esp):/.test(part))) return 'unlike'
  const proposal = others.length > 0 ? null : quickModeProposal(method)
  if (proposal === null) return null
  const minutes = limits.find((limit) => limit.endsWith('min'))
  return { proposal, lifetime: minutes === undefined ? undefined : Number.parseInt(minutes, 10) * 60 }
}

function quickModeProposal(method: string): Proposal | null {
  const [protocol = '', algorithms = ''] = method.split(':')
  const [hash = '', cipher = 'none', ...more] = algorithms.split('-')
  if (more.length > 0) return null
  const integrity = HASHES.get(hash)
  if (protocol === 'ah') return integrity === undefined ? null : proposalOf('ah', [], [integrity])
  if (protocol !== 'esp') return null
  const gcm = /^aesgcm(128|192|256)$/.exec(hash)?.[1]
  if (gcm !== undefined) return cipher === hash ? proposalOf('esp', [`AES_GCM_16_${gcm}`], []) : null
  const gmac = /^aesgmac(128|192|256)$/.exec(hash)?.[1]
  if (gmac !== undefined) return cipher === 'none' ? proposalOf('esp', [`NULL_AES_GMAC_${gmac}`], []) : null
  const encryption = cipher === 'none' ? 'NULL' : CIPHERS.get(cipher)
  return integrity === undefined || encryption === undefined ? null : proposalOf('esp', [encryption], [integrity])
}

function proposalOf(protocol: 'esp' | 'ah', encryption: readonly string[], integrity: readonly string[]): Proposal {
  return { protocol, encryption, integrity, prf: [], ke: [], esn: ['NO_EXT_SEQ'] }
}

/** `dhgroup2:aes128-sha1,...` for `netsh advfirewall set global mainmode mmsecmethods`; `null` where one has no words. */
export function formatMainMode(proposals: readonly Proposal[]): string | null {
  const words = proposals.flatMap(({ encryption, integrity, ke }) =>
    ke.flatMap((group) =>
      encryption.flatMap((cipher) =>
        integrity.map((hash) => {
          const [k, c, h] = [wordFor(GROUPS, group), wordFor(CIPHERS, cipher), wordFor(HASHES, hash)]
          return k === undefined || c === undefined || h === undefined ? null : `${k}:${c}-${h}`
        }),
      ),
    ),
  )
  return words.length === 0 || words.includes(null) ? null : [...new Set(words)].join(',')
}

/** The same as PowerShell takes it: `(New-NetIPsecMainModeCryptoProposal -Encryption AES128 -Hash SHA1 -KeyExchange DH2),...` */
export function formatMainModeProposals(words: string): string {
  return words
    .split(',')
    .map((word) => {
      const [group = '', cipher = '', hash = ''] = word.split(/[-:]/)
      const exchange = SHELL_GROUPS.get(group) ?? group.replace('dhgroup', 'DH')
      return `(New-NetIPsecMainModeCryptoProposal -Encryption ${cipher === '3des' ? 'DES3' : cipher.toUpperCase()} -Hash ${hash.toUpperCase()} -KeyExchange ${exchange})`
    })
    .join(',')
}

const SHELL_GROUPS: ReadonlyMap<string, string> = new Map([
  ['ecdhp256', 'DH19'],
  ['ecdhp384', 'DH20'],
])

/** `ESP:SHA1-AES128+60min+100000kb,...`; `null` where one has no words. */
export function formatQuickMode(proposals: readonly Proposal[], seconds: number): string | null {
  const words = proposals.flatMap(({ protocol, encryption, integrity }) => {
    if (protocol === 'ah') return integrity.map((hash) => withLimits('AH', wordFor(HASHES, hash), seconds))
    return encryption.flatMap((cipher) => {
      const gcm = /^AES_GCM_16_(\d+)$/.exec(cipher)?.[1]
      if (gcm !== undefined) return [withLimits('ESP', `AESGCM${gcm}-AESGCM${gcm}`, seconds)]
      const gmac = /^NULL_AES_GMAC_(\d+)$/.exec(cipher)?.[1]
      if (gmac !== undefined) return [withLimits('ESP', `AESGMAC${gmac}-None`, seconds)]
      const word = cipher === 'NULL' ? 'None' : wordFor(CIPHERS, cipher)
      return integrity.map((hash) => {
        const known = wordFor(QUICK_MODE_HASHES, hash)
        return known === undefined || word === undefined ? null : withLimits('ESP', `${known}-${word}`, seconds)
      })
    })
  })
  return words.length === 0 || words.includes(null) ? null : [...new Set(words)].join(',')
}

/** SHA-384 is a hash of main mode alone. */
const QUICK_MODE_HASHES: ReadonlyMap<string, string> = new Map([...HASHES].filter(([word]) => word !== 'sha384'))

function withLimits(protocol: string, algorithms: string | undefined, seconds: number): string | null {
  if (algorithms === undefined) return null
  return `${protocol}:${algorithms.toUpperCase().replace(/NONE$/, 'None')}+${Math.max(1, Math.round(seconds / 60))}min+100000kb`
}

/** The word of `qmpfs` for the groups of proposals; `null` where it has none, or they are of several groups. */
export function formatPfs(proposals: readonly Proposal[]): string | null {
  const groups = new Set(proposals.map(({ ke }) => ke.join(' ')))
  const [group = ''] = groups
  if (groups.size > 1) return null
  return group === '' ? 'none' : (wordFor(GROUPS, group) ?? null)
}

function wordFor(words: ReadonlyMap<string, string>, name: string): string | undefined {
  return [...words].find(([, known]) => known === name)?.[0]
}
