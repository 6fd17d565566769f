import type { Lifetime } from '../../../model/ike-policy.ts'
import { defaulted } from '../../../model/setting.ts'
import { parseMainMode, parseQuickMode, type QuickModeMethod } from './methods.ts'

/**
 * What counts where a text does not say it: `show rule` prints all of it, a script only what is not the default. Microsoft has
 * changed neither list in the consoles of Windows since 2008 R2; newer releases put SHA-256 in front of main mode, and which
 * release it is no text says, so that both are taken to be offered.
 */
const MAIN_MODE = ['dhgroup2-aes128-sha256', 'dhgroup2-aes128-sha1', 'dhgroup2-3des-sha1']
const QUICK_MODE = ['esp:sha1-none', 'esp:sha1-aes128', 'esp:sha1-3des', 'ah:sha1']

const SETTINGS = 'Microsoft, "Configuring IPsec Settings" of Windows Firewall with Advanced Security'

export const DEFAULT_MAIN_MODE = defaulted(
  MAIN_MODE.flatMap((word) => parseMainMode(word) ?? []),
  `${SETTINGS}, Key Exchange (Main Mode): AES-128 or 3DES, group 2 (assumed: a policy of the domain may set others).`,
)

export const DEFAULT_QUICK_MODE: readonly QuickModeMethod[] = QUICK_MODE.flatMap((word) => {
  const method = parseQuickMode(word)
  return method === null || method === 'unlike' ? [] : [method]
})
export const QUICK_MODE_AUTHORITY = `${SETTINGS}, Data Protection (Quick Mode): ESP with SHA-1 and none, AES-128 or 3DES, or AH (assumed: a policy of the domain may set others).`

/** Seconds: `480min,0sess` and `60min+100000kb`. */
export const MAIN_MODE_LIFETIME = 28_800
export const QUICK_MODE_LIFETIME = 3600

/** Keys are made anew before the old ones end; that this is in the last minutes is assumed. */
export function lifetimeUntil(end: number): Lifetime {
  const margin = Math.min(300, Math.floor(end / 4))
  return { rekey: { from: end - margin, to: end - Math.floor(margin / 10) }, end }
}

const COMMANDS = 'Microsoft, Netsh AdvFirewall Consec Commands'

export const IKE_VERSION = defaulted(
  1,
  `${COMMANDS}: a rule negotiates with IKE and AuthIP, and AuthIP is spoken by Windows alone.`,
)
export const MAIN = defaulted('main', 'Windows has no aggressive mode (Microsoft KB 257225).')
export const NOT_CHILDLESS = defaulted('never', 'IKEv1 has no child without quick mode.')
export const NARROWS = defaulted(
  false,
  'No document says whether a Windows responder accepts selectors that differ from its rule.',
)
export const NO_COMPRESSION = defaulted(false, `${COMMANDS}: there is no compression.`)
export const AS_PROPOSED = defaulted('as proposed', `${COMMANDS}: qmpfs is none.`)
