import { type AddressRange, isUnspecified } from '../../address/address-range.ts'
import { isProblem, parseAddress, parseAddressText } from '../../address/parse-address.ts'
import type { ReadingProblem } from '../../model/format.ts'
import type { Scope } from '../../model/scope.ts'
import type { Mode } from '../../model/spd-entry.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { icmpPorts, isPortless, parseProtocol } from '../../selectors/protocol.ts'
import type { Clause } from './clauses.ts'
import { clauseOf, type XfrmRecord } from './records.ts'

export const AGAIN = 'Run the command again and paste its whole output.'

/** Collects what is wrong while a record is read. */
export type Report = (clause: Clause, say: string, kind?: ReadingProblem['kind']) => void

/** Reports into a list, with the place of the clause. */
export function reporter(problems: ReadingProblem[]): Report {
  return (clause, say, kind = 'invalid') => {
    problems.push({ kind, span: clause.span, say, instead: AGAIN })
  }
}

/** A number as printed: `375423`, `0x7`, `0xc0b78a0f(3233253903)`; `null` where it is masked or none. */
export function numberIn(text: string | undefined): number | null {
  const written = text?.replace(/[(,].*/s, '') ?? ''
  return /^(?:\d{1,10}|0x[\da-f]{1,8})$/i.test(written) ? Number(written) : null
}

/** A number that a person replaced by a word before pasting: `PRIORITY`, `0xSPISPI`, `***`. */
function isMasked(text: string): boolean {
  return /^(?:0x)?[A-Z*X?]{2,}$/.test(text) || /^<[^<>]*>$/.test(text)
}

/** The number of a clause; one that is neither a number nor masked is reported. */
export function numberOf(clause: Clause | undefined, name: string, report: Report): number | null {
  const text = clause?.values[name]
  if (clause === undefined || text === undefined) return null
  const number = numberIn(text)
  if (number === null && !isMasked(text)) report(clause, `"${text}" is not a number.`)
  return number
}

/** A prefix as the kernel prints it. */
export function prefixOf(clause: Clause, name: 'source' | 'destination', report: Report): AddressRange | undefined {
  const range = parseAddressText(clause.values[name] ?? '')
  if (!isProblem(range)) return range
  report(clause, range.problem)
  return undefined
}

/** An address of a template or an SA; `null` for 0.0.0.0 and ::, which stand for any. */
export function hostOf(clause: Clause, name: 'source' | 'destination', report: Report): AddressRange | null {
  const host = parseAddress(clause.values[name] ?? '')
  if (!isProblem(host)) return isUnspecified(host) ? null : host
  report(clause, host.problem)
  return null
}

/** Protocol and ports of a selector, `source` first. */
interface Service {
  readonly protocol: Interval
  readonly sourcePort: Interval
  readonly destinationPort: Interval
}

const ANY_SERVICE: Service = { protocol: ANY_PROTOCOL, sourcePort: ANY_PORT, destinationPort: ANY_PORT }

/**
 * `proto tcp dport 80`, `proto ipv6-icmp type 135`. iproute2 prints a port without its mask, so a range that was
 * installed as a masked port looks like a single one. `undefined` where a value cannot be.
 */
export function serviceOf(clause: Clause | undefined, report: Report): Service | undefined {
  if (clause === undefined) return ANY_SERVICE
  const { protocol: name = '', sport, dport, type, code, key } = clause.values
  const protocol = parseProtocol(name, false)
  if (protocol === undefined) {
    report(clause, `"${name}" is not a protocol.`)
    return undefined
  }
  const bad = [sport, dport, type, code].find((text) => text !== undefined && !isPort(text))
  if (bad !== undefined) {
    report(clause, `"${bad}" is not a port.`)
    return undefined
  }
  if (key !== undefined)
    report(clause, `Only GRE with the key ${key} is meant; keys are not looked at here.`, 'unsupported')
  if (isPortless(protocol)) {
    const message =
      type === undefined ? ANY_PORT : icmpPorts(Number(type), code === undefined ? undefined : Number(code))
    return { protocol, sourcePort: message, destinationPort: message }
  }
  return { protocol, sourcePort: portOf(sport), destinationPort: portOf(dport) }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= ANY_PORT.to
}

function portOf(text: string | undefined): Interval {
  return text === undefined ? ANY_PORT : { from: Number(text), to: Number(text) }
}

/** `mark 0x10/0xff` and `if_id 0x7` of a record. */
export function scopeOf(record: XfrmRecord): Scope {
  const mark = clauseOf(record, 'mark')
  const [value, mask] = [numberIn(mark?.values['value']), numberIn(mark?.values['mask'])]
  return {
    interfaceId: numberIn(clauseOf(record, 'interfaceId')?.values['id']) ?? 0,
    mark: value === null || mask === null || mask === 0 ? null : { value, mask },
  }
}

/** That of a policy. */
export function directionOf(text: string | undefined): 'out' | 'in' | 'fwd' {
  return text === 'out' || text === 'in' ? text : 'fwd'
}

/** BEET and route optimisation are neither of the two. */
export function modeOf(text: string | undefined): Mode | null {
  return text === 'tunnel' || text === 'transport' ? text : null
}

export function ipsecProtocol(text: string | undefined): 'esp' | 'ah' | 'comp' | null {
  return text === 'esp' || text === 'ah' || text === 'comp' ? text : null
}
