import { type Change, NEW_KEY } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { isSameLine, type Span } from '../../text/source-text.ts'
import { commandBlock } from './commands.ts'
import { type ConfigNode, nodesAt, valueAt } from './config-tree.ts'
import { type DialectSource, isSwanctl, nameOf, peerOf, peerPath } from './dialect-targets.ts'
import { identityWord, quoted } from './words.ts'

/** A key in the place of another, or one more; before 1.4 it stands with its peer. */
export function newKey(source: DialectSource, end: Endpoint, { replaces, owners }: Change<'new-key'>): DialectStep[] {
  if (!isSwanctl(source)) {
    const path = peerPath(replaces === null ? peerOf(source, end, null) : ofPeer(source, replaces))
    return [secretStep(end, `${path} authentication pre-shared-secret`)]
  }
  const known = replaces === null ? undefined : keyAt(source, replaces)
  if (known !== undefined) return [secretStep(end, `${pathOf(known.text)} secret`)]
  const name = freeName(source, nameOf(peerOf(source, end, null)))
  const ids = owners.map((owner) => `set ${pathOf(name)} id ${identityWord(owner)}`)
  const lines = [...ids, `set ${pathOf(name)} secret '${NEW_KEY}'`]
  return [{ say: `On ${end.name}, add the key "${name}": ${lines.join(', ')}.`, run: commandBlock(lines) }]
}

function secretStep(end: Endpoint, path: string): DialectStep {
  const line = `set ${path} '${NEW_KEY}'`
  return { say: `On ${end.name}, set the pre-shared key to ${NEW_KEY} (${path}).`, run: commandBlock([line]) }
}

/** Lets a key be for other identities. */
export function keyOwners(source: DialectSource, end: Endpoint, { key, owners }: Change<'key-owners'>): DialectStep[] {
  const node = keyAt(source, key)
  const path = pathOf(node?.text ?? '<the key>')
  const known = nodesAt(node, 'id').map(({ text }) => text)
  const wanted = owners.map(identityWord)
  const lines = [
    ...known.filter((word) => !wanted.includes(quoted(word))).map((word) => `delete ${path} id ${quoted(word)}`),
    ...wanted.filter((word) => !known.map(quoted).includes(word)).map((word) => `set ${path} id ${word}`),
  ]
  const whose = owners.length === 0 ? 'everybody' : wanted.join(' and ')
  return [
    {
      say: `On ${end.name}, let the key "${node?.text ?? ''}" be for ${whose}: ${lines.join(', ')}.`,
      run: commandBlock(lines),
    },
  ]
}

function pathOf(name: string): string {
  return `vpn ipsec authentication psk ${quoted(name)}`
}

function keyAt({ config }: DialectSource, span: Span): ConfigNode | undefined {
  return nodesAt(config?.ipsec, 'authentication', 'psk').find((node) => {
    const secret = valueAt(node, 'secret')
    return secret !== undefined && isSameLine(secret.span, span)
  })
}

function ofPeer({ peers }: DialectSource, span: Span) {
  return peers.find(({ node }) => {
    const secret = valueAt(node, 'authentication', 'pre-shared-secret')
    return secret !== undefined && isSameLine(secret.span, span)
  })
}

function freeName({ config }: DialectSource, stem: string): string {
  const used = new Set(nodesAt(config?.ipsec, 'authentication', 'psk').map(({ text }) => text))
  let name = stem
  for (let number = 2; used.has(name); number += 1) name = `${stem}-${number}`
  return name
}
