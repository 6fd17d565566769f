import type { ReadingProblem } from '../../model/format.ts'
import type { LineRoles } from '../../model/line-roles.ts'
import type { ConfKey, ConfText } from '../freeswan/conf-text.ts'
import { isLater } from './known-keys.ts'

/**
 * Keys of Openswan and of Libreswan before version 4 (their ipsec.conf(5)) that say nothing of a negotiation. Libreswan 4.10 loads
 * nothing of a file that has one of them (measured), so that who has a tunnel by it has an older one.
 */
const OLDER: { readonly [kind: string]: ReadonlySet<string> } = {
  config: words(`disable_port_floating force_busy force_keepalive forwardcontrol fragicmp hidetos keep_alive klipsdebug
    manualstart nat_traversal nocrsend oe overridemtu packetdefault perpeerlog perpeerlogdir pluto plutobackgroundload
    plutofork plutoload plutoopts plutorestartoncrash plutostart plutowait postpluto prepluto rp_filter`),
  conn: words(`disablearrivalcheck ike_frag initial_contact labeled_ipsec loopback modecfgwins1 modecfgwins2 nm_configured
    sareftrack`),
}

/** Those that are written otherwise today. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['cisco_unity', 'cisco-unity'],
  ['policy_label', 'policy-label'],
  ['sha2_truncbug', 'sha2-truncbug'],
])

/** Those that Libreswan has had since version 4 alone. */
const NEWER = words('enable-tcp ikev1-policy ipsec-interface listen-tcp')

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}

const NAMED = 4

/** The text as a Libreswan of today would have it, and whether it is of an older one. */
export function fromOpenswan(
  { sections, ...conf }: ConfText,
  roles: LineRoles,
  problems: ReadingProblem[],
): ConfText & { readonly older: boolean } {
  const found: ConfKey[] = []
  const newer = sections.some(({ keys }) => keys.some(({ name, value }) => NEWER.has(name) || isLater(name, value)))
  const today = sections.map((section) => ({
    ...section,
    keys: section.keys.flatMap((key) => {
      const isOlder = !newer && OLDER[section.kind]?.has(key.name) === true
      const name = newer || section.kind !== 'conn' ? undefined : RENAMED.get(key.name)
      if (isOlder || name !== undefined) found.push(key)
      if (isOlder) roles.set(key.line.number, 'irrelevant')
      return isOlder ? [] : [name === undefined ? (phase2Of(key, section.kind, problems) ?? key) : { ...key, name }]
    }),
  }))
  const [first] = found
  if (first !== undefined) {
    const names = [...new Set(found.map(({ name }) => `"${name}"`))]
    const some = names.length > NAMED ? [...names.slice(0, NAMED), '...'] : names
    problems.push({
      kind: 'unsupported',
      span: first.span,
      say: `The file has words of Openswan and of Libreswan before version 4, and is taken as these take it: ${some.join(', ')}. A newer Libreswan loads nothing of a file that has one of them.`,
      instead: 'If this gateway is a newer Libreswan, delete these lines, or write them as it has them.',
    })
  }
  return { ...conf, sections: today, older: first !== undefined }
}

/**
 * `auth=esp` and `auth=ah` are what `phase2` is called in FreeS/WAN and Openswan (their ipsec.conf(5)). Libreswan, where `auth` is a
 * method, loads nothing of such a file (measured with 4.10), so that who has a tunnel by it has an Openswan.
 */
function phase2Of(key: ConfKey, kind: string, problems: ReadingProblem[]): ConfKey | undefined {
  if (kind !== 'conn' || key.name !== 'auth' || !/^(?:esp|ah)$/i.test(key.value)) return undefined
  const written = `auth=${key.value}`
  problems.push({
    kind: 'unsupported',
    span: key.span,
    say: `"${written}" is a word of Openswan, and is taken as Openswan takes it; a Libreswan loads nothing of a file that has it.`,
    instead: `If this gateway is a Libreswan, write "phase2=${key.value.toLowerCase()}" in its place.`,
  })
  return { ...key, name: 'phase2' }
}
