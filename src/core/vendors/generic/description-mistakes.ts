import type * as z from 'zod'
import { vendorIds } from './description-schema.ts'
import { nodeAt, valueUnder, type YamlNode } from './yaml-tree.ts'

/** A mistake in a description: where, what is wrong, and what is allowed. */
export interface Mistake {
  readonly at: YamlNode
  /** What is wrong, as the end of a sentence that begins with the place. */
  readonly what: string
  readonly instead: string
}

const IKE_KEYS = ['encryption', 'integrity', 'group', 'lifetime']
const ESP_KEYS = ['encryption', 'integrity', 'pfs', 'lifetime']
const END_KEYS = [
  'name',
  'vendor',
  'external_address',
  'peer_address',
  'local_networks',
  'remote_site',
  'remote_networks',
  'ike',
  'esp',
  'authentication',
  'psk',
]

/** What each key wants. */
const WANTED: ReadonlyMap<string, string> = new Map([
  ['ends', 'Write `ends:` and below it `A:`, `B:` or both, each with the keys of an end.'],
  ['A', `Write the keys of an end below it: ${END_KEYS.join(', ')}.`],
  ['B', `Write the keys of an end below it: ${END_KEYS.join(', ')}.`],
  ['name', "Write the gateway's name, e.g. `name: ISA-A`."],
  ['vendor', `Allowed are ${vendorIds.join(', ')}.`],
  ['external_address', "Write the gateway's own external address, e.g. `external_address: 203.0.113.1`."],
  ['peer_address', 'Write the address that the tunnel goes to, e.g. `peer_address: 198.51.100.7`.'],
  ['local_networks', 'Write the networks behind this gateway, e.g. `local_networks: [10.1.0.0/24]`.'],
  ['remote_site', 'Write the addresses of the Remote Site, e.g. `remote_site: [10.2.0.0/24]`.'],
  ['remote_networks', 'Write the networks behind the other gateway, e.g. `remote_networks: [10.2.0.0/24]`.'],
  ['ike', `Below it, ${IKE_KEYS.join(', ')} are allowed.`],
  ['esp', `Below it, ${ESP_KEYS.join(', ')} are allowed.`],
  ['authentication', 'Allowed are `pre-shared key` and `certificate`.'],
  ['psk', 'Write a word; it is blanked before anything else sees it.'],
  ['encryption', 'Write a cipher, e.g. DES, 3DES, AES-128, AES-256 or AES-256-GCM.'],
  ['integrity', 'Allowed are MD5, SHA1, SHA256, SHA384, SHA512 and none.'],
  ['group', 'Write the Diffie-Hellman group, e.g. `14`, `modp2048` or `ecp256`.'],
  ['pfs', 'Write `off`, or the Diffie-Hellman group, e.g. `14`.'],
  ['lifetime', 'Write seconds, or a number with s, m, h or d, e.g. `8h`.'],
])

/** What a schema found wrong at `path` of a document and below. */
export function mistakesOf(error: z.ZodError, document: YamlNode, path: readonly string[]): Mistake[] {
  const misspelt = error.issues.some((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0)
  return error.issues.flatMap((issue): Mistake[] => {
    const whole = [...path, ...issue.path]
    const at = nodeAt(document, whole)
    const wanted = instead(whole)
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(at, key, whole))
    const key = whole.at(-1)
    const parent = nodeAt(document, whole.slice(0, -1))
    // Without "ends", what stands in its place is the mistake to be named.
    if (key === 'ends' && misspelt) return []
    if (typeof key === 'string' && parent.kind === 'map' && valueUnder(parent, key) === undefined) {
      return [{ at: parent, what: `the key "${key}" is missing`, instead: wanted }]
    }
    if (issue.code === 'custom') return [{ at, what: issue.message, instead: wanted }]
    return [{ at, what: `${describe(at)} does not fit here`, instead: nearest(at, key) + wanted }]
  })
}

function instead(path: readonly PropertyKey[]): string {
  return WANTED.get(String(path.findLast((step) => typeof step === 'string'))) ?? ''
}

function unknownKey(map: YamlNode, key: string, path: readonly PropertyKey[]): Mistake {
  const entry = map.kind === 'map' ? map.entries.find((candidate) => candidate.key.value === key) : undefined
  const place = path.at(-1)
  const allowed =
    path.length === 0
      ? ['ends']
      : place === 'ends'
        ? ['A', 'B']
        : place === 'ike'
          ? IKE_KEYS
          : place === 'esp'
            ? ESP_KEYS
            : END_KEYS
  return {
    at: entry?.key ?? map,
    what: `the key "${key}" is not known`,
    instead: `${suggestion(key, allowed)}Allowed here: ${allowed.join(', ')}.`,
  }
}

function nearest(at: YamlNode, key: PropertyKey | undefined): string {
  return key === 'vendor' && at.kind === 'scalar' && at.value !== null ? suggestion(at.value, vendorIds) : ''
}

function describe(node: YamlNode): string {
  if (node.kind === 'list') return 'a list'
  if (node.kind === 'map') return 'a group of keys'
  return node.value === null ? 'an empty value' : `"${node.value.slice(0, 60)}"`
}

/** `Did you mean "ends"? ` for a slip of the pen or a beginning, else nothing. */
function suggestion(written: string, allowed: readonly string[]): string {
  const word = plain(written)
  const begun = allowed.filter((candidate) => word.length > 2 && plain(candidate).startsWith(word))
  const close = allowed
    .map((candidate) => ({ candidate, slips: distance(word, plain(candidate)) }))
    .filter(({ slips }) => slips <= Math.min(word.length / 2, 4))
    .toSorted((a, b) => a.slips - b.slips)
  const meant = begun.length > 0 ? begun : close.slice(0, 1).map(({ candidate }) => candidate)
  return meant.length === 0 ? '' : `Did you mean ${meant.map((candidate) => `"${candidate}"`).join(' or ')}? `
}

function plain(word: string): string {
  return word
    .slice(0, 40)
    .toLowerCase()
    .replace(/[\s_-]/g, '')
}

/** How many letters must be changed, added or taken away (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
