import { type FlowingText, type Noted, note, placeOf } from '../../flowing-text.ts'
import { type Pair, partsOf, type Value } from '../labelled-text.ts'
import type { MainModeRule } from './main-mode-rules.ts'
import type { FirewallRule, MainModeDefaults, RuleField, RuleKey } from './rule-fields.ts'
import { ruleVocabulary, type ShownKey, type ShownPart } from './rule-labels.ts'

/** What `netsh advfirewall consec show rule` printed. */
export interface RuleListing {
  readonly rules: readonly FirewallRule[]
  readonly defaults: MainModeDefaults
  readonly mainMode: readonly MainModeRule[]
  /** netsh says that there is no rule, or why it prints none. */
  readonly none: RuleField | undefined
  readonly error: RuleField | undefined
  /** What was understood, in the order of the text. */
  readonly understood: readonly Noted[]
  /** The last rule ends before it said what it protects. */
  readonly cut: FirewallRule | undefined
}

/** Reads a listing of any length, whose lines may have been joined or wrapped. */
export function listingOf(flowing: FlowingText): RuleListing {
  const reader = new ListingReader(flowing)
  for (const part of partsOf(flowing.text, ruleVocabulary)) reader.take(part)
  return reader.listing()
}

/** What has no part in a negotiation by itself, or only with another value than the usual one. */
const IRRELEVANT: readonly ShownKey[] = ['other', 'profiles']
const USUAL: ReadonlyMap<ShownKey, RegExp> = new Map([
  ['interfaces', /^any$/i],
  ['exemption', /^no$/i],
  ['authorization', /^no$/i],
  ['auth2', /^none$/i],
])

interface ListedRule extends FirewallRule {
  readonly fields: Map<RuleKey, RuleField>
  readonly pairs: Noted[]
  /** It has methods of main mode, as a main mode rule has, and not as a connection security rule shows them. */
  isMainMode: boolean
}

class ListingReader {
  readonly #flowing: FlowingText
  #rules: ListedRule[] = []
  readonly #understood: Noted[] = []
  #methods: RuleField | undefined
  #lifetime: RuleField | undefined
  #none: RuleField | undefined
  #error: RuleField | undefined

  constructor(flowing: FlowingText) {
    this.#flowing = flowing
  }

  listing(): RuleListing {
    const mainMode = this.#takeMainModeRules()
    const last = this.#rules.at(-1)
    // Rules in transport mode are known, and are not compared with a tunnel.
    for (const { fields, pairs } of this.#rules)
      if (/^transport$/i.test(fields.get('mode')?.text ?? ''))
        for (const pair of pairs) note(pair, 'unsupported', this.#understood)
    return {
      rules: this.#rules,
      mainMode,
      defaults: { methods: this.#methods, lifetime: this.#lifetime },
      none: this.#none,
      error: this.#error,
      understood: this.#understood,
      cut: last !== undefined && !last.fields.has('endpoint2') ? last : undefined,
    }
  }

  take(part: ShownPart): void {
    if (part.kind === 'pair') this.#takePair(part)
    if (part.kind !== 'mark') return
    note(part, part.name === 'none' || part.name === 'error' ? 'read' : 'irrelevant', this.#understood)
    if (part.name === 'none') this.#none ??= this.#fieldOf(part)
    if (part.name === 'error') this.#error ??= this.#fieldOf(part)
  }

  #takePair(pair: Pair<ShownKey>): void {
    const { key, value } = pair
    const usual = USUAL.get(key)
    note(
      pair,
      IRRELEVANT.includes(key) || usual?.test(value.text) ? 'irrelevant' : usual === undefined ? 'read' : 'unsupported',
      this.#understood,
    )
    const field = this.#fieldOf(value)
    if (key === 'name')
      this.#rules.push({
        name: field,
        fields: new Map([[key, field]]),
        isPrinted: true,
        pairs: [pair],
        isMainMode: false,
      })
    else if (key === 'globalMethods' || key === 'globalLifetime') this.#takeMainMode(key, field)
    else if (key !== 'other') {
      const fields = this.#rules.at(-1)?.fields
      if (fields !== undefined && !fields.has(key)) fields.set(key, field)
    }
    if (key !== 'name') this.#rules.at(-1)?.pairs.push(pair)
  }

  /** Of a rule of main mode, which has neither a mode nor an action, or of all rules. */
  #takeMainMode(key: 'globalMethods' | 'globalLifetime', field: RuleField): void {
    const last = this.#rules.at(-1)
    if (last !== undefined && !last.fields.has('mode') && !last.fields.has('action')) {
      last.fields.set(key === 'globalMethods' ? 'mainModeMethods' : 'mainModeLifetime', field)
      last.isMainMode = true
    } else if (key === 'globalMethods') this.#methods ??= field
    else this.#lifetime ??= field
  }

  /** Rules of main mode are no connection security rules. */
  #takeMainModeRules(): MainModeRule[] {
    const found = this.#rules.filter(({ isMainMode }) => isMainMode)
    this.#rules = this.#rules.filter(({ isMainMode }) => !isMainMode)
    return found.flatMap(({ name, fields }) => {
      const methods = fields.get('mainModeMethods')
      if (methods === undefined || /^no$/i.test(fields.get('enabled')?.text ?? '')) return []
      return {
        owner: { kind: 'rule', name: name.text },
        peers: fields.get('endpoint2'),
        methods,
        lifetime: fields.get('mainModeLifetime'),
      } as const
    })
  }

  #fieldOf(value: Value): RuleField {
    return { text: value.text, span: placeOf(this.#flowing, value) }
  }
}
