import type { Random } from '../lab/random.ts'

/** Words that break programs: numbers beyond every bound, halves of characters, marks that steer a screen. */
export function oddWord(random: Random): string {
  return random.weighted<() => string>([
    [() => random.pick(NUMBERS), 4],
    [() => random.pick(ADDRESSES), 4],
    [() => random.pick(CHARACTERS).repeat(random.integer(1, 3)), 4],
    [() => random.pick(BRACKETS).repeat(random.pick([1, 3, 40, 2_000])), 2],
    [() => random.pick(PIECES), 3],
    [() => 'x'.repeat(random.pick([1, 64, 300, 5_000])), 1],
    [() => randomText(random, random.integer(1, 30)), 2],
  ])()
}

/** Code units of every kind, also halves of characters. */
export function randomText(random: Random, length: number): string {
  const top = random.pick([0x7f, 0xff, 0x2fff, 0xffff])
  return Array.from({ length }, () => String.fromCharCode(random.integer(0, top))).join('')
}

const NUMBERS = [
  '0',
  '-1',
  '00000000001',
  '4294967296',
  '18446744073709551616',
  '9'.repeat(40),
  '1e999',
  '0x',
  `0x${'f'.repeat(70)}`,
  '0s=',
  'NaN',
  '1.5',
  '٣',
]

const ADDRESSES = [
  '0.0.0.0/0',
  '255.255.255.255',
  '256.1.1.1',
  '10.0.0.0/33',
  '10.0.0.0/255.0.255.0',
  '10.0.0.9-10.0.0.1',
  '::/0',
  '::ffff:10.0.0.1',
  '2001:db8::/129',
  'fe80::1%eth0',
  ':::',
  '%any',
  '1.2.3.4.5.6',
]

/** NUL, escape, line ends of other kinds, halves of surrogate pairs, marks of direction, and what has no width. */
const CHARACTERS = [
  '\0',
  '\x1b[2J',
  '\x07',
  '\b',
  '\x7f',
  '\x85',
  '\v',
  '\f',
  '\u2028',
  '\u2029',
  '\ud83d',
  '\udc00',
  '\u{1f600}',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u200b',
  '\ufeff',
  '\u00a0',
  'İ',
  'ß',
  '\u0301',
]

const BRACKETS = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
  '"',
  "'",
  '`',
  '((',
  '{{',
  '[[',
  '<a>',
  '-',
  ':',
  '=',
  ',',
  '|',
]

const PIECES = [
  '<!channel>',
  '<https://example.com|x>',
  '```',
  '&amp;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '*a',
  '&a [*a]',
  '!!js/function x',
  '--- ',
  '__proto__',
  'constructor',
  'toString',
  '\\',
  '\\\n',
  '# ',
  '$(x)',
  '%s',
  '‹secret 1›',
  '‹secret ?›',
  ' --More-- ',
]
