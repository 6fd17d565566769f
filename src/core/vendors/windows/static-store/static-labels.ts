import { type ConsoleMark, consoleMarks } from '../console-marks.ts'
import { ACTION_VALUE, DNS_NAME, type FilterKey, filterLabels, YES_NO_VALUE } from '../filter-labels.ts'
import type { FilterPair } from '../filter-records.ts'
import type { Pair, Part } from '../labelled-text.ts'
import { type Label, type Marks, spellingPattern, vocabularyOf } from '../vocabulary.ts'

/** What the static command tells beyond the fields of a filter. `setting` is known and not read. */
const STORE_KEYS = [
  'description',
  'policy',
  'assigned',
  'rule',
  'activated',
  'list',
  'count',
  'filterAction',
  'action',
  'setting',
] as const

type StoreKey = (typeof STORE_KEYS)[number]
type StaticKey = FilterKey | StoreKey
/** `end`: a heading below which stands nothing that belongs to the rule above it. */
type StaticMark = ConsoleMark | 'filters' | 'details' | 'end' | 'row'

export type StaticPair = Pair<StaticKey>
export type StorePair = Pair<StoreKey>
export type StaticPart = Part<StaticKey, StaticMark>

/**
 * Filter lists: published, in English and Simplified Chinese. Policies: published in part, in English. Rules and filter
 * actions: no sample is known, so their labels are what the parameters of `netsh ipsec static add rule` suggest.
 */
const storeLabels: readonly Label<StaticKey>[] = [
  { key: 'list', spellings: ['FilterList Name', 'Filter List Name', '筛选器列表名称'], value: 'text' },
  { key: 'description', spellings: ['Description', '描述'], value: 'text' },
  { key: 'count', spellings: ['No. of Filters', 'Number of Filters'], value: /\d{1,9}(?!\w)/ },
  { key: 'policy', spellings: ['Policy Name'], value: 'text' },
  { key: 'assigned', spellings: ['Assigned'], value: YES_NO_VALUE },
  { key: 'rule', spellings: ['Rule Name'], value: 'text' },
  { key: 'activated', spellings: ['Activated', 'Active', 'Rule Activated'], value: YES_NO_VALUE },
  { key: 'filterAction', spellings: ['FilterAction Name', 'Filter Action Name'], value: 'text' },
  { key: 'action', spellings: ['Action'], value: ACTION_VALUE },
  {
    key: 'other',
    spellings: ['Source DNS Name', 'Destination DNS Name', '源 DNS 名称', '目标 DNS 名称'],
    value: DNS_NAME,
  },
  {
    key: 'other',
    spellings: ['Store', 'Last Modified', 'GUID', 'Rule ID', 'Connection Type', 'No. of Rules', 'No. of Policies'],
    value: 'text',
  },
  {
    key: 'setting',
    spellings: [
      'Master PFS',
      'Polling Interval',
      'MainMode LifeTime',
      'Inbound Passthrough',
      'AllowUnsecure(Fallback)',
      'AllowUnsecure',
      'QMPFS',
      'No. of Security Methods',
      'No. of Security.Methods',
      'Preshared Key',
      'Root CA',
    ],
    value: 'text',
  },
]

const marks: Marks<StaticMark> = [
  ['filters', /filter[ \t]?\(s\)[ \t]*:?/],
  ['details', /(?:rule|filter[ \t]?list|filter[ \t]?action|policy)[ \t]+details[ \t]*:?/],
  [
    'end',
    /(?:ip[ \t]{1,9})?filter[ \t]?(?:lists|actions)(?:[ \t]{0,9}:)?(?=[ \t]{0,99}(?:\n|$|filter[ \t]?(?:list|action)[ \t]{1,9}name(?!\w)))/,
  ],
  [
    'row',
    new RegExp(
      String.raw`^[ \t]*(?:${spellingPattern('Main Mode Security Method Order')}|authentication[ \t]+methods?\b|kerberos\b|encryption[ \t]+integrity\b|ah[ \t]+esp\b|(?:3des|des)[ \t]+(?:sha1|md5)\b|\[(?:none|sha1|md5)\b)[^\n]{0,120}`,
    ),
  ],
  ...consoleMarks,
]

export const staticVocabulary = vocabularyOf<StaticKey, StaticMark>([...filterLabels, ...storeLabels], marks)

const STORE: ReadonlySet<string> = new Set(STORE_KEYS)

export function isStorePair(pair: StaticPair): pair is StorePair {
  return STORE.has(pair.key)
}

export function isFilterPair(pair: StaticPair): pair is FilterPair {
  return !STORE.has(pair.key)
}

/** NONE stands for no text and for no address. */
export function isNone(written: string): boolean {
  return /^(?:|none|无|-)$/i.test(written)
}
