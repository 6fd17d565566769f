import { equalRanges, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { entriesWithBox } from '../../model/entries-with-boxes.ts'
import { entryById, entryName } from '../../model/entry-by-id.ts'
import type { EntryDirection, SpdEntry } from '../../model/spd-entry.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'
import { type Box, mirrorBox } from '../../selectors/box.ts'
import { betweenWords } from '../box-words.ts'
import type { EntryKind } from '../setting-steps.ts'
import { addFilter, deleteFilter, type FilterCommand } from './filter-commands.ts'
import { quotable } from './netsh-names.ts'
import { type NamedRule, namesAmong, type Way, type WayNames } from './rule-names.ts'

/** Steps for filters, in the names of lists and of these rules. */
export function filterSteps(rules: readonly NamedRule[], step: StepMaker = byNetsh): Pick<Dialect, EntryKind> {
  const namesOf = namesAmong(rules)
  return {
    cover: ({ box, mode }, before) =>
      mode === 'transport'
        ? inTransport(before, namesOf(before), step, box)
        : added(before, namesOf(before), step, WAYS, box, `add a filter for ${betweenWords(box)}`),
    'add-direction': ({ entry, direction, box, turns }, before) => {
      const turned = turns === undefined ? undefined : ruleOf(entryById(before.spd, turns), rules)
      if (turned !== undefined) return redirected(before, turned, namesOf(before).in, step)
      const way = direction === 'in' ? 'in' : 'out'
      const what = `add the ${way}bound counterpart of ${entryName(before.spd, entry)}`
      return added(before, namesOf(before), step, [way], box, what)
    },
    replace: ({ from, to }, before) => {
      const own = entriesWithBox(before.spd, from)
      const ways = WAYS.filter((way) => own.length === 0 || own.some(({ direction }) => goes(direction, way)))
      const lists = new Map(ways.map((way) => [way, listOf(own, way) ?? namesOf(before)[way].list] as const))
      const run = [
        ...removals(own, lists, from),
        ...ways.map((way) => inList(addFilter, lists.get(way), way, to)),
      ].join('\n')
      const where = ways.map((way) => listWords(lists.get(way), way)).join(' and ')
      return step(
        before,
        `replace the filters for ${betweenWords(from)} by filters for ${betweenWords(to)}, in ${where}.`,
        run,
      )
    },
    remove: ({ entry, box }, before) =>
      step(
        before,
        `delete the filter ${entryName(before.spd, entry)} (${betweenWords(box)}).`,
        removal(entryById(before.spd, entry), box),
      ),
    retarget: ({ from, to }, before) => {
      const { rule, policy } = namesOf(before).out
      const which = rule === undefined ? 'the outbound rule' : `the rule "${rule}"`
      return step(
        before,
        `set the tunnel destination of ${which} from ${formatHost(from)} to ${formatHost(to)}.`,
        `netsh ipsec static set rule name="${rule ?? '<outbound rule>'}" policy="${policy ?? '<policy>'}" tunnel=${formatHost(to)}`,
      )
    },
    unmirror: ({ entry, box }, before) =>
      step(
        before,
        `replace the mirrored filter ${entryName(before.spd, entry)} by two that are not mirrored, one for each tunnel rule.`,
        [
          removal(entryById(before.spd, entry), box),
          ...WAYS.map((way) => inList(addFilter, namesOf(before)[way].list, way, box)),
        ].join('\n'),
      ),
  }
}

/** The rule that an entry comes from. */
function ruleOf(entry: SpdEntry | undefined, rules: readonly NamedRule[]): NamedRule | undefined {
  const end = entry?.tunnel.destination
  if (entry?.list === undefined || end == null) return undefined
  return rules.find(({ list, tunnel }) => list === entry.list && tunnel !== null && equalRanges(tunnel, end))
}

/** The rule has the inbound filters, and goes to another address. */
function redirected(end: Endpoint, rule: NamedRule, { tunnel }: WayNames, step: StepMaker): readonly DialectStep[] {
  const [name, policy] = [quotable(rule.name) ?? '<inbound rule>', quotable(rule.policy) ?? '<policy>']
  const host = tunnel === undefined ? '<own address>' : formatHost(tunnel)
  return step(
    end,
    `set the tunnel endpoint of the rule "${name}" to ${host}: what comes in ends at the own address.`,
    `netsh ipsec static set rule name="${name}" policy="${policy}" tunnel=${host}`,
  )
}

const WAYS = ['out', 'in'] as const

type StepMaker = (end: Endpoint, what: string, run: string) => readonly DialectStep[]

function byNetsh(end: Endpoint, what: string, run: string): readonly DialectStep[] {
  return [{ say: withUnnamed(`On ${end.name}, ${what}`, run), run }]
}

/** Windows 2000 has no `netsh ipsec`. */
export function inConsole(end: Endpoint, what: string): readonly DialectStep[] {
  return [{ say: `On ${end.name}, in the console IP Security Policy Management, ${what}`, run: null }]
}

type Names = Readonly<Record<Way, WayNames>>

/** Filters in the lists of the tunnel rules; a rule that is missing is made, with a list of its own. */
function added(
  end: Endpoint,
  names: Names,
  step: StepMaker,
  ways: readonly Way[],
  box: Box,
  what: string,
): readonly DialectStep[] {
  const lists = ways.map((way) => ({ way, list: names[way].fresh ?? names[way].list }))
  const run = lists.map(({ way, list }) => inList(addFilter, list, way, box)).join('\n')
  const [first, second] = lists.map(({ way, list }) => listWords(list, way))
  const back = second === undefined ? '' : `, and one for the way back to ${second}`
  const filters = step(end, `${what} to ${first}${back}. Tunnel filters are not mirrored.`, run)
  const made = ways.flatMap((way) => newRule(names[way]))
  if (made.length === 0) return filters
  return [...newLists(end, step, made), ...filters, ...newRules(end, step, made)]
}

interface NewRule {
  readonly name: string
  readonly words: string
  readonly run: string
}

/** Without a word of how to authenticate, netsh takes Kerberos (Microsoft, "Netsh commands for IPsec", add rule). */
function newRule({ fresh: name, policy = '<policy>', filterAction = '<filter action>', tunnel }: WayNames): NewRule[] {
  if (name === null) return []
  const host = tunnel === undefined ? '<own address>' : formatHost(tunnel)
  return [
    {
      name,
      words: `"${name}" with the tunnel endpoint ${host}`,
      run: `netsh ipsec static add rule name="${name}" policy="${policy}" filterlist="${name}" filteraction="${filterAction}" tunnel=${host} psk="<key>"`,
    },
  ]
}

function newLists(end: Endpoint, step: StepMaker, made: readonly NewRule[]): readonly DialectStep[] {
  return step(
    end,
    `make the filter ${made.length === 1 ? 'list' : 'lists'} ${made.map(({ name }) => `"${name}"`).join(' and ')}.`,
    made.map(({ name }) => `netsh ipsec static add filterlist name="${name}"`).join('\n'),
  )
}

function newRules(end: Endpoint, step: StepMaker, made: readonly NewRule[]): readonly DialectStep[] {
  return step(
    end,
    `make the ${made.length === 1 ? 'rule' : 'rules'} ${made.map(({ words }) => words).join(' and ')}, with the authentication of the tunnel.`,
    made.map(({ run }) => run).join('\n'),
  )
}

/** One mirrored filter, and one rule without a tunnel endpoint, are for both ways. */
function inTransport(end: Endpoint, { out }: Names, step: StepMaker, box: Box): readonly DialectStep[] {
  const { policy = '<policy>', filterAction = '<filter action>', transport: name } = out
  return step(
    end,
    `make the filter list "${name}" with a mirrored filter for ${betweenWords(box)}, and the rule "${name}" for it, without a tunnel endpoint.`,
    [
      `netsh ipsec static add filterlist name="${name}"`,
      addFilter(name, box, true),
      `netsh ipsec static add rule name="${name}" policy="${policy}" filterlist="${name}" filteraction="${filterAction}" psk="<key>"`,
    ].join('\n'),
  )
}

/** What to put in the place of what the texts do not name. */
function withUnnamed(say: string, run: string): string {
  const found = PLACEHOLDERS.flatMap(([placeholder, what]) =>
    run.includes(placeholder) ? [`${placeholder} ${what}`] : [],
  )
  return found.length === 0 ? say : `${say} What stands in angle brackets no text tells: ${found.join(', ')}.`
}

const PLACEHOLDERS: readonly (readonly [placeholder: string, what: string])[] = [
  ['<outbound list>', 'is the filter list of the rule with the peer as its tunnel endpoint'],
  ['<inbound list>', 'that of the rule with the own address (`netsh ipsec static show all` names both)'],
  ['<its filter list>', 'is the filter list that has this filter (`netsh ipsec static show all` names it)'],
  ['<outbound rule>', 'is the rule with the peer as its tunnel endpoint'],
  ['<inbound rule>', 'is the rule that has the inbound filters'],
  ['<policy>', 'is the policy that is assigned (`netsh ipsec static show policy all`)'],
  ['<filter action>', 'is one that negotiates security (`netsh ipsec static show filteraction all`)'],
  ['<own address>', 'is the external address of this gateway'],
  ['<key>', 'is the preshared key of the tunnel (with a certificate, rootca= stands in the place of psk=)'],
]

function goes(direction: EntryDirection, way: Way): boolean {
  return direction === way || direction === 'both'
}

/** The list that has the filter of this way. */
function listOf(own: readonly SpdEntry[], way: Way): string | undefined {
  return quotable(own.find(({ direction }) => goes(direction, way))?.list)
}

function listWords(list: string | undefined, way: Way): string {
  return list === undefined ? `the filter list of the ${way}bound tunnel rule` : `the filter list "${list}"`
}

/** A command for the filter of a box that goes this way. */
function inList(command: FilterCommand, list: string | undefined, way: Way, box: Box): string {
  return command(list ?? `<${way}bound list>`, way === 'out' ? box : mirrorBox(box))
}

/** The commands that delete the filters of a box: one for a filter that is mirrored, else one for each way. */
function removals(own: readonly SpdEntry[], lists: ReadonlyMap<Way, string | undefined>, box: Box): string[] {
  const mirrored = own.filter(({ direction }) => direction === 'both')
  if (mirrored.length > 0) return mirrored.map((entry) => removal(entry, box))
  return [...lists].map(([way, list]) => inList(deleteFilter, list, way, box))
}

function removal(entry: SpdEntry | undefined, box: Box): string {
  const list = quotable(entry?.list) ?? '<its filter list>'
  return deleteFilter(list, entry?.direction === 'in' ? mirrorBox(box) : box, entry?.direction === 'both')
}
