import { type IkeConnection, portsBetween } from '../../../model/ike-policy.ts'
import { defaulted, stated } from '../../../model/setting.ts'
import { cNumber } from '../settings/numbers.ts'
import { yesOrNo } from '../settings/setting-values.ts'
import { keyIn, type Layers } from '../settings/settings-layers.ts'
import { type Notes, note } from '../settings/settings-notes.ts'
import { natTraversalOf, portOf } from '../written-ports.ts'
import { MANUAL } from './swanctl-child.ts'

type Exchange = Pick<
  IkeConnection,
  'initiates' | 'accepts' | 'exchange' | 'childless' | 'natTraversal' | 'ports' | 'postQuantum' | 'postQuantumIds'
>

/** In which version and mode a connection speaks IKE, and what it does on the way, whoever the peer is. */
export function readExchange(layers: Layers, notes: Notes): Exchange {
  const ports = portsBetween(portOf(keyIn(layers, 'local_port')), portOf(keyIn(layers, 'remote_port')))
  return {
    ...readVersion(layers, notes),
    exchange: readMode(layers),
    childless: readChildless(layers),
    natTraversal: natTraversalOf(isSaid('encap', 'no'), isSaid('mobike', 'yes')),
    ...(ports !== undefined && { ports }),
    ...readPostQuantum(layers),
  }

  function isSaid(name: string, otherwise: 'yes' | 'no'): boolean {
    return yesOrNo(keyIn(layers, name)?.value ?? otherwise) === true
  }
}

/** What connections have that say nothing of it. */
const VERSIONS = { initiates: defaulted(2, MANUAL), accepts: [1, 2] } as const
const ONLY = { 1: [1], 2: [2] } as const
const MAIN_MODE = defaulted('main', MANUAL)
const MAY_BE_CHILDLESS = defaulted('allow', MANUAL)

function readMode(layers: Layers): IkeConnection['exchange'] {
  const key = keyIn(layers, 'aggressive')
  return key === undefined ? MAIN_MODE : stated(yesOrNo(key.value ?? '') === true ? 'aggressive' : 'main', key.span)
}

/** 0 and nothing at all: it begins with IKEv2 and accepts both. */
function readVersion(layers: Layers, notes: Notes): Pick<IkeConnection, 'initiates' | 'accepts'> {
  const key = keyIn(layers, 'version')
  if (key === undefined) return VERSIONS
  const number = cNumber(key.value ?? '')
  if (number === 1 || number === 2) return { initiates: stated(number, key.span), accepts: ONLY[number] }
  if (number === 0) return { initiates: stated(2, key.span), accepts: [1, 2] }
  const say = `There is no IKE version ${key.value}; strongSwan loads the connection, which nobody can then use.`
  note(notes, { kind: 'invalid', span: key.span, say, instead: 'Write 1, 2, or 0 for both.' })
  return { initiates: stated(2, key.span), accepts: [] }
}

/**
 * Measured with strongSwan 5.9.8: without a name it offers no key, even where it insists on one, and takes whichever of its
 * keys the peer names.
 */
function readPostQuantum(layers: Layers): Pick<IkeConnection, 'postQuantum' | 'postQuantumIds'> {
  const [id, required] = [keyIn(layers, 'ppk_id'), keyIn(layers, 'ppk_required')]
  const insists = required !== undefined && yesOrNo(required.value ?? '') === true
  const name = id?.value ?? ''
  const postQuantumIds = name === '' ? [] : [name]
  if (insists) return { postQuantum: stated('insist', required.span), postQuantumIds }
  return { postQuantum: id === undefined || name === '' ? ONLY_ANSWERS : stated('propose', id.span), postQuantumIds }
}

const ONLY_ANSWERS = defaulted('answer', MANUAL)

function readChildless(layers: Layers): IkeConnection['childless'] {
  const key = keyIn(layers, 'childless')
  const word = key?.value?.toLowerCase()
  if (key === undefined || (word !== 'never' && word !== 'force')) return MAY_BE_CHILDLESS
  return stated(word, key.span)
}
