import { formatHost } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import type { Proposal } from '../../model/ike-policy.ts'
import { proposalWords, type SettingSteps, settingSteps, withoutSetting } from '../setting-steps.ts'

/** What IKE of Windows 2000 to 2008 has no setting for, whatever configures it. */
export const NOT_TO_BE_SET = [
  'narrowing',
  'compression',
  'waits',
  'own-identity',
  'peer-identity',
  'key-owners',
  'post-quantum-key',
  'version',
  'exchange',
  'ike-ports',
  'listening-ports',
  'childless',
  'virtual-addresses',
] as const

/**
 * The settings of a Windows IPsec policy by `netsh ipsec static` (Windows Server 2003 and 2008), which knows DES and 3DES,
 * MD5 and SHA1, and the groups 1, 2 and 3 (its name for group 14). It speaks IKEv1 in main mode, with its address as identity.
 */
export const policySettings: SettingSteps = {
  ...settingSteps((end) => `On ${end.name} (${end.vendor.title})`),
  ...withoutSetting(NOT_TO_BE_SET, 'The IPsec policy'),
  'ike-proposals': ({ proposals }, end) => [
    {
      say: `On ${end.name}, set the key exchange security methods of the IPsec policy to ${proposalWords(proposals)}.`,
      run: commandOf(
        proposals,
        mainMode,
        (methods) => `netsh ipsec static set policy name="<policy>" mmsecmethods="${methods}"`,
      ),
    },
  ],
  'child-proposals': ({ proposals }, end) => [
    {
      say: `On ${end.name}, set the security methods of the filter action of the tunnel to ${proposalWords(proposals)}.`,
      run: commandOf(
        proposals,
        quickMode,
        (methods) =>
          `netsh ipsec static set filteraction name="<filter action>" qmpfs=${proposals.some(({ ke }) => ke.length > 0) ? 'yes' : 'no'} qmsecmethods="${methods}"`,
      ),
    },
  ],
  pfs: ({ pfs }, end) => [
    {
      say: `On ${end.name}, switch session key perfect forward secrecy of the filter action ${pfs === 'ike-group' ? 'on' : 'off'}.`,
      run: `netsh ipsec static set filteraction name="<filter action>" qmpfs=${pfs === 'ike-group' ? 'yes' : 'no'}`,
    },
  ],
  authentication: ({ method }, end) => [
    {
      say: `On ${end.name}, let both tunnel rules authenticate by ${method === 'psk' ? 'a preshared key' : 'a certificate from the authority that both ends trust'}.`,
      run: null,
    },
  ],
  'new-key': (_change, end) => [
    {
      say: `On ${end.name}, set the preshared key of both tunnel rules to ${NEW_KEY}.`,
      run: `netsh ipsec static set rule name="<rule>" policy="<policy>" psk="${NEW_KEY}"`,
    },
  ],
  'peer-addresses': ({ addresses }, end) => [
    {
      say: `On ${end.name}, set the tunnel destination of the outbound rule to ${addresses.map(formatHost).join(', ')}.`,
      run: `netsh ipsec static set rule name="<outbound rule>" policy="<policy>" tunnel=${addresses.map(formatHost).join(', ')}`,
    },
  ],
  lifetime: ({ child, lifetime: { end: last } }, end) => [
    child === null
      ? {
          say: `On ${end.name}, let the IPsec policy generate a new master key every ${Math.ceil((last ?? 0) / 60)} minutes.`,
          run: `netsh ipsec static set policy name="<policy>" mmlifetime=${Math.ceil((last ?? 0) / 60)}`,
        }
      : {
          say: `On ${end.name}, let the security methods of the filter action generate a new key every ${last ?? 0} seconds.`,
          run: null,
        },
  ],
}

/** `null` where netsh has no word for one of them. */
function commandOf(
  proposals: readonly Proposal[],
  wordOf: (proposal: Proposal) => string | null,
  command: (methods: string) => string,
): string | null {
  const words = proposals.map(wordOf)
  return words.length === 0 || words.includes(null) ? null : command(words.join(' '))
}

const CIPHERS: Readonly<Record<string, string>> = { DES_CBC: 'DES', '3DES_CBC': '3DES' }
const HASHES: Readonly<Record<string, string>> = { HMAC_MD5_96: 'MD5', HMAC_SHA1_96: 'SHA1' }
const GROUPS: Readonly<Record<string, string>> = { MODP_768: '1', MODP_1024: '2', MODP_2048: '3' }

/** `3DES-SHA1-3` */
function mainMode({ encryption, integrity, ke }: Proposal): string | null {
  const words = [CIPHERS[encryption[0] ?? ''], HASHES[integrity[0] ?? ''], GROUPS[ke[0] ?? '']]
  return words.includes(undefined) ? null : words.join('-')
}

/** `ESP[3DES,SHA1]` */
function quickMode({ protocol, encryption, integrity }: Proposal): string | null {
  const [cipher, hash] = [CIPHERS[encryption[0] ?? ''], HASHES[integrity[0] ?? '']]
  if (protocol === 'ah') return hash === undefined ? null : `AH[${hash}]`
  return cipher === undefined || hash === undefined ? null : `ESP[${cipher},${hash}]`
}
