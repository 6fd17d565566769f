import { describe, expect, it } from 'vitest'
import { blanked } from '../../../support/blanked.ts'

describe('a secret is blanked', () => {
  it.each([
    ['behind a coloured word', '\x1b[36mpsk\x1b[0m: swordfish', '\x1b[36mpsk\x1b[0m: ‹secret 1›'],
    ['in colours', 'set psksecret \x1b[1;31mswordfish\x1b[0m', 'set psksecret \x1b[1;31m‹secret 1›\x1b[0m'],
    ['in quotes with the end of a colour behind', 'secret = "swordfish"\x1b[K', 'secret = "‹secret 1›"\x1b[K'],
    ['behind a title of the window', '\x1b]0;admin@gw\x07psk = swordfish', '\x1b]0;admin@gw\x07psk = ‹secret 1›'],
    ['behind what was typed and taken back', 'crypto isakmp kye\b\bey swordfish', 'crypto isakmp kye\b\bey ‹secret 1›'],
    ['behind a blank without width', 'p\u200bsk: swordfish', 'p\u200bsk: ‹secret 1›'],
    ['with a soft hyphen in it', 'psk: sword\xadfish', 'psk: ‹secret ?›'],
    ['behind hyphens that do not break', 'pre\u2011shared\u2011key swordfish', 'pre\u2011shared\u2011key ‹secret 1›'],
    ['behind wide letters', 'ＰＳＫ： swordfish', 'ＰＳＫ: ‹secret 1›'],
    [
      'behind bold letters of Unicode',
      '\u{1d5e3}\u{1d5e6}\u{1d5de}: swordfish',
      '\u{1d5e3}\u{1d5e6}\u{1d5de}: ‹secret 1›',
    ],
    ['behind a Cyrillic letter', 'pаssword = swordfish', 'pаssword = ‹secret 1›'],
    ['behind a mark of direction', '\u202epsk\u202c: swordfish', '\u202epsk\u202c: ‹secret 1›'],
    ['behind a line separator', 'psk:\u2028swordfish', 'psk:\u2028‹secret 1›'],
  ])('%s', (_, text, safe) => {
    expect(blanked(text)).toEqual([safe])
  })
})

it('a secret in another disguise is not compared', () => {
  expect(blanked('psk = a\u2010b1', 'psk = a-b1')).toEqual(['psk = ‹secret ?›', 'psk = ‹secret 1›'])
})

it('what is taken back is looked at as well', () => {
  expect(blanked('psk: swordfish\b\b\b\b\b\b\b\b\b')).toEqual(['psk: ‹secret ?›'])
})

it.each(['наш пароль — секрет, и psк тоже', 'conn \x1b[32mнет\x1b[0m\n  auto=start', 'пре-шаред: \u2014'])(
  'nothing else is touched: %j',
  (text) => {
    expect(blanked(text)).toEqual([text])
  },
)
