/**
 * The encoding of vici messages (strongSwan, src/libcharon/plugins/vici/README.md): sections, key/value pairs and
 * lists, each with a type byte. The lab only reads answers, and sends requests without arguments.
 */
export interface ViciSection {
  readonly [key: string]: ViciValue
}
export type ViciValue = string | readonly string[] | ViciSection

const SECTION_START = 1
const SECTION_END = 2
const KEY_VALUE = 3
const LIST_START = 4
const LIST_ITEM = 5
const LIST_END = 6

/** Reads one message; throws on a byte that no vici message holds. */
export function decodeViciMessage(bytes: Buffer): ViciSection {
  let at = 0

  function shortText(): string {
    const length = bytes.readUInt8(at)
    at += 1 + length
    return bytes.toString('utf8', at - length, at)
  }
  function longText(): string {
    const length = bytes.readUInt16BE(at)
    at += 2 + length
    return bytes.toString('utf8', at - length, at)
  }
  function list(): readonly string[] {
    const items: string[] = []
    while (bytes.readUInt8(at++) === LIST_ITEM) items.push(longText())
    if (bytes[at - 1] !== LIST_END) throw new Error(`vici: type ${bytes[at - 1]} in a list`)
    return items
  }
  function section(): ViciSection {
    const entries: [string, ViciValue][] = []
    while (at < bytes.length) {
      const type = bytes.readUInt8(at++)
      if (type === SECTION_END) break
      const key = shortText()
      if (type === SECTION_START) entries.push([key, section()])
      else if (type === KEY_VALUE) entries.push([key, longText()])
      else if (type === LIST_START) entries.push([key, list()])
      else throw new Error(`vici: type ${type} in a section`)
    }
    return Object.fromEntries(entries)
  }
  return section()
}

export function textAt(section: ViciSection, key: string): string | null {
  const value = section[key]
  return typeof value === 'string' ? value : null
}

export function listAt(section: ViciSection, key: string): readonly string[] {
  const value = section[key]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** The sections directly inside a section, with their names. */
export function sectionsIn(section: ViciSection): readonly (readonly [string, ViciSection])[] {
  const found: (readonly [string, ViciSection])[] = []
  for (const [key, value] of Object.entries(section)) if (isSection(value)) found.push([key, value])
  return found
}

export function sectionAt(section: ViciSection, key: string): ViciSection {
  const value = section[key]
  return value !== undefined && isSection(value) ? value : {}
}

function isSection(value: ViciValue): value is ViciSection {
  return typeof value === 'object' && !Array.isArray(value)
}
