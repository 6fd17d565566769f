import { add, type Found, findLine } from './found.ts'

const NAME =
  '[\\w .-]{0,40}(?:psk|secret|passw(?:or)?d|passphrase|shared_?key|pre-?shared-?key|(?:vpn|ike|ipsec|tunnel)_key)[\\w.-]{0,20}'
/** `- name: VPN_PSK` of Kubernetes, `variable "psk" {` of Terraform, `<key>SharedSecret</key>` of Apple. */
export const NAMED = new RegExp(
  `^[\\s>|-]{0,80}["']?name["']?[ \\t]{0,9}[:=][ \\t]{0,9}["']?${NAME}["']?,?[ \\t]*$|\\bvariable[ \\t]+["']${NAME}["'][ \\t]*\\{[ \\t]*$|^[\\s>|]{0,40}<(?:name|key|td|th|dt)>${NAME}</\\w{2,4}>[ \\t]*$`,
  'i',
)
const VALUE =
  /^[\s>|-]{0,80}(?:["']?(?:value|default)["']?[ \t]{0,9}[:=][ \t]{0,9}|<(?:value|string|td|dd)>)(?<value>[^\s<][^<]*)/di
export const KEY = /<(?:\w{1,20}:)?key>(?<value>[^<>\s]{6,1000})<\/(?:\w{1,20}:)?key>(?<rest>.*)$/di
/** What follows a `<key>` of a property list, where the key is a name. */
const PROPERTY = /^\s{0,80}<(?:string|data|integer|real|date|true|false|dict|array)\b/i
const SECRET_PROPERTY = new RegExp(`<key>${NAME}</key>`, 'i')
const PROPERTY_VALUE = /<(?:string|data)>(?<value>[^<]{0,4000})/dg

/** Names and values that stand apart, in one line or two. */
export function findPaired(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  if (NAMED.test(line)) findValue(lines, index, found)
  const key = KEY.exec(line)
  if (key === null) return
  const next = lines[index + 1] ?? ''
  const behind = (key.groups?.['rest'] ?? '').trim()
  if (!PROPERTY.test(behind === '' ? next : behind)) {
    const [from, to] = key.indices?.groups?.['value'] ?? [0, 0]
    add(found, index, from, line.slice(from, to), 'literal')
  } else if (SECRET_PROPERTY.test(line)) {
    findProperty(lines, behind === '' ? index + 1 : index, found)
  }
}

function findValue(lines: readonly string[], index: number, found: Found[]): void {
  for (let below = index + 1; below < Math.min(lines.length, index + 9); below++) {
    const line = lines[below] ?? ''
    if (/^\s*\}/.test(line)) return
    const range = VALUE.exec(line)?.indices?.groups?.['value']
    if (range === undefined) continue
    const written = line.slice(...range).replace(/^["']|["'],?\s*$/g, '')
    add(found, below, line.indexOf(written, range[0]), written, undefined)
    return
  }
}

/** The value of a property, over lines where it is long. */
function findProperty(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  for (const { indices } of line.matchAll(PROPERTY_VALUE)) {
    const [from, to] = indices?.groups?.['value'] ?? [0, 0]
    add(found, index, from, line.slice(from, to), null)
  }
  if (/<\//.test(line.replace(/<\/key>/i, ''))) return
  for (
    let below = index + 1;
    below < Math.min(lines.length, index + 20) && !(lines[below] ?? '').includes('<');
    below++
  ) {
    findLine(lines, below, found, null)
  }
}
