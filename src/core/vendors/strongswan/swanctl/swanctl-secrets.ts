import type { PostQuantumKey, SharedKey } from '../../../model/ike-policy.ts'
import { keyMark, UNKNOWN_SECRET } from '../../../text/secrets/secret-mark.ts'
import { parseIdentity } from '../identities.ts'
import { isKnownIn, SECRET_PREFIXES } from '../known-keys.ts'
import { keyIn, keysIn, type Layers, layersOf, sectionsIn } from '../settings/settings-layers.ts'
import { mark, type Notes, note } from '../settings/settings-notes.ts'
import type { SettingsKey, SettingsSection } from '../settings/settings-tree.ts'

interface Secrets {
  readonly keys: readonly SharedKey[]
  readonly postQuantumKeys: readonly PostQuantumKey[]
}

/**
 * The pre-shared keys of `secrets` (swanctl.conf(5)): its sections whose name begins with `ike`, and with `ppk` for the
 * post-quantum ones. Only marks stand where the keys stood; what is no mark cannot be compared, and is not passed on.
 */
export function readSecrets(section: SettingsSection, notes: Notes): Secrets {
  const layers = layersOf(section, notes.root)
  mark(notes, layers, () => undefined)
  const keys: SharedKey[] = []
  const postQuantumKeys: PostQuantumKey[] = []
  for (const [name, inner] of sectionsIn(layers, notes.root)) {
    const prefix = SECRET_PREFIXES.find((each) => name.startsWith(each))
    if (prefix === undefined) {
      unknownKind(name, inner, notes)
      continue
    }
    const role = prefix === 'ike' || prefix === 'ppk' ? 'read' : 'irrelevant'
    mark(notes, inner, (key) => (isKnownIn('secrets', key.name) ? role : undefined))
    if (role !== 'read') continue
    const found = keyOf(name, inner, notes)
    if (found === null) continue
    const { ids, ...key } = found
    if (prefix === 'ike') keys.push({ ...key, owners: ids.map(parseIdentity) })
    else postQuantumKeys.push({ ...key, ids, owners: [] })
  }
  return { keys, postQuantumKeys }
}

function unknownKind(name: string, layers: Layers, notes: Notes) {
  const span = layers[0]?.span ?? notes.root.span
  const say = `strongSwan ignores the secret "${name}", whose name begins with none of ${SECRET_PREFIXES.join(', ')}.`
  note(notes, { kind: 'invalid', span, say, instead: 'Let the name of a pre-shared key begin with "ike".' })
}

function keyOf(name: string, layers: Layers, notes: Notes) {
  const secret = keyIn(layers, 'secret')
  if (secret === undefined) {
    const span = layers[0]?.span ?? notes.root.span
    const say = `The secret "${name}" has no value, so that strongSwan ignores it.`
    note(notes, { kind: 'invalid', span, say, instead: 'Write "secret = ..." in it.' })
    return null
  }
  const ids = keysIn(layers).flatMap((key) => (key.name.startsWith('id') ? [key.value ?? ''] : []))
  notes.effort += ids.length
  return { mark: markOf(secret, notes), span: secret.span, ids }
}

/** Measured with strongSwan 5.9.8: only double quotes are left out; a key in single ones is another than that without. */
function markOf({ value, span }: SettingsKey, notes: Notes): string {
  const text = value ?? ''
  if (!/^'‹secret \d+›'$/.test(text)) return keyMark(text) ?? UNKNOWN_SECRET
  const say = 'strongSwan takes single quotes for a part of the key.'
  note(notes, { kind: 'unsupported', span, say, instead: 'Write the key in double quotes, or without any.' })
  return text
}
