import type { AuthRound, IkeConnection } from '../../../model/ike-policy.ts'
import { defaulted, stated } from '../../../model/setting.ts'
import { parseIdentity } from '../identities.ts'
import { AUTH_KEYS, CERTIFICATE_KEYS } from '../known-keys.ts'
import { cNumber } from '../settings/numbers.ts'
import { authMethodOf } from '../settings/setting-values.ts'
import { hasAny, keyIn, type Layers, sectionsIn } from '../settings/settings-layers.ts'
import { checkKeys, LOOK_UP, type Notes, type Refusal } from '../settings/settings-notes.ts'

/** One section `local<suffix>` or `remote<suffix>`. */
export interface Round {
  readonly side: 'local' | 'remote'
  readonly number: number
  readonly round: AuthRound
}

/** Why the daemon refuses it. */
export function checkRound(layers: Layers, notes: Notes): Refusal | null {
  let refusal = checkKeys(notes, layers, AUTH_KEYS)
  for (const [name, inner] of sectionsIn(layers, notes.root)) {
    if (/^(?:ca)?cert/i.test(name)) refusal ??= checkKeys(notes, inner, CERTIFICATE_KEYS)
    else {
      const span = inner[0]?.span ?? notes.root.span
      refusal ??= { span, say: `strongSwan knows no section "${name}" for an authentication round.`, instead: LOOK_UP }
    }
  }
  return refusal
}

export function readRound(side: Round['side'], layers: Layers): Round {
  const auth = keyIn(layers, 'auth')
  const method = auth === undefined ? null : authMethodOf(auth.value ?? '')
  const id = keyIn(layers, 'id')
  const round: AuthRound = {
    method: auth === undefined || method === null ? UNSPECIFIED[side] : stated(method, auth.span),
    id: id === undefined ? undefined : stated(parseIdentity(id.value ?? ''), id.span),
    ...(side === 'remote' && method === 'psk' && demandOf(layers)),
    ...(side === 'local' && namesCertificate(layers) && { hasKey: true }),
  }
  return { side, number: cNumber(keyIn(layers, 'round')?.value ?? '0') ?? 0, round }
}

/** Only a certificate has a policy or a CA, and only EAP and certificates have groups and names of users (measured: "constraint check failed"). */
function demandOf(layers: Layers): Pick<AuthRound, 'demands'> {
  const key = ['cert_policy', 'groups', 'ca_id', 'eap_id', 'xauth_id']
    .map((name) => keyIn(layers, name))
    .find((each) => each?.value != null && each.value !== '')
  return key === undefined ? {} : { demands: stated(key.name, key.span) }
}

function namesCertificate(layers: Layers): boolean {
  return hasAny(layers, ['certs', 'pubkeys']) || layers.some(({ sections }) => [...sections.keys()].some(isCertificate))
}

function isCertificate(section: string): boolean {
  return /^cert/i.test(section)
}

/** The rounds of both ends in their order; of a side without any, what then counts. */
export function roundsBy(rounds: readonly Round[]): Pick<IkeConnection, 'local' | 'remote'> {
  const remote = roundsOf('remote', rounds)
  return { local: roundsOf('local', rounds).map((round) => withoutKey(round, remote)), remote }
}

function roundsOf(side: Round['side'], rounds: readonly Round[]): readonly AuthRound[] {
  const own = rounds.filter((each) => each.side === side)
  if (own.length === 0) return [{ method: UNSPECIFIED[side], id: undefined }]
  return own.toSorted((a, b) => a.number - b.number).map(({ round }) => round)
}

const UNSPECIFIED = {
  local: defaulted(
    'pubkey',
    'swanctl.conf(5): without "auth" an end proves itself by a signature (measured with strongSwan 5.9.8).',
  ),
  remote: defaulted('any', 'Measured with strongSwan 5.9.8: without "auth" it leaves open how the peer proves itself.'),
} as const

/**
 * Where the peer is to have a pre-shared key, and of the own side neither a method nor a certificate is written, nothing is there to
 * sign with (measured: "no private key found").
 */
function withoutKey(round: AuthRound, [expected]: readonly AuthRound[]): AuthRound {
  if (round.method !== UNSPECIFIED.local || round.hasKey !== undefined) return round
  return expected?.method.value === 'psk' ? { ...round, hasKey: false } : round
}
