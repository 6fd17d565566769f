import { type AnalysisRequest, analyse, type Negotiation, type Report } from '../src/core/index.ts'
import { addressesOf, daemonOf, type LabCase } from './case.ts'
import type { Outcome } from './record.ts'

/** Local reasons of the daemons by the slugs of the report, where no notify was sent. */
const LOCAL: Readonly<Record<string, string>> = {
  timeout: 'timeout',
  port: 'timeout',
  'not-loaded': 'bad_config',
  'no-peer-address': 'other',
  'not-oriented': 'not_oriented',
  'no-shared-key': 'no_shared_key',
  'shared-key': 'psk_mismatch',
  'peer-identity': 'id_mismatch',
  'no-selectors': 'ts_missing',
  'child-proposals': 'esp_proposal_mismatch',
  mode: 'mode_mismatch',
  'held-networks': 'networks_in_use',
  'post-quantum-key': 'no_ppk',
  'virtual-address': 'virtual_ip',
  'own-key': 'no_private_key',
  'authentication-method': 'initiate failed',
  'no-address-request': 'initiate failed',
}

const NOTHING_BROUGHT: Outcome = {
  ike: false,
  child: false,
  error: 'triggered by traffic: no CHILD_SA',
  selectors: null,
}

/** What the product says of a case: the two texts pasted, and the negotiation of the child that is initiated. */
export function predict(labCase: LabCase): Outcome | undefined {
  const report = analyse(requestOf(labCase))
  const label = labCase.initiator === 'a' ? 'A' : 'B'
  const name = labCase.trigger === undefined ? labCase.initiate : childOfPacket(labCase, label)
  if (name === null) return notLoaded(report, SILENTLY) ?? NOTHING_BROUGHT
  const isLibreswan = daemonOf(labCase, labCase.initiator) === 'libreswan'
  const brought = report.probe?.negotiation
  const negotiations = brought == null ? report.negotiations : [brought, ...report.negotiations]
  if (labCase.trigger !== undefined && brought?.ike.reason === 'no-selectors') return NOTHING_BROUGHT
  const started = isLibreswan && labCase.trigger === undefined ? startedConns(labCase[labCase.initiator]) : []
  const asked = negotiations
    .filter(
      ({ initiator, child, connection }) =>
        initiator === label &&
        // A conn of libreswan has a child for each pair of its networks, and brings them all up when it is told to.
        (isLibreswan && labCase.trigger === undefined
          ? connection === name || started.includes(connection)
          : child === name) &&
        (labCase.ike === undefined || labCase.ike === connection),
    )
    .toSorted(
      (x, y) =>
        Number(y.connection === name) - Number(x.connection === name) ||
        x.child.localeCompare(y.child, 'en', { numeric: true }),
    )
  const [negotiation] = asked
  if (negotiation === undefined) return hasNoConn(labCase, name) ? NOT_LOADED : notLoaded(report)
  const { rekey, rekey_ike } = labCase
  const byPeer = rekey === 'a' || rekey === 'b' ? rekey.toUpperCase() !== label : false
  const renewed = rekey_ike === true ? negotiation.ike : negotiation.child_sa
  const by = rekey === 'a' || rekey === 'b' ? rekey : labCase.initiator
  // whack rekeys no child of IKEv1.
  const done = negotiation.version === 2 || daemonOf(labCase, by) === 'strongswan'
  const found = outcomeOf(negotiation, !done ? null : byPeer ? renewed?.rekeyByResponder : renewed?.rekey)
  const first = found && afterRefusals(found, labCase, report)
  if (first === undefined || !isLibreswan || labCase.trigger !== undefined) return first
  const all = asked.slice(1).reduce((known, further) => withFurther(known, further, first), first)
  // The lab rekeys the child that came up last.
  const last = asked.slice(1).findLast(({ child_sa: child }) => child?.asFurtherChild?.outcome === 'established')
  const renewedLast = byPeer ? last?.child_sa?.asFurtherChild?.rekeyByResponder : last?.child_sa?.asFurtherChild?.rekey
  return !done || rekey_ike === true || renewedLast == null
    ? all
    : { ...all, rekey: renewedLast.outcome === 'established' ? 'ok' : wordOf(renewedLast) }
}

/** A further child of the same IKE SA beside the first one; without an IKE SA, another attempt that may be answered otherwise. */
function withFurther(outcome: Outcome, { ike, child_sa: child }: Negotiation, first: Outcome): Outcome {
  const isSilent = Object.values(LOCAL).some((word) => word === outcome.error)
  if (!outcome.ike && isSilent && ike.notify !== null) return { ...outcome, error: ike.notify }
  // The IKE SA is given up, and made again with the first child alone.
  if (outcome.ike && child?.asFurtherChild?.reason === 'same-networks') return first
  if (!outcome.ike || child?.asFurtherChild?.outcome !== 'established') return outcome
  const { local, remote } = child.asFurtherChild.selectors
  const known = outcome.selectors ?? { local: [], remote: [] }
  const selectors = { local: [...known.local, ...local], remote: [...known.remote, ...remote] }
  return { ...outcome, child: true, error: null, selectors }
}

/** All files of both ends, pasted. */
export function requestOf(labCase: LabCase): AnalysisRequest {
  return {
    pastes: [
      { source: 'a.conf', text: confOf(labCase, 'a'), end: 'A' },
      { source: 'b.conf', text: confOf(labCase, 'b'), end: 'B' },
      ...secrets(labCase.secrets_a, 'A'),
      ...secrets(labCase.secrets_b, 'B'),
      ...charon(labCase.charon_a, 'A'),
      ...charon(labCase.charon_b, 'B'),
    ],
    addresses: { A: addressesOf(labCase, 'a')[0] ?? '', B: addressesOf(labCase, 'b')[0] ?? '' },
    ...(labCase.trigger !== undefined && { probe: packetOf(labCase.trigger) }),
  }
}

/**
 * The whole file, with the remark above it that a package of libreswan installs there: a bare ipsec.conf could be either
 * product's, and a part of one.
 */
export function confOf(labCase: LabCase, end: 'a' | 'b'): string {
  const pasted = end === 'a' ? labCase.pasted_a : labCase.pasted_b
  if (pasted !== undefined) return pasted
  return daemonOf(labCase, end) === 'libreswan' && !labCase[end].startsWith(FIRST_REMARK)
    ? `${FIRST_REMARK}\n${labCase[end]}`
    : labCase[end]
}

const FIRST_REMARK = '# /etc/ipsec.conf - Libreswan IPsec configuration file'

/** The child that the packet hits at its sender, who alone is asked: the texts of both may name the same networks. */
function childOfPacket(labCase: LabCase, label: 'A' | 'B'): string | null {
  const end = label === 'A' ? 'a' : 'b'
  const { probe, ends } = analyse({
    pastes: [{ source: 'sender.conf', text: confOf(labCase, end), end: label }],
    addresses: { [label]: addressesOf(labCase, end)[0] ?? '' },
    ...(labCase.trigger !== undefined && { probe: packetOf(labCase.trigger) }),
  })
  const entry = probe?.legs[0]?.entry
  return ends.flatMap(({ entries }) => entries).find(({ id }) => id === entry)?.name ?? null
}

function packetOf({ src, dst, proto, dport }: NonNullable<LabCase['trigger']>): string {
  return `${src} -> ${dst} ${proto}/${dport}`
}

function charon(text: string | null | undefined, end: 'A' | 'B') {
  return text ? [{ source: `${end.toLowerCase()}-strongswan.conf`, text: charonSection(text), end }] : []
}

/** A strongswan.conf with these settings of the daemon. */
export function charonSection(settings: string): string {
  return `charon {\n${settings}\n}\n`
}

function secrets(text: string | undefined, end: 'A' | 'B') {
  return text ? [{ source: `${end.toLowerCase()}-ipsec.secrets`, text, end }] : []
}

/** A configuration that its daemon refuses to load gives a finding about the paste and no negotiation. */
function notLoaded({ diagnostics }: Report, except?: RegExp): Outcome | undefined {
  const refused = diagnostics.some(
    ({ code, severity, what }) => code === 'PA005' && severity === 'error' && except?.test(what) !== true,
  )
  return refused ? NOT_LOADED : undefined
}

/** swanctl loads nothing of a file whose last section is not closed, and says nothing (measured). */
const SILENTLY = /^A closing brace is missing at the end/

/**
 * Where nothing is said on the wire, what a libreswan refuses to load is the first that goes wrong. `no_private_key` counts before
 * it, as silence does.
 */
function afterRefusals(outcome: Outcome, labCase: LabCase, report: Report): Outcome {
  const { error } = outcome
  const isLocal = error !== null && LATER_THAN_LOADING.has(error)
  const refuses = report.diagnostics.some(
    ({ code, severity, evidence }) =>
      code === 'PA005' &&
      severity === 'error' &&
      evidence.some(({ source }) => daemonOf(labCase, source.startsWith('a') ? 'a' : 'b') === 'libreswan'),
  )
  return isLocal && refuses ? { ...outcome, error: 'bad_config' } : outcome
}

const LATER_THAN_LOADING: ReadonlySet<string> = new Set(['other', 'not_oriented', 'no_shared_key', 'id_mismatch'])

/** The conns that libreswan begins by itself when it loads them, beside the one that it is told to. */
function startedConns(text: string): readonly string[] {
  return text
    .split(/^(?=conn\s)/m)
    .filter((section) => /^\s+auto\s*=\s*(?:start|up)\s*$/m.test(section))
    .flatMap((section) => /^conn\s+(\S+)/.exec(section)?.[1] ?? [])
}

/** What is told to begin is no conn of the text. */
function hasNoConn(labCase: LabCase, name: string): boolean {
  const isLibreswan = daemonOf(labCase, labCase.initiator) === 'libreswan'
  return isLibreswan && !labCase[labCase.initiator].split('\n').includes(`conn ${name}`)
}

const NOT_LOADED: Outcome = { ike: false, child: false, error: 'bad_config', selectors: null }

function outcomeOf(
  { version, ike, child_sa: child }: Negotiation,
  rekey: Negotiation['ike']['rekey'] | undefined,
): Outcome | undefined {
  if (ike.outcome === 'unknown' || child?.outcome === 'unknown') return undefined
  const up = child?.outcome === 'established'
  const error = ike.outcome === 'failed' ? wordOf(ike) : up || child === null ? null : wordOf(child)
  return {
    // With a child of IKEv2 that it cannot install the initiator gives the IKE SA up, and says nothing.
    ike:
      ike.outcome === 'established' && !(version === 2 && child?.reason === 'held-networks' && child.notify === null),
    child: up,
    error,
    selectors:
      up && child !== null
        ? { local: child.selectors.local.map(fromLabPort), remote: child.selectors.remote.map(fromLabPort) }
        : null,
    ...(rekey == null ? {} : { rekey: rekey.outcome === 'established' ? 'ok' : wordOf(rekey) }),
  }
}

/** A packet of a probe comes from the first client port, the lab's from 40000. */
function fromLabPort(selector: string): string {
  return selector.replace('/49152]', '/40000]')
}

function wordOf({ notify, reason }: { readonly notify: string | null; readonly reason: string | null }): string {
  return notify ?? LOCAL[reason ?? ''] ?? reason ?? 'unknown'
}
