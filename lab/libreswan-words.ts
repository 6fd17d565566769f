/** An identity as an ipsec.conf of libreswan writes it: a name without `@` would be looked up in the DNS. */
export function libreswanId(id: string): string
export function libreswanId(id: string | undefined): string | undefined
export function libreswanId(id: string | undefined): string | undefined {
  if (id === undefined || id.startsWith('%') || id.startsWith('@') || id.startsWith('=')) return id?.replace(/^=/, '')
  if (/[= ]/.test(id)) return id.includes('=') ? `"${id}"` : `"@${id}"`
  if (id.startsWith('fqdn:')) return `@${id.slice(5)}`
  if (id.startsWith('email:')) return id.slice(6)
  if (id.startsWith('keyid:')) return `@[${id.slice(6)}]`
  return id.includes('@') || id.includes(':') || /^[\d.]+$/.test(id) ? id : `@${id}`
}

/** A peer's address, of which a conn has one: of a list the first, and any where others write a network or a range. */
export function libreswanHost(address: string | undefined): string {
  const first = address?.split(',')[0]?.trim() ?? '%any'
  return /[/-]/.test(first) ? '%any' : first
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['sha256', 'sha2_256'],
  ['sha384', 'sha2_384'],
  ['sha512', 'sha2_512'],
  ['prfsha256', 'sha2_256'],
  ['prfsha384', 'sha2_384'],
  ['aes128gcm16', 'aes_gcm128'],
  ['aes256gcm16', 'aes_gcm256'],
  ['chacha20poly1305', 'chacha20_poly1305'],
  ['ecp256', 'dh19'],
  ['ecp384', 'dh20'],
  ['curve25519', 'dh31'],
])

/**
 * Proposals of strongSwan in libreswan's words; `default` has none, so there the line is left out. Alternatives within
 * one are joined with a plus in IKEv2; IKEv1 has no such thing, and each combination is written out.
 */
export function libreswanProposals(
  proposals: readonly string[] | undefined,
  version: number | undefined,
): string | undefined {
  const written = (proposals ?? [])
    .filter((proposal) => proposal !== 'default')
    .flatMap((proposal) => {
      const kinds = wordsByKind(proposal)
      return version === 1 ? combinations(kinds) : [kinds.map((words) => words.join('+'))]
    })
    .map((kinds) => kinds.filter((words) => words !== '').join('-'))
  return written.length === 0 ? undefined : written.join(',')
}

/** Ciphers, then hashes, then groups. A combined-mode cipher has `null` for its hash where a group follows. */
function wordsByKind(proposal: string): readonly (readonly string[])[] {
  const [ciphers, hashes, groups]: [string[], string[], string[]] = [[], [], []]
  for (const word of proposal.split('-')) {
    const kind = /^(?:modp|ecp|curve|dh)/.test(word) ? groups : /^(?:prf)?(?:sha|md5)/.test(word) ? hashes : ciphers
    kind.push(WORDS.get(word) ?? word)
  }
  return [ciphers, hashes.length === 0 && groups.length > 0 ? ['null'] : hashes, groups]
}

function combinations(kinds: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first, ...rest] = kinds
  if (first === undefined) return [[]]
  const tails = combinations(rest)
  return (first.length === 0 ? [''] : first).flatMap((word) => tails.map((tail) => [word, ...tail]))
}
