import type { SourceLine } from '../../../text/source-text.ts'
import { flow, placeOf } from '../../flowing-text.ts'
import type { RuleField } from './rule-fields.ts'

/** What a word, a variable, a list or a command of PowerShell stands for. */
export interface ShellValue {
  readonly texts: readonly RuleField[]
  readonly objects: readonly ShellObject[]
}

/** What a command makes, by its parameters; those of a hash table have no command. */
export interface ShellObject {
  /** In lower case. */
  readonly command: string
  readonly place: RuleField
  /** By their names in lower case; a switch has no value. */
  readonly parameters: ReadonlyMap<string, ShellValue>
}

/** Statements among the lines of a block, each over as many lines as it takes. */
export interface ShellStatement {
  readonly lines: readonly SourceLine[]
}

const PROMPT = String.raw`(?:\[[\w.-]{1,64}\]:[ \t]?)?PS(?:[ \t][A-Z]:\\[^<>|&\n]{0,200})?(?:>|&gt;)[ \t]{0,9}`
const BEGINS = new RegExp(
  String.raw`^[ \t]{0,40}(?:${PROMPT})?(?:\$[\w:]{1,60}[ \t]{0,20}=|(?:New|Set|Enable|Disable|Remove|Rename|Get)-Net\w{1,40}(?!\w))`,
  'i',
)
const CONTINUED = /(?:`|,|\||\(|\{|=)[ \t]*$/
/** A cmdlet of the rules; a script has one at least. */
export const CMDLET =
  /\b(?:New|Set|Enable|Disable|Remove)-NetIPsec(?:Rule|MainMode\w{1,20}|QuickMode\w{1,20}|Phase[12]AuthSet|AuthProposal)\b/i
const MOST_LINES = 200

/** A variable that is set, or a cmdlet: what stands above a rule may be of its script. */
export function beginsStatement(text: string): boolean {
  return BEGINS.test(text)
}

/** The statements among lines, and the lines that are of none. */
export function statementsIn(lines: readonly SourceLine[]): {
  readonly statements: readonly ShellStatement[]
  readonly others: readonly SourceLine[]
} {
  if (!lines.some(({ text }) => CMDLET.test(text))) return { statements: [], others: lines }
  const statements: ShellStatement[] = []
  const others: SourceLine[] = []
  let at = 0
  for (let line = lines[at]; line !== undefined; line = lines[at]) {
    at += 1
    if (!beginsStatement(line.text)) {
      others.push(line)
      continue
    }
    const own = [line]
    let open = depthOf(line.text)
    for (let next = lines[at]; next !== undefined && own.length < MOST_LINES; next = lines[at]) {
      const goesOn = CONTINUED.test(own.at(-1)?.text ?? '')
      // A closing bracket may have been blanked with the key in front of it.
      if (!goesOn && (open <= 0 || (beginsStatement(next.text) && !/^\s/.test(next.text)))) break
      own.push(next)
      open += depthOf(next.text)
      at += 1
    }
    statements.push({ lines: own })
  }
  return { statements, others }
}

/** How many brackets are opened and not closed in a line. */
function depthOf(text: string): number {
  const bare = text.replace(/"[^"\n]*"|'[^'\n]*'|#.*/g, '')
  return (bare.match(/[({]/g) ?? []).length - (bare.match(/[)}]/g) ?? []).length
}

const TOKEN = new RegExp(
  [
    String.raw`(?<blank>(?:[ \t\n]|\`(?=[ \t]*\n|[ \t]*$))+|#[^\n]*)`,
    String.raw`"(?<double>[^"\n]*)"`,
    String.raw`'(?<single>[^'\n]*)'`,
    String.raw`(?<mark>‹secret [\d?]{1,9}›)`,
    String.raw`\$(?<variable>[\w:]{1,60})(?:\.\w{1,60})*`,
    String.raw`[-–](?<parameter>[A-Za-z]\w{0,60}):?`,
    '(?<punctuation>@[({]|[(){},=;|])',
    String.raw`@(?<splat>\w{1,60})`,
    String.raw`(?<word>[^\s"'$(){},=;|‹]+|.)`,
  ].join('|'),
  'dy',
)

interface Token {
  readonly kind: 'text' | 'variable' | 'parameter' | 'splat' | 'word' | 'punctuation'
  readonly field: RuleField
}

/** The tokens of a statement, without its prompt. */
function tokensOf({ lines }: ShellStatement): Token[] {
  const flowing = flow(lines)
  const { text } = flowing
  const tokens: Token[] = []
  TOKEN.lastIndex = new RegExp(`^[ \\t]{0,40}${PROMPT}`).exec(text)?.[0].length ?? 0
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const found = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)
    if (found === undefined || found[0] === 'blank') continue
    const [name, value = ''] = found
    const [from, to] = match.indices?.groups?.[name] ?? [0, 0]
    const span = placeOf(flowing, { from, to })
    tokens.push({ kind: KINDS.get(name) ?? 'word', field: { text: value, span } })
  }
  return tokens
}

const KINDS: ReadonlyMap<string, Token['kind']> = new Map([
  ['double', 'text'],
  ['single', 'text'],
  ['mark', 'text'],
  ['variable', 'variable'],
  ['parameter', 'parameter'],
  ['splat', 'splat'],
  ['punctuation', 'punctuation'],
  ['word', 'word'],
])

const NOTHING: ShellValue = { texts: [], objects: [] }
const VERB = /^[A-Za-z]{2,20}-[A-Za-z]\w{1,60}$/
/** Brackets that stand deeper are not looked into. */
const DEEPEST = 20

/** More of one value is not looked at: a variable may be made of itself, and grow without end. */
const MOST_PARTS = 10_000

/** A value that is put together. */
class Parts implements ShellValue {
  readonly texts: RuleField[] = []
  readonly objects: ShellObject[] = []

  add({ texts, objects }: ShellValue): void {
    for (const text of texts) if (this.texts.length < MOST_PARTS) this.texts.push(text)
    for (const object of objects) if (this.objects.length < MOST_PARTS) this.objects.push(object)
  }
}

/** Runs statements one after the other, and gives each object that a command makes to who asked for it. */
export class Shell {
  /** The marks of keys that variables hold, each once. */
  readonly keys = new Map<string, RuleField>()
  readonly #variables = new Map<string, ShellValue>()
  readonly #made: (object: ShellObject) => void
  #tokens: readonly Token[] = []
  #at = 0
  #depth = 0

  constructor(made: (object: ShellObject) => void) {
    this.#made = made
  }

  run(statement: ShellStatement): void {
    this.#tokens = tokensOf(statement)
    this.#at = 0
    const [first, second] = this.#tokens
    if (first?.kind === 'variable' && second?.field.text === '=') {
      this.#at = 2
      const value = this.#list()
      this.#variables.set(first.field.text.toLowerCase(), value)
      const [text] = value.texts
      if (text !== undefined && /^‹secret \d+›$/.test(text.text)) this.keys.set(text.text, text)
    } else this.#list()
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #isPunctuation(text: string): boolean {
    const token = this.#peek()
    return token?.kind === 'punctuation' && token.field.text === text
  }

  /** `a, b, c` */
  #list(): ShellValue {
    if (this.#depth >= DEEPEST) {
      this.#at += 1
      return NOTHING
    }
    this.#depth += 1
    const parts = new Parts()
    parts.add(this.#one())
    while (this.#isPunctuation(',')) {
      this.#at += 1
      parts.add(this.#one())
    }
    this.#depth -= 1
    return parts
  }

  #one(): ShellValue {
    const token = this.#peek()
    if (token === undefined) return NOTHING
    this.#at += 1
    const { kind, field } = token
    if (kind === 'variable') return this.#variables.get(field.text.toLowerCase()) ?? NOTHING
    if (kind === 'text') return { texts: [field], objects: [] }
    if (kind === 'word') return VERB.test(field.text) ? this.#command(field) : { texts: [field], objects: [] }
    if (field.text === '(' || field.text === '@(') return this.#inBrackets()
    return field.text === '@{' ? this.#table(field) : NOTHING
  }

  #inBrackets(): ShellValue {
    const parts = new Parts()
    while (this.#peek() !== undefined && !this.#isPunctuation(')')) {
      const before = this.#at
      parts.add(this.#list())
      if (this.#at === before) this.#at += 1
    }
    this.#at += 1
    return parts
  }

  /** `@{ Name = value }`, which a command takes with `@name`. */
  #table(place: RuleField): ShellValue {
    const parameters = new Map<string, ShellValue>()
    while (this.#peek() !== undefined && !this.#isPunctuation('}')) {
      const key = this.#peek()
      this.#at += 1
      if (key === undefined || !this.#isPunctuation('=')) continue
      this.#at += 1
      parameters.set(key.field.text.toLowerCase(), this.#list())
    }
    this.#at += 1
    return { texts: [], objects: [{ command: '', place, parameters }] }
  }

  #command(place: RuleField): ShellValue {
    const parameters = new Map<string, ShellValue>()
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.kind === 'punctuation' && !['(', '@('].includes(token.field.text)) break
      this.#at += 1
      if (token.kind === 'splat') {
        const [table] = this.#variables.get(token.field.text.toLowerCase())?.objects ?? []
        for (const [key, value] of table?.parameters ?? []) parameters.set(key, value)
      }
      if (token.kind !== 'parameter') continue
      const next = this.#peek()
      const hasValue =
        next !== undefined &&
        next.kind !== 'parameter' &&
        next.kind !== 'splat' &&
        (next.kind !== 'punctuation' || ['(', '@(', '@{'].includes(next.field.text))
      parameters.set(token.field.text.toLowerCase(), hasValue ? this.#list() : NOTHING)
    }
    const object = { command: place.text.toLowerCase(), place, parameters }
    this.#made(object)
    return { texts: [], objects: [object] }
  }
}
