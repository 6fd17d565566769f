import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { type Command, textOf } from '../../../../src/core/vendors/cisco/command.ts'
import { parseCommands } from '../../../../src/core/vendors/cisco/command-tree.ts'
import type { ModeGrammar } from '../../../../src/core/vendors/cisco/open-modes.ts'

const grammar: ModeGrammar = {
  opens: ({ words: [first, second] }, mode) =>
    first === 'interface'
      ? 'interface'
      : second === 'keyring'
        ? 'keyring'
        : mode === 'keyring' && first === 'peer'
          ? 'peer'
          : null,
  belongs: ({ words: [first] }, mode) =>
    ({ interface: ['ip', 'crypto', 'shutdown'], keyring: ['peer'], peer: ['address', 'pre-shared-key'] })[
      mode
    ]?.includes(first ?? '') === true,
  isGlobal: ({ words: [first] }) => first === 'interface',
}

type Tree = string | [string, Tree[]]

function tree(text: string): Tree[] {
  const show = (command: Command): Tree => {
    const words = `${command.no ? 'no ' : ''}${textOf(command)}`
    return command.children.length === 0 ? words : [words, command.children.map(show)]
  }
  return parseCommands(splitLines('a.txt', text), grammar).commands.map(show)
}

describe('the commands of a configuration', () => {
  it('stand in the mode that they are indented below', () => {
    expect(tree('interface Gi0/0\n ip address dhcp\n no shutdown\n!\ninterface Gi0/1\n shutdown')).toEqual([
      ['interface Gi0/0', ['ip address dhcp', 'no shutdown']],
      ['interface Gi0/1', ['shutdown']],
    ])
  })

  it('stand two modes deep', () => {
    expect(
      tree('crypto keyring K\n peer B\n  address 192.0.2.1\n  !\n peer C\n  address 192.0.2.2\nhostname R1'),
    ).toEqual([
      [
        'crypto keyring K',
        [
          ['peer B', ['address 192.0.2.1']],
          ['peer C', ['address 192.0.2.2']],
        ],
      ],
      'hostname R1',
    ])
  })

  it('stand where they belong without any indentation, as they are typed', () => {
    expect(
      tree(
        'crypto keyring K\npeer B\naddress 192.0.2.1\nexit\npeer C\nexit\nexit\ninterface Gi0/0\nip address dhcp\nhostname R1',
      ),
    ).toEqual([
      ['crypto keyring K', [['peer B', ['address 192.0.2.1']], 'peer C']],
      ['interface Gi0/0', ['ip address dhcp']],
      'hostname R1',
    ])
  })

  it('do not go on behind a bare "!" without indentation', () => {
    expect(tree('interface Gi0/0\nip address dhcp\n!\nip route 0.0.0.0 0.0.0.0 192.0.2.9')).toEqual([
      ['interface Gi0/0', ['ip address dhcp']],
      'ip route 0.0.0.0 0.0.0.0 192.0.2.9',
    ])
  })

  it('stand at prompts, among paging and time stamps', () => {
    expect(
      tree(
        [
          '[12:00:01] interface Gi0/0',
          ' --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b ip address dhcp',
          '<--- More --->',
          ' --More--          shutdown',
          'R1(config)#interface Gi0/1',
          'R1(config-if)#no shutdown',
          'R1(config-if)#do show ip interface brief',
          'R1#',
        ].join('\n'),
      ),
    ).toEqual([
      ['interface Gi0/0', ['ip address dhcp', 'shutdown']],
      ['interface Gi0/1', ['no shutdown']],
    ])
  })

  it('are global where only a global command can be, however far the paste is indented', () => {
    expect(tree('crypto keyring K\n    interface Gi0/0\n     shutdown')).toEqual([
      'crypto keyring K',
      ['interface Gi0/0', ['shutdown']],
    ])
  })
})
