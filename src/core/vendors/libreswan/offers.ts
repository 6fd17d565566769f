import type { IkeVersion, Proposal } from '../../model/ike-policy.ts'
import { type Defaulted, defaulted, type Setting, stated } from '../../model/setting.ts'
import type { ConfSection } from '../freeswan/conf-text.ts'
import type { Remark } from './conn-end.ts'
import { type Keys, MANUAL, settingOf } from './conn-settings.ts'
import {
  DEFAULTS_AUTHORITY,
  defaultProposals,
  type ProposalContext,
  type ProposalProblem,
  parseProposals,
} from './proposals.ts'

/** What all connections of a file have in common. */
export interface ConnFile {
  /** It is of a version after 4.10. */
  readonly later: boolean
  /** It is of an Openswan, or of a Libreswan before version 4. */
  readonly older: boolean
  /** What lists of proposals stand for, as a default, by what that depends on: many connections have the same. */
  readonly lists: Map<string, Defaulted<readonly Proposal[]>>
}

/** What it proposes for the IKE SA and for its children. */
export interface Offers {
  readonly ike: Setting<readonly Proposal[]>
  readonly child: Setting<readonly Proposal[]>
  readonly pfs: Setting<boolean>
  /** With `pfs=no`, a group in `esp=` counts for nothing. */
  readonly hasIdleGroups: boolean
}

/** The first of them that Libreswan refuses, as a remark. */
export function readOffers(section: ConfSection, keys: Keys, version: IkeVersion, file: ConnFile): Offers | Remark {
  const pfs = settingOf(keys, 'pfs', PFS)
  const context = { version, pfs: pfs.value, later: file.later, older: file.older }
  const ike = readProposals(section, keys, IKE, { protocol: 'ike', ...context }, [], file)
  if ('say' in ike) return ike
  // `ah` is another word for `esp`: which protocol it is for, `phase2` alone says (measured).
  const protocol = keys.get('phase2')?.value.toLowerCase() === 'ah' ? 'ah' : 'esp'
  const esn = version === 1 ? NO_ESN : esnOf(keys)
  const childWith = (secrecy: boolean) =>
    readProposals(section, keys, ESP, { protocol, ...context, pfs: secrecy }, esn, file)
  const child = childWith(pfs.value)
  if ('say' in child) return child
  return { ike, child, pfs, hasIdleGroups: !pfs.value && namesGroup(childWith(true)) }
}

/** A list in which some proposals name a group and others do not is refused for that. */
function namesGroup(proposals: Setting<readonly Proposal[]> | Remark): boolean {
  return 'say' in proposals || proposals.value.some(({ ke }) => ke.length > 0)
}

/** What counts where `pfs` is not written. */
export const PFS: Defaulted<boolean> = defaulted(true, MANUAL)
const [IKE, ESP] = [['ike'], ['esp', 'ah', 'phase2alg']]

/** `esn`: the sequence numbers of each proposal. */
function readProposals(
  section: ConfSection,
  keys: Keys,
  names: readonly string[],
  context: ProposalContext,
  esn: readonly string[],
  { lists }: ConnFile,
): Setting<readonly Proposal[]> | Remark {
  const name = names.find((each) => keys.has(each))
  const key = name === undefined ? undefined : keys.get(name)
  const known = `${context.protocol} ${context.version} ${context.pfs} ${esn.join()} ${key?.value ?? ''}`
  let setting = lists.get(known)
  if (setting === undefined) {
    const proposals = proposalsOf(key?.value ?? '', context, esn)
    if ('problem' in proposals) return { span: key?.span ?? section.span, say: proposals.problem, instead: PROPOSAL }
    setting = defaulted(proposals, DEFAULTS_AUTHORITY)
    lists.set(known, setting)
  }
  return key === undefined || key.value === '' ? setting : stated(setting.value, key.span)
}

/** Of a list that is not written, the usual one. */
function proposalsOf(
  text: string,
  context: ProposalContext,
  esn: readonly string[],
): readonly Proposal[] | ProposalProblem {
  const proposals = text === '' ? defaultProposals(context) : parseProposals(text, context)
  return 'problem' in proposals ? proposals : proposals.map((proposal) => ({ ...proposal, esn }))
}

const NO_ESN: readonly string[] = ['NO_EXT_SEQ']
const BOTH: readonly string[] = ['EXT_SEQ', 'NO_EXT_SEQ']
const PROPOSAL =
  'Write e.g. aes256-sha2_256;modp2048 or aes_gcm256, with commas between proposals; `ipsec algparse` shows what a list stands for.'

function esnOf(keys: Keys): readonly string[] {
  const word = keys.get('esn')?.value.toLowerCase()
  // Without a window against replays there are no long sequence numbers (measured).
  if (keys.get('replay-window')?.value === '0') return NO_ESN
  if (word === 'yes') return ['EXT_SEQ']
  return word === 'no' ? NO_ESN : BOTH
}
