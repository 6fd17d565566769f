import type { ReadingProblem } from '../../model/format.ts'
import type { ConfKey } from '../freeswan/conf-text.ts'

/**
 * `auth=esp` and `auth=ah` are what `phase2` is called in FreeS/WAN and Openswan (their ipsec.conf(5)). Libreswan, where `auth` is a
 * method, loads nothing of such a file (measured with 4.10), so that who has a tunnel by it has an Openswan.
 */
export function fromOpenswan(key: ConfKey, problems: ReadingProblem[]): ConfKey | undefined {
  if (key.name !== 'auth' || !/^(?:esp|ah)$/i.test(key.value)) return undefined
  const written = `auth=${key.value}`
  problems.push({
    kind: 'unsupported',
    span: key.span,
    say: `"${written}" is a word of Openswan, and is taken as Openswan takes it; a Libreswan loads nothing of a file that has it.`,
    instead: `If this gateway is a Libreswan, write "phase2=${key.value.toLowerCase()}" in its place.`,
  })
  return { ...key, name: 'phase2' }
}
