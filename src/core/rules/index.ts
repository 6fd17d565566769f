import { wrongPeer } from './addresses/ad001-wrong-peer.ts'
import { privateAddress } from './addresses/ad002-private-address.ts'
import { translated } from './addresses/ad005-translated.ts'
import { noNatTraversal } from './addresses/ad006-no-nat-traversal.ts'
import { discouragedAlgorithm } from './cryptography/cr001-discouraged.ts'
import { version1 } from './cryptography/cr002-version-1.ts'
import { aggressivePsk } from './cryptography/cr003-aggressive-psk.ts'
import { noEncryption } from './cryptography/cr004-no-encryption.ts'
import { lifetimesDiffer } from './lifetimes/lt001-differ.ts'
import { endsFirst } from './lifetimes/lt002-ends-first.ts'
import { ikeRenewal } from './lifetimes/lt003-ike-renewal.ts'
import { noConnection } from './negotiation/ad003-no-connection.ts'
import { noPeerAddress } from './negotiation/ad004-no-peer-address.ts'
import { port } from './negotiation/ad007-port.ts'
import { identity } from './negotiation/au001-identity.ts'
import { sharedKey } from './negotiation/au002-shared-key.ts'
import { noKey } from './negotiation/au003-no-key.ts'
import { authenticationMethod } from './negotiation/au004-method.ts'
import { ownKey } from './negotiation/au005-own-key.ts'
import { postQuantumKey } from './negotiation/au006-post-quantum-key.ts'
import { ikeVersion } from './negotiation/md001-version.ts'
import { exchangeMode } from './negotiation/md002-exchange-mode.ts'
import { encapsulationMode } from './negotiation/md003-mode.ts'
import { childless } from './negotiation/md004-childless.ts'
import { virtualAddress } from './negotiation/md005-virtual-address.ts'
import { inactive } from './negotiation/md006-inactive.ts'
import { entryMode } from './negotiation/md007-entry-mode.ts'
import { nobodyBeginning } from './negotiation/md008-nobody-begins.ts'
import { greKeys } from './negotiation/md009-gre-key.ts'
import { ikeProposals } from './negotiation/pr001-ike-proposals.ts'
import { espProposals } from './negotiation/pr002-esp-proposals.ts'
import { perfectForwardSecrecy } from './negotiation/pr003-pfs.ts'
import { failingRekey } from './negotiation/pr004-rekey.ts'
import { compression } from './negotiation/pr005-compression.ts'
import { shownSettings } from './negotiation/pr006-shown-settings.ts'
import { heldNetworks } from './negotiation/sp010-held-networks.ts'
import { ping } from './observed/sa001-ping.ts'
import { securityEvents } from './observed/sa002-security-events.ts'
import { noSa } from './observed/sa003-no-sa.ts'
import { saNotUsed } from './observed/sa004-sa-not-used.ts'
import { oneWay } from './observed/sa005-one-way.ts'
import { duplicateSas } from './observed/sa006-duplicate.ts'
import { dropped } from './observed/sa007-dropped.ts'
import { saKeysDiffer } from './observed/sa008-keys-differ.ts'
import { installedPolicies } from './observed/sa009-installed.ts'
import { ikeState } from './observed/sa010-ike-state.ts'
import { upNow } from './observed/sa011-up.ts'
import { ikeLog } from './observed/sa012-log.ts'
import { notUnderstood } from './paste/pa001-not-understood.ts'
import { notRecognised } from './paste/pa002-not-recognised.ts'
import { secretPasted } from './paste/pa003-secret.ts'
import { oneEnd } from './paste/pa004-one-end.ts'
import { invalidValue } from './paste/pa005-invalid.ts'
import { whichEnd } from './paste/pa006-which-end.ts'
import { whichTunnel } from './paste/pa007-which-tunnel.ts'
import { cut } from './paste/pa008-cut.ts'
import { sameEnd } from './paste/pa010-same-end.ts'
import { probeNotUnderstood } from './paste/pa011-probe.ts'
import { myAddress } from './paste/pa012-my-address.ts'
import { twoGateways } from './paste/pa013-two-gateways.ts'
import { hiddenNetworks } from './paste/pa014-hidden-networks.ts'
import { hiddenMeant } from './paste/pa015-hidden-meant.ts'
import { generatedFile } from './paste/pa016-generated.ts'
import type { Diagnostic, Example } from './rule.ts'
import { oneDirection } from './spd/sp001-one-direction.ts'
import { shadowed } from './spd/sp002-shadowed.ts'
import { notProtected } from './spd/sp003-not-protected.ts'
import { mirroredTunnel } from './spd/sp004-mirrored-tunnel.ts'
import { direction } from './spd/sp005-direction.ts'
import { forward } from './spd/sp006-forward.ts'
import { optional } from './spd/sp007-optional.ts'
import { notRouted } from './spd/sp008-not-routed.ts'
import { notAdmitted } from './spd/sp009-not-admitted.ts'
import { unlikeDirections } from './spd/sp011-unlike-directions.ts'
import { otherTunnel } from './spd/sp012-other-tunnel.ts'
import { ownAddress } from './traffic-selectors/ts001-own-address.ts'
import { peerAddress } from './traffic-selectors/ts002-peer-address.ts'
import { missing } from './traffic-selectors/ts003-missing.ts'
import { wider } from './traffic-selectors/ts004-wider.ts'
import { shifted } from './traffic-selectors/ts005-shifted.ts'
import { service } from './traffic-selectors/ts006-service.ts'
import { split } from './traffic-selectors/ts007-split.ts'
import { unrestricted } from './traffic-selectors/ts008-unrestricted.ts'
import { overlappingNetworks } from './traffic-selectors/ts009-overlapping-networks.ts'
import { oneEndOnly } from './traffic-selectors/ts010-one-end-only.ts'
import { overlap } from './traffic-selectors/ts011-overlap.ts'
import { selectorsRefused } from './traffic-selectors/ts012-refused.ts'
import { swapped } from './traffic-selectors/ts013-swapped.ts'
import { firstPairOnly } from './traffic-selectors/ts014-first-pair.ts'
import { answeredInPart } from './traffic-selectors/ts015-answered-in-part.ts'
import { sameNetworks } from './traffic-selectors/ts016-same-networks.ts'
import { ownAddressListed } from './traffic-selectors/ts017-lists-itself.ts'
import { transportAlone } from './traffic-selectors/ts018-transport-alone.ts'
import { unlikeSelectors } from './traffic-selectors/ts019-unlike-selectors.ts'

/** Every diagnostic, in the order in which findings of the same severity are told. */
export const diagnostics: readonly Diagnostic[] = [
  inactive,
  wrongPeer,
  noConnection,
  noPeerAddress,
  nobodyBeginning,
  port,
  heldNetworks,
  ikeVersion,
  ikeProposals,
  exchangeMode,
  identity,
  authenticationMethod,
  noKey,
  ownKey,
  sharedKey,
  postQuantumKey,
  childless,
  virtualAddress,
  encapsulationMode,
  entryMode,
  espProposals,
  perfectForwardSecrecy,
  compression,
  shownSettings,
  failingRekey,
  ikeRenewal,
  endsFirst,
  unlikeDirections,
  ownAddressListed,
  ownAddress,
  wider,
  overlap,
  swapped,
  shifted,
  service,
  split,
  unrestricted,
  missing,
  selectorsRefused,
  firstPairOnly,
  answeredInPart,
  sameNetworks,
  oneEndOnly,
  transportAlone,
  unlikeSelectors,
  oneDirection,
  notProtected,
  noNatTraversal,
  translated,
  notRouted,
  notAdmitted,
  greKeys,
  ikeState,
  saNotUsed,
  saKeysDiffer,
  noSa,
  installedPolicies,
  oneWay,
  dropped,
  duplicateSas,
  upNow,
  ikeLog,
  direction,
  forward,
  optional,
  mirroredTunnel,
  otherTunnel,
  shadowed,
  privateAddress,
  overlappingNetworks,
  peerAddress,
  noEncryption,
  discouragedAlgorithm,
  aggressivePsk,
  version1,
  lifetimesDiffer,
  whichEnd,
  whichTunnel,
  notRecognised,
  invalidValue,
  cut,
  myAddress,
  sameEnd,
  twoGateways,
  hiddenNetworks,
  hiddenMeant,
  generatedFile,
  probeNotUnderstood,
  notUnderstood,
  secretPasted,
  oneEnd,
  ping,
  securityEvents,
]

/** The page of one diagnostic, as Markdown; `docs/diagnostics/` is generated from these. */
export interface DiagnosticPage {
  readonly code: string
  readonly title: string
  readonly slug: string
  readonly markdown: string
  readonly example: Example
}

export const diagnosticPages: readonly DiagnosticPage[] = diagnostics
  .map(({ code, title, page }) => ({
    code,
    title,
    slug: slugOf(title),
    example: page.fires,
    markdown: `# ${code}: ${title}\n\n${page.text}\n\n## Example\n\n${page.fires.pastes.map(exampleBlock).join('\n\n')}\n`,
  }))
  .toSorted((a, b) => a.code.localeCompare(b.code))

/** The page of a diagnostic's code (case does not matter), or `undefined` when there is none. */
export function explain(code: string): DiagnosticPage | undefined {
  return diagnosticPages.find((page) => page.code === code.trim().toUpperCase())
}

function exampleBlock({ source, text }: { readonly source: string; readonly text: string }): string {
  return `\`${source}\`:\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\``
}

function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/'s\b/g, 's')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
