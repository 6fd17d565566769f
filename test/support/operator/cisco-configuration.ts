/**
 * A running configuration of IOS or ASA, to which lines of configuration mode are applied as the box would: submodes are
 * entered, `no` takes away, a setting with one value is replaced, lists grow. It knows the commands that a tunnel needs, and
 * refuses any other, so that a remedy cannot pass with a command that does nothing.
 */
export interface Line {
  readonly text: string
  readonly below: Line[]
}

interface Submode {
  readonly enter: RegExp
  /** The words with which its own commands begin. */
  readonly words: string
}

const SUBMODES: readonly Submode[] = [
  { enter: /^crypto map \S+ \d+(?: ipsec-isakmp(?: dynamic \S+)?)?$/, words: 'set match description reverse-route' },
  { enter: /^crypto dynamic-map \S+ \d+$/, words: 'set match description reverse-route' },
  { enter: /^crypto isakmp policy \d+$/, words: 'encr encryption hash authentication group lifetime' },
  { enter: /^crypto ikev1 policy \d+$/, words: 'encryption hash authentication group lifetime' },
  { enter: /^crypto ikev2 policy \S+$/, words: 'proposal match encryption integrity group prf lifetime' },
  { enter: /^crypto ikev2 proposal \S+$/, words: 'encryption integrity group prf' },
  { enter: /^crypto ikev2 keyring \S+$/, words: 'peer' },
  { enter: /^peer \S+$/, words: 'address identity pre-shared-key description' },
  { enter: /^crypto ikev2 profile \S+$/, words: 'match identity authentication keyring lifetime description' },
  { enter: /^crypto isakmp profile \S+$/, words: 'match self-identity keyring description' },
  { enter: /^crypto keyring \S+/, words: 'pre-shared-key description' },
  { enter: /^crypto ipsec transform-set \S+ (?:esp|ah)-/, words: 'mode' },
  { enter: /^crypto ipsec profile \S+$/, words: 'set description' },
  { enter: /^crypto ipsec ikev2 ipsec-proposal \S+$/, words: 'protocol' },
  { enter: /^interface \S+$/, words: 'ip crypto tunnel nameif security-level shutdown description' },
  { enter: /^ip access-list extended \S+$/, words: 'permit deny remark' },
  { enter: /^object-group (?:network|service) \S+/, words: 'network-object service-object group-object description' },
  { enter: /^object (?:network|service) \S+/, words: 'subnet host range service description' },
  {
    enter: /^tunnel-group \S+ (?:ipsec|general)-attributes$/,
    words: 'ikev1 ikev2 isakmp peer-id-validate default-group-policy',
  },
  { enter: /^group-policy \S+ attributes$/, words: 'vpn-tunnel-protocol vpn-filter' },
]

function submodeOf(command: string): Submode | undefined {
  return SUBMODES.find(({ enter }) => enter.test(command))
}

/** What stands once in its mode: the words that name it. A new value takes the place of the old one. */
const SINGLE: readonly RegExp[] = [
  /^(?<name>crypto isakmp key) (?:[06] )?(?:<.+>|\S+) (?<owner>(?:address|hostname) \S+(?: \d\S+)?)/,
  /^(?<name>pre-shared-key) (?<owner>(?:address|hostname) \S+(?: \d\S+)?) key /,
  /^(?<name>crypto isakmp identity) /,
  /^(?<name>crypto ipsec ikev1 transform-set \S+ mode) /,
  /^(?<name>crypto ipsec ikev1 transform-set \S+) esp-/,
  /^(?<name>crypto map \S+ \d+ (?:match address|set (?:pfs|ikev[12] (?:transform-set|ipsec-proposal|mode|phase1-mode)|connection-type|security-association lifetime \w+|trustpoint|reverse-route)))\b/,
  /^(?<name>crypto map \S+ interface) /,
  /^(?<name>tunnel-group \S+ type) /,
  /^(?<name>hostname|(?:ip )?domain[ -]name) /,
  /^(?<name>encr)(?:yption)? /,
  /^(?<name>hash|integrity|prf|group|authentication(?: local)?|mode|match address|description|keyring|identity local|self-identity|aaa|vrf) /,
  /^(?<name>lifetime)(?: seconds)? /,
  /^(?<name>set (?:pfs|transform-set|ikev2-profile|isakmp-profile|security-association lifetime \w+|nat demux))\b/,
  /^(?<name>pre-shared-key(?: local| remote)?) /,
  /^(?<name>ikev1 pre-shared-key|ikev2 (?:local|remote)-authentication(?: pre-shared-key)?|isakmp keepalive|peer-id-validate|vpn-tunnel-protocol|vpn-filter value|default-group-policy) /,
  /^(?<name>ip address|nameif|security-level|crypto map|address|subnet|host|range|protocol esp (?:encryption|integrity)|tunnel (?:source|destination|mode|protection)) /,
]

/** Lists: one more line each time. */
const LISTS: readonly RegExp[] = [
  /^(?:permit|deny|remark) /,
  /^\d+ (?:permit|deny) /,
  /^access-list \S+ (?:line \d+ )?(?:extended |remark )/,
  /^access-list \d+ (?:permit|deny) /,
  /^nat \(/,
  /^(?:ip )?route /,
  /^ip nat inside source /,
  /^set peer /,
  /^crypto map \S+ \d+ set peer /,
  /^match identity (?:remote )?/,
  /^match (?:address|fvrf) local/,
  /^proposal /,
  /^authentication remote /,
  /^(?:network|service|group)-object /,
  /^(?:crypto )?(?:isakmp|ikev1|ikev2) enable \S+$/,
  /^crypto ikev[12] enable \S+$/,
  /^(?:shutdown|set reverse-route|reverse-route)$/,
  /^sysopt connection permit-vpn$/,
]

/** Commands of privileged mode that may stand before and after; they change no configuration. */
const BESIDE =
  /^(?:configure terminal|conf t|end|write(?: memory)?|copy running-config startup-config|clear crypto .*|exit|quit|!.*)?$/

function parseConfiguration(text: string): Line[] {
  const top: Line[] = []
  const open: { indent: number; line: Line }[] = []
  for (const written of text.split('\n')) {
    if (/^(?:\s*!?\s*|end|:.*)$/.test(written)) continue
    const indent = written.length - written.trimStart().length
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop()
    const line = { text: written.trim(), below: [] }
    const above = open.at(-1)?.line.below ?? top
    above.push(line)
    open.push({ indent, line })
  }
  return top
}

function configurationText(lines: readonly Line[], indent = ''): string {
  return lines.map(({ text, below }) => `${indent}${text}\n${configurationText(below, `${indent} `)}`).join('')
}

/** The configuration after the commands of a block; what no such box would take is an error. */
export function configure(text: string, commands: string): string {
  const top = parseConfiguration(text)
  let modes: Line[] = []
  for (const typed of commands.split('\n')) {
    const command = typed.trim()
    if (command === 'exit') modes = modes.slice(0, -1)
    else if (BESIDE.test(command)) modes = []
    else modes = apply(top, modes, command)
  }
  return head(text) + configurationText(top)
}

/** The lines by which the output of a box begins, which are no part of its configuration. */
function head(text: string): string {
  return text.startsWith(': Saved') ? ': Saved\n:\n' : ''
}

/** The modes after a command. One that a submode does not know is tried in those above, as the boxes do. */
function apply(top: Line[], modes: readonly Line[], command: string): Line[] {
  for (let depth = modes.length; depth >= 0; depth--) {
    const mode = modes[depth - 1]
    if (takes(mode?.text ?? '', command)) return applyIn(mode?.below ?? top, modes.slice(0, depth), command)
  }
  throw new Error(`No such box takes "${command}" in "${modes.at(-1)?.text ?? 'configuration mode'}".`)
}

/** Which commands a mode knows: those of configuration mode begin with words of their own. */
function takes(mode: string, command: string): boolean {
  const bare = command.replace(/^(?:no|default) /, '')
  const isGlobal =
    /^(?:crypto|access-list|ip (?:access-list|route|nat|domain)|interface|object|object-group|tunnel-group|group-policy|nat \(|route|hostname|domain-name|sysopt)\b/.test(
      bare,
    ) && !(mode.startsWith('interface') && /^crypto map \S+$/.test(bare))
  if (mode === '') return isGlobal
  const word = bare.replace(/^\d+ (?=permit|deny)/, '').split(' ', 1)[0] ?? ''
  const isNumber = /^ip access-list/.test(mode) && /^\d+$/.test(bare)
  return !isGlobal && (isNumber || (submodeOf(mode)?.words.split(' ').includes(word) ?? false))
}

function applyIn(lines: Line[], modes: Line[], command: string): Line[] {
  const negated = /^(?:no|default) (?<what>.+)$/.exec(command)?.groups?.['what']
  if (negated !== undefined) {
    remove(lines, negated)
    return modes
  }
  const mode = modes.at(-1)?.text ?? ''
  if (submodeOf(command) !== undefined && (mode === '' || command.startsWith('peer ')))
    return [...modes, submode(lines, command)]
  if (LISTS.some((pattern) => pattern.test(command))) {
    insert(lines, command)
    return modes
  }
  const name = nameOf(command)
  if (name === undefined) throw new Error(`"${command}" is not known in "${mode}".`)
  const at = lines.findIndex((line) => nameOf(line.text) === name)
  // "A pre-shared key for address mask 192.0.2.1 255.255.255.255 already exists!"
  if (at >= 0 && / (?:address|hostname) /.test(name)) throw new Error(`There is a key for "${name}" already.`)
  if (at < 0) lines.push({ text: command, below: [] })
  else lines[at] = { text: command, below: lines[at]?.below ?? [] }
  return modes
}

function nameOf(command: string): string | undefined {
  for (const pattern of SINGLE) {
    const { name, owner } = pattern.exec(command)?.groups ?? {}
    if (name !== undefined) return owner === undefined ? name : `${name} ${owner}`
  }
  return undefined
}

/** The submode of that name; a transform set that is entered again takes the new transforms and keeps its mode. */
function submode(lines: Line[], command: string): Line {
  const name = /^crypto (?:map|dynamic-map) \S+ \d+|^crypto ipsec transform-set \S+/.exec(command)?.[0] ?? command
  const at = lines.findIndex(({ text }) => text === name || text.startsWith(`${name} `))
  const old = lines[at]
  const isRedefined = old !== undefined && /^crypto ipsec transform-set/.test(command)
  if (old !== undefined && !isRedefined) return old
  const line = { text: command, below: old?.below ?? [] }
  if (old === undefined) lines.push(line)
  else lines[at] = line
  return line
}

/** Lines of a named ACL are numbered 10, 20, ... unless they say otherwise; `line 2` of an ASA counts from 1. */
function insert(lines: Line[], command: string): void {
  if (lines.some(({ text }) => text === command)) return
  const numbered = /^(?<number>\d+) (?<rule>(?:permit|deny) .+)$/.exec(command)?.groups
  const placed = /^access-list (?<list>\S+) line (?<line>\d+) (?<rule>.+)$/.exec(command)?.groups
  if (numbered !== undefined) {
    const at = lines.findIndex((_, index) => sequenceAt(lines, index) > Number(numbered['number']))
    lines.splice(at < 0 ? lines.length : at, 0, { text: command, below: [] })
  } else if (placed !== undefined) {
    const own = [...lines.keys()].filter((index) => lines[index]?.text.startsWith(`access-list ${placed['list']} `))
    const at = own[Number(placed['line']) - 1] ?? (own.at(-1) ?? lines.length - 1) + 1
    lines.splice(at, 0, { text: `access-list ${placed['list']} ${placed['rule']}`, below: [] })
  } else if (/^nat \(/.test(command)) insertNat(lines, command)
  else lines.push({ text: command, below: [] })
}

function sequenceAt(lines: readonly Line[], index: number): number {
  const own = /^(?<number>\d+) (?:permit|deny) /.exec(lines[index]?.text ?? '')?.groups?.['number']
  if (own !== undefined) return Number(own)
  return index === 0 ? 10 : sequenceAt(lines, index - 1) + 10
}

/** Manual NAT stands before what is `after-auto`; a number says its place among the manual rules, from 1. */
function insertNat(lines: Line[], command: string): void {
  const place = /^nat \(\S+\) (?<place>\d+) /.exec(command)?.groups?.['place']
  const text = command.replace(/^(nat \(\S+\)) \d+ /, '$1 ')
  const manual = [...lines.keys()].filter((index) => /^nat \(\S+\) source/.test(lines[index]?.text ?? ''))
  const automatic = lines.findIndex((line) => line.text.includes(' after-auto '))
  const end = (manual.at(-1) ?? (automatic < 0 ? lines.length : automatic) - 1) + 1
  lines.splice(place === undefined ? end : (manual[Number(place) - 1] ?? end), 0, { text, below: [] })
}

/** `no` with all of a line, or with as much of it as names it; a number alone names a line of an ACL. */
function remove(lines: Line[], what: string): void {
  const at = /^\d+$/.test(what)
    ? [...lines.keys()].filter((index) => sequenceAt(lines, index) === Number(what))
    : [...lines.keys()].filter((index) => isNamedBy(lines[index]?.text ?? '', what))
  if (at.length === 0) throw new Error(`There is no "${what}" to take away.`)
  for (const index of at.toReversed()) lines.splice(index, 1)
}

function isNamedBy(text: string, what: string): boolean {
  // A key is taken away by its owner; the key itself stands in the configuration that a person has.
  const name = nameOf(what)
  if (name !== undefined && / (?:address|hostname) /.test(name)) return nameOf(text) === name
  return text === what || text.startsWith(`${what} `) || text.replace(/^\d+ (?=permit|deny)/, '') === what
}
