import { formatHost } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import type { Endpoint, Topic } from '../../model/endpoint.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { proposalWords, type SettingSteps, settingSteps, topicWords, withoutSetting } from '../setting-steps.ts'
import { NOT_TO_BE_SET } from '../windows/policy-settings.ts'

/**
 * The settings of a Remote Site that uses IPsec tunnel mode: its tabs Connection (with the button IPsec Settings, which has
 * Phase I and Phase II) and Authentication. ISA Server speaks IKEv1 in main mode, shows its address as identity, and has
 * nothing to set about that.
 */
export function siteSettings(program: string, siteName: (end: Endpoint) => string): SettingSteps {
  const open = (end: Endpoint, place: string, what: string): DialectStep[] => [
    {
      say: `In ${program} on ${end.name}, open Virtual Private Networks (VPN) > Remote Sites > properties of ${siteName(end)} > ${place}, ${what}, press OK, then Apply.`,
      run: null,
    },
  ]
  return {
    ...settingSteps((end) => `On ${end.name} (${end.vendor.title})`),
    ...withoutSetting([...NOT_TO_BE_SET, 'child-selectors', 'mode'], program.replace(/ Management$/, '')),
    'ike-proposals': ({ proposals }, end) =>
      open(end, 'Connection > IPsec Settings > Phase I', `choose ${proposalWords(proposals)}`),
    'child-proposals': ({ proposals }, end) =>
      open(
        end,
        'Connection > IPsec Settings > Phase II',
        `choose ${proposalWords(proposals)}, and ${proposals.some(({ ke }) => ke.length > 0) ? 'tick' : 'clear'} Use Perfect Forward Secrecy (PFS)`,
      ),
    pfs: ({ pfs }, end) =>
      open(
        end,
        'Connection > IPsec Settings > Phase II',
        `${pfs === 'ike-group' ? 'tick' : 'clear'} Use Perfect Forward Secrecy (PFS)`,
      ),
    authentication: ({ method }, end) =>
      open(
        end,
        'Authentication',
        method === 'psk'
          ? 'choose to use a pre-shared key'
          : 'choose to use a certificate from a certification authority',
      ),
    'new-key': (_change, end) => open(end, 'Authentication', `set the pre-shared key to ${NEW_KEY}`),
    'shown-setting': ({ topic, value }, end) => open(end, PLACES[topic], `set ${topicWords(topic)} to ${value}`),
    'own-addresses': ({ addresses }, end) =>
      open(end, 'Connection', `set the local VPN gateway's address to ${addresses.map(formatHost).join(', ')}`),
    'peer-addresses': ({ addresses }, end) =>
      open(end, 'Connection', `set the remote VPN gateway's address to ${addresses.map(formatHost).join(', ')}`),
    lifetime: ({ child, lifetime: { end: last } }, end) =>
      open(
        end,
        `Connection > IPsec Settings > ${child === null ? 'Phase I' : 'Phase II'}`,
        `let it generate a new key every ${last ?? 0} seconds`,
      ),
  }
}

const PHASE_1 = 'Connection > IPsec Settings > Phase I'
const PHASE_2 = 'Connection > IPsec Settings > Phase II'

/** Where each setting stands. */
const PLACES: Readonly<Record<Topic, string>> = {
  'IKE encryption': PHASE_1,
  'IKE integrity': PHASE_1,
  'IKE Diffie-Hellman group': PHASE_1,
  'IKE lifetime': PHASE_1,
  'authentication method': 'Authentication',
  'pre-shared key': 'Authentication',
  'ESP encryption': PHASE_2,
  'ESP integrity': PHASE_2,
  'perfect forward secrecy': PHASE_2,
  'IPsec lifetime': PHASE_2,
}
