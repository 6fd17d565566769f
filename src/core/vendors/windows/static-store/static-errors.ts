import { explainError } from '../console-marks.ts'

/**
 * Errors of the static command, where they mean something else than those of the dynamic one. The codes were published
 * with a script that manages filter lists.
 */
const ERRORS: readonly (readonly [pattern: RegExp, means: string, instead: string])[] = [
  [
    /\[050(?:10|14)\]|already exists/i,
    'something of that name exists already, and shows no filters',
    'Run `netsh ipsec static show all` and paste its whole output.',
  ],
  [
    /\[05072\]|^(?=.*\bno\b)(?=.*\bpolic(?:y|ies))/is,
    'the store of this computer holds no IPsec policy',
    'Run the command on the gateway itself. A policy of the domain, or one that a program such as ISA Server has loaded, shows in `netsh ipsec dynamic show all`.',
  ],
  [
    /^(?=.*\bno\b)(?=.*\bfilter)/is,
    'the store of this computer holds no filter list',
    'Run the command on the gateway itself. Filters of the domain, or those that a program such as ISA Server has loaded, show in `netsh ipsec dynamic show all`.',
  ],
]

export function explainStaticError(text: string): { readonly means: string; readonly instead: string } {
  const known = ERRORS.find(([pattern]) => pattern.test(text))
  return known === undefined ? explainError(text) : { means: known[1], instead: known[2] }
}
