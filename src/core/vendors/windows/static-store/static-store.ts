import { type Noted, note } from '../../flowing-text.ts'
import { type FilterPair, FilterRecords } from '../filter-records.ts'
import { partsOf, type Value } from '../labelled-text.ts'
import {
  isFilterPair,
  isStorePair,
  type StaticPair,
  type StaticPart,
  type StorePair,
  staticVocabulary,
} from './static-labels.ts'

export interface Policy {
  readonly name: StorePair
  assigned: StorePair | null
}

/** A rule ties a filter list to an action and a tunnel end. */
export interface Rule {
  readonly name: StorePair
  readonly policy: Policy | null
  activated: StorePair | null
  list: StorePair | null
  filterAction: StorePair | null
  /** What the rule itself says it does; else its filter action tells. */
  action: StorePair | null
  tunnel: FilterPair | null
}

export interface FilterList {
  readonly name: StorePair | null
  /** It was printed before: `show all` may print a list within its rule and again on its own. */
  readonly repeated: boolean
  readonly records: FilterRecords
  readonly pairs: StaticPair[]
  count: StorePair | null
}

/** The policy store of one gateway, as far as it was pasted. */
export interface StaticStore {
  readonly policies: readonly Policy[]
  readonly rules: readonly Rule[]
  readonly lists: readonly FilterList[]
  /** What a filter action does, by its `nameKey`. */
  readonly actions: ReadonlyMap<string, StorePair>
  /** Some rules show a tunnel end, so that one which does not has none. */
  readonly showsTunnels: boolean
  readonly errors: readonly Value[]
  /** What was understood, in the order of the text. */
  readonly understood: Noted[]
  readonly host: string | null
  /** The last field of the text. */
  readonly last: StaticPair | null
}

/** Reads a text of any length and any order of blocks. */
export function staticStoreOf(text: string): StaticStore {
  const reader = new StoreReader()
  for (const part of partsOf(text, staticVocabulary)) reader.take(part)
  return reader.store()
}

/** The same for two spellings of one name. */
export function nameKey({ value }: StorePair): string {
  return value.text.toLowerCase()
}

/** Knows which policy, rule, filter list and filter action the next field belongs to. */
class StoreReader {
  readonly #policies: Policy[] = []
  readonly #rules: Rule[] = []
  readonly #lists: FilterList[] = []
  readonly #named = new Map<string, FilterList>()
  readonly #actions = new Map<string, StorePair>()
  readonly #errors: Value[] = []
  readonly #understood: Noted[] = []
  #host: string | null = null
  #last: StaticPair | null = null
  #policy: Policy | null = null
  #rule: Rule | null = null
  #list: FilterList | null = null
  #filterAction: StorePair | null = null
  /** A description is that of a filter only when a filter's fields follow. */
  #description: FilterPair | null = null

  store(): StaticStore {
    return {
      policies: this.#policies,
      rules: this.#rules,
      lists: this.#lists.filter(({ pairs, count }) => pairs.length > 0 || count !== null),
      actions: this.#actions,
      showsTunnels: this.#rules.some(({ tunnel }) => tunnel !== null),
      errors: this.#errors,
      understood: this.#understood,
      host: this.#host,
      last: this.#last,
    }
  }

  take(part: StaticPart): void {
    if (part.kind === 'mark') this.#takeMark(part)
    else if (part.kind === 'blank') this.#list?.records.pause()
    else if (part.kind === 'pair') this.#takePair(part)
  }

  #takeMark(mark: Extract<StaticPart, { kind: 'mark' }>): void {
    note(mark, mark.name === 'error' ? 'read' : mark.name === 'row' ? 'unsupported' : 'irrelevant', this.#understood)
    if (mark.name === 'error') this.#errors.push(mark)
    else if (mark.name === 'end') this.#rule = null
    else if (mark.name === 'prompt' || mark.name === 'command') {
      this.#host ??= /^\[(?<host>[\w.-]+)\]/.exec(mark.text)?.groups?.['host'] ?? null
    }
  }

  #takePair(pair: StaticPair): void {
    this.#last = pair
    if (isStorePair(pair)) this.#takeStorePair(pair)
    else if (isFilterPair(pair)) this.#takeFilterPair(pair)
  }

  #takeFilterPair(pair: FilterPair): void {
    note(pair, pair.key === 'other' ? 'irrelevant' : 'read', this.#understood)
    if (pair.key === 'other') return
    if (pair.key === 'tunnelDestination' && this.#rule !== null) {
      this.#rule.tunnel ??= pair
      return
    }
    if (this.#list === null) this.#openList(null)
    if (this.#description !== null) {
      this.#list?.records.pause()
      note(this.#description, 'read', this.#understood)
      this.#addField(this.#description)
      this.#description = null
    }
    this.#addField(pair)
  }

  #addField(pair: FilterPair): void {
    this.#list?.records.add(pair)
    this.#list?.pairs.push(pair)
  }

  #takeStorePair(pair: StorePair): void {
    if (pair.key === 'description') {
      this.#description = { ...pair, key: 'name' }
      note(this.#description, 'irrelevant', this.#understood)
      return
    }
    this.#description = null
    note(pair, pair.key === 'setting' ? 'unsupported' : 'read', this.#understood)
    if (pair.key === 'policy') this.#openPolicy(pair)
    else if (pair.key === 'rule') this.#openRule(pair)
    else if (pair.key === 'list') this.#openList(pair)
    else if (pair.key === 'filterAction') this.#openFilterAction(pair)
    else if (pair.key === 'assigned' && this.#policy !== null) this.#policy.assigned ??= pair
    else if (pair.key === 'activated' && this.#rule !== null) this.#rule.activated ??= pair
    else if (pair.key === 'count' && this.#list !== null) this.#list.count ??= pair
    else if (pair.key === 'action') this.#takeAction(pair)
  }

  #openPolicy(name: StorePair): void {
    this.#policy = { name, assigned: null }
    this.#policies.push(this.#policy)
    this.#close()
  }

  #openRule(name: StorePair): void {
    const unknown = { activated: null, list: null, filterAction: null, action: null, tunnel: null }
    this.#close()
    this.#rule = { name, policy: this.#policy, ...unknown }
    this.#rules.push(this.#rule)
  }

  #close(): void {
    this.#rule = null
    this.#list = null
    this.#filterAction = null
  }

  /** The first list below a rule's name is the rule's, whether it is named only or printed as well. */
  #openList(name: StorePair | null): void {
    if (name !== null && this.#rule !== null) this.#rule.list ??= name
    this.#filterAction = null
    const known = name === null ? undefined : this.#named.get(nameKey(name))
    if (known !== undefined && known.pairs.length === 0) {
      this.#list = known
      return
    }
    this.#list = { name, repeated: known !== undefined, records: new FilterRecords(), pairs: [], count: null }
    this.#lists.push(this.#list)
    if (name !== null && known === undefined) this.#named.set(nameKey(name), this.#list)
  }

  #openFilterAction(name: StorePair): void {
    if (this.#rule !== null) this.#rule.filterAction ??= name
    this.#filterAction = name
    this.#list = null
  }

  #takeAction(pair: StorePair): void {
    if (this.#filterAction === null) {
      if (this.#rule !== null) this.#rule.action ??= pair
      return
    }
    const key = nameKey(this.#filterAction)
    if (!this.#actions.has(key)) this.#actions.set(key, pair)
  }
}
