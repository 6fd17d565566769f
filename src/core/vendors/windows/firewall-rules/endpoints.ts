import { type AddressRange, wholeFamily } from '../../../address/address-range.ts'
import { isProblem, parseAddressText } from '../../../address/parse-address.ts'
import type { SelectorTemplate } from '../../../model/ike-policy.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../../selectors/interval.ts'
import { parseProtocol } from '../../../selectors/protocol.ts'
import { isAny, listed, type RuleField } from './rule-fields.ts'

/** Why a part of a list is left out. */
export interface LeftOut {
  readonly kind: 'invalid' | 'unsupported'
  readonly field: RuleField
  readonly say: string
}

interface Read<T> {
  readonly read: readonly T[]
  readonly leftOut: readonly LeftOut[]
}

/** Groups of computers that Windows works out as it goes (Microsoft, Netsh AdvFirewall Consec Commands). */
const KEYWORDS = /^(?:localsubnet|dns|dhcp|wins|defaultgateway)\d?$/i

/** `10.1.0.0/24,10.9.0.1-10.9.0.9,192.0.2.0/255.255.255.0`, or `Any`. */
export function readEndpoint(field: RuleField | undefined, family: 'ipv4' | 'ipv6'): Read<AddressRange> {
  if (field === undefined || isAny(field.text)) return { read: [wholeFamily(family)], leftOut: [] }
  const read: AddressRange[] = []
  const leftOut: LeftOut[] = []
  for (const item of listed(field)) {
    const range = KEYWORDS.test(item.text) ? null : parseAddressText(item.text)
    if (range !== null && !isProblem(range)) read.push(range)
    else leftOut.push(whyNot(item, range?.problem))
  }
  return { read, leftOut }
}

function whyNot(item: RuleField, problem: string | undefined): LeftOut {
  if (problem !== undefined) return { kind: 'invalid', field: item, say: problem }
  const say = `"${item.text}" stands for addresses that the rule does not tell, so that it is left out.`
  return { kind: 'unsupported', field: item, say }
}

/** The ports of one side, `any`, `80` or `80,443,5000-5010`; a list is as many selectors. */
export function readPorts(field: RuleField | undefined): Read<Interval> {
  if (field === undefined || isAny(field.text)) return { read: [ANY_PORT], leftOut: [] }
  const read: Interval[] = []
  const leftOut: LeftOut[] = []
  for (const item of listed(field)) {
    const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(item.text) ?? []
    const [from, to] = [Number(first), Number(last)]
    if (first !== '' && from <= to && to <= 65_535) read.push({ from, to })
    else leftOut.push({ kind: 'invalid', field: item, say: `"${item.text}" is no port and no range of ports.` })
  }
  return { read, leftOut }
}

/** `any`, `tcp`, `icmpv4`, or a number; 0 is a protocol of its own. */
export function readProtocol(field: RuleField | undefined): Read<Interval> {
  if (field === undefined || isAny(field.text)) return { read: [ANY_PROTOCOL], leftOut: [] }
  const protocol = parseProtocol(field.text.replace(/^icmpv4$/i, 'icmp'), false)
  if (protocol !== undefined) return { read: [protocol], leftOut: [] }
  return { read: [], leftOut: [{ kind: 'invalid', field, say: `"${field.text}" is no protocol.` }] }
}

/** Each network of a side with each of its ports. */
export function templatesOf(
  ranges: readonly AddressRange[],
  ports: readonly Interval[],
  protocol: Interval,
  field: RuleField | undefined,
): SelectorTemplate[] {
  return ranges.flatMap((addresses) =>
    ports.map((each): SelectorTemplate => ({ addresses, protocol, ports: each, span: field?.span ?? null })),
  )
}
