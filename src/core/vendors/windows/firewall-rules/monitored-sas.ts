import { isProblem, parseAddress } from '../../../address/parse-address.ts'
import type { Anchor, Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import { stated } from '../../../model/setting.ts'
import { lineSpan, type SourceLine, type Span } from '../../../text/source-text.ts'
import { flow, type Noted, note, placeOf, rolesOf } from '../../flowing-text.ts'
import { nothingShown } from '../../shown/shown.ts'
import { shownFragment } from '../../shown/shown-fragment.ts'
import { withFrame } from '../console-marks.ts'
import { type Pair, partsOf, type Value } from '../labelled-text.ts'
import { type Label, type Marks, vocabularyOf } from '../vocabulary.ts'
import { commandStart } from './netsh-command.ts'
import { windowsFirewall } from './vendor.ts'

/**
 * The SAs of main mode that are up, as `netsh advfirewall monitor show mmsa` prints them in Microsoft's article 949856. Of those of
 * quick mode (`show qmsa`) no document says whose addresses they print for a tunnel, so that only their absence is told.
 */
export const monitoredSas: Format = {
  id: 'windows/monitored-sas',
  title: 'Main mode SAs of Windows Firewall',
  command: 'netsh advfirewall monitor show mmsa',
  hint: /(?:main|quick)\s{1,9}mode\s{1,9}SA\s{1,9}at|advfirewall\s{1,9}monitor/i,
  recognise,
  read,
}

type Key = 'local' | 'remote' | 'quickOffer' | 'other'
type Mark = 'main' | 'quick' | 'askedMain' | 'askedQuick' | 'none' | 'noise'

const ADDRESS = /[\da-f.:%]{2,60}/
const LINE = 'text'
const LABELS: readonly Label<Key>[] = [
  { key: 'local', spellings: ['Local IP Address'], value: ADDRESS },
  { key: 'remote', spellings: ['Remote IP Address'], value: ADDRESS },
  { key: 'quickOffer', spellings: ['QM Offer'], value: LINE },
  {
    key: 'other',
    spellings: [
      'Auth1',
      'Auth2',
      'First Auth',
      'Second Auth',
      'MM Offer',
      'Cookie Pair',
      'Health Pair',
      'Health Cert',
      'My ID',
      'Peer ID',
      'Local Port',
      'Remote Port',
      'Protocol',
      'Direction',
      'PFS',
    ],
    value: LINE,
  },
]
const ASKED = String.raw`[^\n]{0,240}advfirewall[ \t]{1,9}monitor[ \t]{1,9}show[ \t]{1,9}`
const MARKS: Marks<Mark> = [
  ['askedMain', new RegExp(`^${ASKED}mmsa[^\\n]{0,100}$`)],
  ['askedQuick', new RegExp(`^${ASKED}qmsa[^\\n]{0,100}$`)],
  ['main', /^[ \t]*Main Mode SA at[^\n]{0,60}$/],
  ['quick', /^[ \t]*Quick Mode SA at[^\n]{0,60}$/],
  ['none', /^[ \t]*No SAs match the specified criteria\.?[ \t]*$/],
  ['noise', /[-=_*]{5,}|^[ \t]*Ok\.[ \t]*$/],
]
const VOCABULARY = vocabularyOf(LABELS, MARKS)

const HEADER = /^[ \t]*(?:Main|Quick) Mode SA at\b/i
const NONE = /^[ \t]*No SAs match the specified criteria/i

function recognise(lines: readonly SourceLine[]): readonly Anchor[] {
  let asked = -1
  for (const [at, { text }] of lines.entries()) {
    if (/^monitor show/.test(commandStart(text) ?? '') && /\b[mq]msa\b/i.test(text) && asked < 0) asked = at
    if (HEADER.test(text) || (asked >= 0 && NONE.test(text))) return [withFrame(lines, asked >= 0 ? asked : at)]
  }
  return []
}

interface Sa {
  readonly mark: Value
  isQuick: boolean
  local: Value | undefined
  remote: Value | undefined
  readonly pairs: Noted[]
}

function read(block: Block): Reading {
  const { lines, source } = block
  const flowing = flow(lines)
  const understood: Noted[] = []
  const sas: Sa[] = []
  const none: { readonly of: 'main' | 'quick'; readonly at: Value }[] = []
  let asked: 'main' | 'quick' | null = null
  for (const part of partsOf(flowing.text, VOCABULARY)) {
    if (part.kind === 'pair') takePair(part, sas.at(-1), understood)
    if (part.kind !== 'mark') continue
    note(part, part.name === 'noise' || part.name.startsWith('asked') ? 'irrelevant' : 'read', understood)
    if (part.name === 'askedMain' || part.name === 'askedQuick') asked = part.name === 'askedMain' ? 'main' : 'quick'
    if (part.name === 'none' && asked !== null) none.push({ of: asked, at: part })
    if (part.name === 'main' || part.name === 'quick')
      sas.push({
        mark: part,
        isQuick: part.name === 'quick' || asked === 'quick',
        local: undefined,
        remote: undefined,
        pairs: [part],
      })
  }
  const quick = sas.filter(({ isQuick }) => isQuick)
  for (const { pairs } of quick) for (const pair of pairs) note(pair, 'unsupported', understood)
  const place = (value: Value): Span => placeOf(flowing, value)
  const [first] = lines
  const span = first === undefined ? { source, line: 1, column: 1, length: 0 } : lineSpan(first)
  const shown = shownOf(sas, none, place)
  const isTold = shown.lists.ikeSas
  return {
    endpoints: isTold ? [shownFragment(shown, windowsFirewall, null, span)] : [],
    observations: [],
    roles: rolesOf(flowing, understood),
    problems: isTold ? [] : quick.slice(0, 1).map(({ mark }) => notCompared(place(mark))),
  }
}

function takePair(pair: Pair<Key>, sa: Sa | undefined, understood: Noted[]): void {
  note(pair, pair.key === 'other' ? 'irrelevant' : 'read', understood)
  if (sa === undefined) return
  sa.pairs.push(pair)
  if (pair.key === 'quickOffer') sa.isQuick = true
  if (pair.key === 'local') sa.local ??= pair.value
  if (pair.key === 'remote') sa.remote ??= pair.value
}

function shownOf(
  sas: readonly Sa[],
  none: readonly { readonly of: 'main' | 'quick'; readonly at: Value }[],
  place: (value: Value) => Span,
) {
  const shown = nothingShown()
  const hasQuick = sas.some(({ isQuick }) => isQuick)
  for (const { isQuick, local, remote } of sas) {
    if (isQuick || local === undefined || remote === undefined) continue
    const [own, peer] = [parseAddress(local.text), parseAddress(remote.text)]
    if (isProblem(own) || isProblem(peer)) continue
    shown.own.push(stated(own, place(local)))
    shown.peers.push(stated(peer, place(remote)))
    shown.ikeSas.push({
      version: null,
      hosts: [own, peer],
      state: 'Main Mode SA',
      stage: 'established',
      means: 'The two have agreed on the methods of main mode, and each has shown who it is.',
      role: null,
      ...(hasQuick && { childrenUntold: true as const }),
      spans: [place(remote), place(local)],
    })
  }
  const [noQuick] = none.filter(({ of }) => of === 'quick')
  if (noQuick !== undefined)
    for (const { hosts } of [...shown.ikeSas])
      shown.ikeSas.push({
        version: null,
        hosts,
        state: 'no quick mode SA',
        stage: 'none',
        means: 'No quick mode has come to an end, so that there is nothing to carry packets.',
        ofChildren: true,
        role: null,
        spans: [place(noQuick.at)],
      })
  if (shown.ikeSas.length > 0 || none.some(({ of }) => of === 'main')) shown.lists = { ...shown.lists, ikeSas: true }
  return shown
}

function notCompared(span: Span): ReadingProblem {
  return {
    kind: 'unsupported',
    span,
    say: 'SAs of quick mode are not compared: of a tunnel, no document says whose addresses are printed.',
    instead:
      'Paste `netsh advfirewall monitor show mmsa` and `netsh advfirewall consec show rule name=all verbose` as well.',
  }
}
