import { describe, expect, it } from 'vitest'
import { configureFortios } from './fortios-configuration.ts'

const BOX = `config router static
    edit 1
        set device "wan1"
    next
    edit "7"
        set dst 10.1.0.0 255.255.255.0
        set device "tunnel"
    next
end
`

describe('the configuration of a FortiGate', () => {
  it.each([
    [
      'set replaces',
      'config router static\nedit 7\nset device "other"\nnext\nend',
      'set device "tunnel"',
      'set device "other"',
    ],
    ['append adds to a list', 'config router static\nedit 1\nappend device "wan2"\nend', '"wan1"', '"wan1" "wan2"'],
    [
      'edit 0 takes the next free number',
      'config router static\nedit 0\nset device "new"\nend',
      '    next\nend',
      '    next\n    edit 8\n        set device "new"\n    next\nend',
    ],
    [
      'unset takes a setting away',
      'config router static\nedit 1\nunset device\nnext\nend',
      '        set device "wan1"\n',
      '',
    ],
    [
      'delete takes an entry away',
      'config router static\ndelete 1\nend',
      '    edit 1\n        set device "wan1"\n    next\n',
      '',
    ],
    ['what only looks changes nothing', 'diagnose vpn tunnel up tunnel\nget router info routing-table all', '', ''],
  ])('%s', (_, commands, before, after) => {
    expect(configureFortios(BOX, commands)).toBe(BOX.replace(before, after))
  })

  it('moves an entry before another', () => {
    expect(configureFortios(BOX, 'config router static\nmove 7 before 1\nend')).toMatch(/edit "7"[\s\S]*edit 1/)
  })

  it.each([
    ['a word of no FortiGate', 'configure terminal'],
    ['a block that is not closed', 'config router static\nedit 1'],
    ['an end of nothing', 'end'],
    ['an entry that is not there', 'config router static\ndelete 9\nend'],
  ])('refuses %s', (_, commands) => {
    expect(() => configureFortios(BOX, commands)).toThrow()
  })
})
