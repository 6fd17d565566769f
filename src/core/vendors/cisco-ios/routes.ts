import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parsePrefix } from '../../address/parse-address.ts'
import type { Span } from '../../text/source-text.ts'
import { parseNetwork } from '../cisco/addresses.ts'
import { type Command, textOf } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { markRead, type Notes, noteInvalid } from './notes.ts'

export interface Route {
  readonly destination: AddressRange
  readonly via: readonly string[]
  /** The table that it is in; `null` for the global one. */
  readonly vrf: string | null
  readonly span: Span
}

/** `ip route [vrf NAME] NETWORK MASK [INTERFACE] [NEXT-HOP]`. */
export function readRoutes(commands: readonly Command[], notes: Notes): Route[] {
  return beginningWith(commands, 'ip route', 'ipv6 route').flatMap((command) => {
    const words = command.words
    if (!/^ip(?:v6)? route \S/i.test(textOf(command)) || command.no) return []
    const six = /^ipv6$/i.test(words[0] ?? '')
    const at = /^vrf$/i.test(words[2] ?? '') ? 4 : 2
    const range = six ? parsePrefix(words[at] ?? '') : parseNetwork(words[at] ?? '', words[at + 1] ?? '')
    if (isProblem(range)) {
      noteInvalid(notes, command, command.span, range.problem, 'Write `ip route NETWORK MASK NEXT-HOP`.')
      return []
    }
    markRead(notes, command)
    const rest = words.slice(at + (six ? 1 : 2))
    // `Tunnel 1` is one name in two words.
    const joined = /^[a-z-]+$/i.test(rest[0] ?? '') && /^\d/.test(rest[1] ?? '') && !/\./.test(rest[1] ?? '')
    const via = joined ? [`${rest[0]}${rest[1]}`, ...rest.slice(2)] : rest
    return [{ destination: range, via, vrf: at === 4 ? (words[3] ?? '') : null, span: command.span }]
  })
}
