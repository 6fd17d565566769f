import type { ChildConfig, Lifetime, Proposal, SelectorTemplate } from '../../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../selectors/interval.ts'
import { DEFAULTS_AUTHORITY, defaultProposals, writtenDefault } from '../default-proposals.ts'
import { CHILD_KEYS } from '../known-keys.ts'
import { hasAdditionalExchange, proposalIn } from '../proposals.ts'
import { itemsOf } from '../settings/setting-items.ts'
import { actionsOf, timeOf, yesOrNo } from '../settings/setting-values.ts'
import { hasAny, keyIn, keysIn, type Layers } from '../settings/settings-layers.ts'
import { checkKeys, LOOK_UP, type Notes, note, type Refusal } from '../settings/settings-notes.ts'
import type { SettingsKey } from '../settings/settings-tree.ts'
import { parseSelector } from '../traffic-selectors.ts'

export const MANUAL = 'swanctl.conf(5) of strongSwan 5.9.8'

/** One of `children`, and why the daemon refuses it and the connection with it. */
export function readChild(name: string, layers: Layers, notes: Notes): ChildConfig | Refusal {
  const refused = checkKeys(notes, layers, CHILD_KEYS)
  const local = readSelectors('local_ts', layers, notes)
  const remote = readSelectors('remote_ts', layers, notes)
  const proposals = readChildProposals(layers, notes)
  const actions = readActions(layers)
  if (refused !== null) return refused
  if ('say' in local) return local
  if ('say' in remote) return remote
  if ('say' in proposals) return proposals
  if ('say' in actions) return actions
  const [section] = layers
  if (section === undefined) return { span: notes.root.span, say: 'The section is empty.', instead: LOOK_UP }
  return {
    name,
    span: section.span,
    local,
    remote,
    proposals,
    ...readMode(layers, notes),
    ...readLabel(layers),
    narrows: NARROWS,
    pfs: AS_PROPOSED,
    compression: readCompression(layers),
    waits: actions.words.every((action) => action === 'none' || action === 'clear'),
    lifetime: childLifetime(layers),
  }
}

/** What all children have, or those that say nothing of it. */
export const NARROWS = defaulted(true, 'Measured with strongSwan 5.9.8: it always narrows the selectors of its peer.')
const AS_PROPOSED = defaulted('as proposed', 'swanctl.conf(5): a child has the groups that its proposals name.')
const UNCOMPRESSED = defaulted(false, MANUAL)
const TUNNEL = defaulted('tunnel', MANUAL)
const ESP_PROPOSALS = defaulted(defaultProposals('esp'), DEFAULTS_AUTHORITY)
const DYNAMIC: Setting<readonly SelectorTemplate[]> = defaulted(
  [{ addresses: 'dynamic', protocol: ANY_PROTOCOL, ports: ANY_PORT, span: null }],
  MANUAL,
)

function readCompression(layers: Layers): ChildConfig['compression'] {
  const key = keyIn(layers, 'ipcomp')
  return key === undefined ? UNCOMPRESSED : stated(yesOrNo(key.value ?? '') === true, key.span)
}

function readSelectors(
  name: 'local_ts' | 'remote_ts',
  layers: Layers,
  notes: Notes,
): Setting<readonly SelectorTemplate[]> | Refusal {
  const key = keyIn(layers, name)
  if (key === undefined) return DYNAMIC
  let templates: SelectorTemplate[] | undefined
  for (const item of itemsOf(key, notes.flowing)) {
    notes.effort += 1
    const { template, remark, certain } = parseSelector(item.text, item.span)
    if (template === null) return { span: item.span, say: remark ?? '', instead: SELECTOR }
    if (remark !== null) {
      note(notes, { kind: certain ? 'invalid' : 'unsupported', span: item.span, say: remark, instead: SELECTOR })
    }
    if (templates === undefined) templates = [template]
    else templates.push(template)
  }
  return templates === undefined ? DYNAMIC : stated(templates, key.span)
}

const SELECTOR =
  'Write "dynamic", an address, a network (10.1.0.0/24) or a range (10.1.0.1-10.1.0.9), with [protocol/port] behind it where that is meant.'

const ESP_KEYS = ['esp_proposals', 'ah_proposals']

/** ESP and AH proposals are one list, in the order in which the two settings are written. */
function readChildProposals(layers: Layers, notes: Notes): Setting<readonly Proposal[]> | Refusal {
  if (!hasAny(layers, ESP_KEYS)) return ESP_PROPOSALS
  const keys = keysIn(layers).filter(({ name }) => name === 'esp_proposals' || name === 'ah_proposals')
  let proposals: readonly Proposal[] = []
  for (const key of keys) {
    const list = readProposals(key, key.name === 'ah_proposals' ? 'ah' : 'esp', notes)
    if ('say' in list) return list
    proposals = proposals.length === 0 ? list : [...proposals, ...list]
  }
  const [key] = keys
  return key === undefined || proposals.length === 0 ? ESP_PROPOSALS : stated(proposals, key.span)
}

/** A list of proposals, in which the word `default` may stand. */
export function readProposals(
  key: SettingsKey,
  protocol: Proposal['protocol'],
  notes: Notes,
): readonly Proposal[] | Refusal {
  const proposals: Proposal[] = []
  for (const { text, span } of itemsOf(key, notes.flowing)) {
    notes.effort += 1
    if (/^default$/i.test(text)) {
      proposals.push(...writtenDefault(protocol))
      continue
    }
    const proposal = proposalIn(notes, text, protocol)
    if ('problem' in proposal) return { span, say: proposal.problem, instead: PROPOSAL }
    if (text.includes('_') && hasAdditionalExchange(text)) {
      const say = `The additional key exchanges of "${text}" (RFC 9370) are left out; only the first one is compared.`
      note(notes, { kind: 'unsupported', span, say, instead: 'Compare them at both ends yourself.' })
    }
    proposals.push(proposal)
  }
  // A copy is as long as it needs to be.
  return proposals.slice()
}

const PROPOSAL =
  'Write keywords with dashes between them, e.g. aes256-sha256-modp2048, and commas between proposals; swanctl.conf(5) points to their list.'

function readMode(layers: Layers, notes: Notes): Pick<ChildConfig, 'mode' | 'proxies' | 'onlyBegins'> {
  const key = keyIn(layers, 'mode')
  if (key === undefined) return { mode: TUNNEL }
  const word = key.value?.toLowerCase()
  if (word === 'transport' || word === 'pass' || word === 'drop') return { mode: stated(word, key.span) }
  if (word === 'transport_proxy') return { mode: stated('transport', key.span), proxies: true }
  if (word === 'beet' || word === 'iptfs') {
    const say = `The mode "${word}" is taken as tunnel mode, to which it falls back.`
    note(notes, { kind: 'unsupported', span: key.span, say, instead: 'Compare the mode at both ends yourself.' })
  }
  // Quick mode has no number for it: it asks for tunnel mode, and nobody can ask for this one (measured).
  return { mode: stated('tunnel', key.span), ...(word === 'beet' && { onlyBegins: true as const }) }
}

function readLabel(layers: Layers): Pick<ChildConfig, 'label'> {
  const key = keyIn(layers, 'label')
  return key?.value == null || key.value === '' ? {} : { label: stated(key.value, key.span) }
}

function readActions(layers: Layers): { readonly words: readonly string[] } | Refusal {
  if (!hasAny(layers, ACTION_KEYS)) return NO_ACTIONS
  const found = ACTION_KEYS.map((name) => ({ key: keyIn(layers, name), name }))
  for (const { key, name } of found) {
    const several = name === 'dpd_action' && key?.value?.includes('|') === true
    if (key === undefined || (!several && actionsOf(key.value ?? '') !== null)) continue
    const say = `"${key.value}" is no action that strongSwan knows for "${name}".`
    return { span: key.span, say, instead: 'Write none, trap or start.' }
  }
  return { words: actionsOf(found[0]?.key?.value ?? 'none') ?? [] }
}

const ACTION_KEYS = ['start_action', 'dpd_action', 'close_action']
const NO_ACTIONS = { words: ['none'] } as const

/** Seconds of a setting; `undefined` when it is not set. */
export function secondsOf(layers: Layers, name: string): number | undefined {
  const value = keyIn(layers, name)?.value ?? undefined
  return value === undefined ? undefined : (timeOf(value) ?? undefined)
}

/** swanctl.conf(5): rekeying after an hour, the end a tenth later, and rekeying earlier by chance within that tenth. */
function childLifetime(layers: Layers): Lifetime {
  return hasAny(layers, CHILD_TIMES) ? writtenLifetime(layers) : CHILD_LIFETIME
}

const CHILD_TIMES = ['rekey_time', 'life_time', 'rand_time']
/** Of a child that says nothing of it. */
export const CHILD_LIFETIME: Lifetime = writtenLifetime([])

function writtenLifetime(layers: Layers): Lifetime {
  const rekey = secondsOf(layers, 'rekey_time') ?? 3600
  const life = secondsOf(layers, 'life_time') ?? Math.floor((rekey * 110) / 100)
  const random = secondsOf(layers, 'rand_time') ?? life - Math.min(life, rekey)
  return {
    rekey: rekey === 0 ? undefined : { from: Math.max(0, rekey - random), to: rekey },
    end: life === 0 ? undefined : life,
  }
}
