import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { type Command, spanInside } from '../../../../src/core/vendors/cisco/command.ts'
import { parseCommands } from '../../../../src/core/vendors/cisco/command-tree.ts'
import type { ModeGrammar } from '../../../../src/core/vendors/cisco/open-modes.ts'

const grammar: ModeGrammar = { opens: () => null, belongs: () => false, isGlobal: () => false }

function commandIn(line: string): Command {
  const [command] = parseCommands(splitLines('a.txt', line), grammar).commands
  if (command === undefined) throw new Error(`"${line}" is no command.`)
  return command
}

describe('a command', () => {
  it('has its words without "no", and from one of them on', () => {
    const command = commandIn('  No  Crypto map  HUB 10')
    expect(command.no).toBe(true)
    expect(command.text).toBe('Crypto map HUB 10')
    expect(command.lower).toBe('crypto map hub 10')
    expect(command.words).toEqual(['Crypto', 'map', 'HUB', '10'])
    expect(command.wordsFrom(2)).toEqual(['HUB', '10'])
    expect(command.wordsFrom(3)).toEqual(['10'])
    expect(command.wordsFrom(4)).toEqual([])
    expect(command.wordsFrom(9)).toEqual([])
  })

  it('keeps together what is one word though it has blanks', () => {
    const command = commandIn('crypto map <the map> 10 set peer <peer address>')
    expect(command.words).toEqual(['crypto', 'map', '<the map>', '10', 'set', 'peer', '<peer address>'])
    expect(command.wordsFrom(6)).toEqual(['<peer address>'])
  })

  it('stands from its first character to its last, "no" and all', () => {
    const command = commandIn('  no  crypto map HUB  ')
    expect(command.span).toEqual({ source: 'a.txt', line: 1, column: 3, length: 'no  crypto map HUB'.length })
    expect(spanInside(command, 2)).toEqual({ source: 'a.txt', line: 1, column: 18, length: 'HUB'.length })
  })

  it('is the same place with fewer words, or with other commands in its mode', () => {
    const command = commandIn('crypto isakmp policy 10 hash sha')
    const said = command.withoutFirst(4)
    expect([said.text, said.words, said.span]).toEqual(['hash sha', ['hash', 'sha'], command.span])
    const whole = command.withChildren([said])
    expect([whole.text, whole.children, whole.span]).toEqual([command.text, [said], command.span])
    expect(command.children).toEqual([])
  })
})
