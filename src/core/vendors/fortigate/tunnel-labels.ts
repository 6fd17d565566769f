/** The beginnings of those that each tunnel has. */
export const COMMON_LABELS = new Set([
  'bound_if=',
  'proxyid_num=',
  'stat:',
  'dpd:',
  'natt:',
  'SA:',
  'life:',
  'ah=',
  'npu_flag=',
])
/** Those of lines that tell something. */
const TELLING = [
  'name=',
  'name:',
  'version:',
  'addr:',
  'direction:',
  'status:',
  'proxyid=',
  'src:',
  'dst:',
  'dec:',
  'enc:',
]
/** Each label as it is written here, which is quickly compared. */
const LABELS = new Map([...COMMON_LABELS, ...TELLING].map((label) => [label, label]))

const [SPACE, COLON, EQUALS] = [32, 58, 61]
/** Labels are shorter. */
const LONGEST_LABEL = 24

/** `name=`, `src:`, `SA:`: up to the first sign of these two; nothing where the line begins otherwise. */
export function labelOf(text: string): string {
  const end = Math.min(text.length, LONGEST_LABEL)
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === SPACE) break
    if (code === EQUALS || code === COLON) return LABELS.get(text.slice(0, at + 1)) ?? ''
  }
  return ''
}

/** A colon has a blank behind it, an equals sign has not. */
export function isValueBehind(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) === EQUALS || text.charCodeAt(at) === SPACE
}
