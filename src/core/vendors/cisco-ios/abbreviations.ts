import type { Mode } from './mode.ts'

type Typed = readonly string[]

/**
 * Commands as they are typed, by the mode that they are of; those with a key in them are not among them. Their keys are blanked,
 * however short the words are (`cisco/secret-spellings.ts`).
 */
const COMMANDS: { readonly [mode in Mode | 'global']?: readonly Typed[] } = {
  global: commands(
    'crypto isakmp policy',
    'crypto ipsec transform-set',
    'crypto ipsec profile',
    'crypto map',
    'crypto dynamic-map',
    'crypto ikev2 proposal',
    'crypto ikev2 policy',
    'crypto ikev2 profile',
    'access-list',
    'ip access-list extended',
    'ip access-list standard',
    'ip route',
    'interface',
  ),
  'isakmp-policy': commands(
    'encryption',
    'hash',
    'authentication pre-share',
    'authentication rsa-sig',
    'authentication rsa-encr',
    'group',
    'lifetime',
  ),
  'ikev2-proposal': commands('encryption', 'integrity', 'prf', 'group'),
  'transform-set': commands('mode transport', 'mode tunnel'),
  'ipsec-profile': commands(
    'set transform-set',
    'set pfs',
    'set ikev2-profile',
    'set isakmp-profile',
    'set security-association',
  ),
  'crypto-map': commands(
    'set peer',
    'set transform-set',
    'set pfs',
    'set ikev2-profile',
    'set isakmp-profile',
    'set security-association',
    'match address',
    'reverse-route',
    'description',
  ),
  interface: commands(
    'ip address',
    'crypto map',
    'description',
    'shutdown',
    'tunnel source',
    'tunnel destination',
    'tunnel mode',
    'tunnel protection',
  ),
  acl: commands('permit', 'deny', 'remark'),
}

/**
 * The words of a command that was typed at a prompt, those that are cut short in full: IOS takes a word that begins one command of
 * the mode and no other ("Using the Command-Line Interface in Cisco IOS Software"). As they are where that is not so.
 */
export function inFull(words: Typed, mode: string | null): Typed {
  const listed = Object.entries(COMMANDS)
  for (const name of [mode, 'global']) {
    const found = fitting(words, listed.find(([key]) => key === name)?.[1] ?? [])
    if (found !== undefined) return [...found, ...words.slice(found.length)]
  }
  return words
}

/** The only command that these words stand for. */
function fitting(words: Typed, among: readonly Typed[]): Typed | undefined {
  const [only, ...more] = among.filter((command) =>
    command.every((word, at) => {
      const typed = words[at]?.toLowerCase() ?? ''
      return typed !== '' && word.startsWith(typed)
    }),
  )
  return more.length === 0 ? only : undefined
}

function commands(...texts: readonly string[]): readonly Typed[] {
  return texts.map((text) => text.split(' '))
}
