/** The words of strongSwan for the numbers of Diffie-Hellman groups (vyos-1x, python/vyos/template.py). */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['1', 'modp768'],
  ['2', 'modp1024'],
  ['5', 'modp1536'],
  ['14', 'modp2048'],
  ['15', 'modp3072'],
  ['16', 'modp4096'],
  ['17', 'modp6144'],
  ['18', 'modp8192'],
  ['19', 'ecp256'],
  ['20', 'ecp384'],
  ['21', 'ecp521'],
  ['22', 'modp1024s160'],
  ['23', 'modp2048s224'],
  ['24', 'modp2048s256'],
  ['25', 'ecp192'],
  ['26', 'ecp224'],
  ['27', 'ecp224bp'],
  ['28', 'ecp256bp'],
  ['29', 'ecp384bp'],
  ['30', 'ecp512bp'],
  ['31', 'curve25519'],
  ['32', 'curve448'],
])

/** Every number that there is. */
export const GROUPS: readonly string[] = [...WORDS.keys()]

/** The word of strongSwan for a group; `undefined` where there is no such number. */
export function groupWord(number: string): string | undefined {
  return WORDS.get(number)
}
