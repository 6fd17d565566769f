import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { buildTree, type ConfigObject } from '../../../../src/core/vendors/fortigate/config-tree.ts'
import { consoleLine, verbAt } from '../../../../src/core/vendors/fortigate/console-line.ts'
import { readStatements } from '../../../../src/core/vendors/fortigate/statements.ts'

function treeOf(...texts: readonly string[]) {
  return buildTree(texts.map((text, at) => readStatements(splitLines(`${at}`, text)).statements))
}

/** `vdom table/name key=words`, and what is nested in it behind. */
function inWords(...texts: readonly string[]): string[] {
  return treeOf(...texts).objects.map(words)
}

function words({ vdom, table, name, values, nested }: ConfigObject): string {
  const set = [...values].map(([key, value]) => `${key}=${value.words.join(',')}`)
  const inner = nested.map((object) => `{${words(object)}}`)
  return [`${vdom === null ? '' : `${vdom}: `}${table}/${name}`, ...set, ...inner].join(' ')
}

describe('the tables of a configuration', () => {
  it('have objects with values', () => {
    expect(inWords('config firewall address\nedit "LAN A"\nset subnet 10.1.0.0 255.255.255.0\nnext\nend')).toEqual([
      'firewall address/LAN A subnet=10.1.0.0,255.255.255.0',
    ])
  })

  it('end where the next one begins, though "next" and "end" are missing', () => {
    const text =
      'config system interface\nedit a\nset ip 192.0.2.1/24\nnext\n\nconfig firewall address\nedit b\nset type ipmask\nend'
    expect(inWords(text)).toEqual(['system interface/a ip=192.0.2.1/24', 'firewall address/b type=ipmask'])
    expect(inWords(text.replace('next\n', ''))).toEqual(inWords(text))
  })

  it('are the same where a web page joined their lines', () => {
    const text =
      'config firewall address\nedit "set"\nset comment "to edit and set"\nset subnet 10.1.0.0 255.255.255.0\nnext\nedit b\nunset end-ip\nset type ipmask\nnext\nend'
    expect(inWords(text.replaceAll('\n', ' '))).toEqual(inWords(text))
    expect(inWords(text)).toEqual([
      'firewall address/set comment=to edit and set subnet=10.1.0.0,255.255.255.0',
      'firewall address/b type=ipmask',
    ])
  })

  it('stand in their vdom', () => {
    const text =
      'config vdom\nedit root\nconfig system zone\nedit z\nset interface a\nnext\nend\nnext\nedit B\nconfig system zone\nedit z\nset interface b\nnext\nend\nend\nconfig global\nconfig system global\nset hostname gw\nend\nend'
    expect(inWords(text)).toEqual([
      'root: system zone/z interface=a',
      'B: system zone/z interface=b',
      'system global/ hostname=gw',
    ])
  })

  const shown = (prompt: string, key: string) =>
    `${prompt}show system zone\nconfig system zone\nedit z\nset interface ${key}\nnext\nend\n`

  it('stand in the vdom at whose prompt they are shown', () => {
    expect(inWords(`${shown('gw (root) # ', 'a')}${shown('gw (B) # ', 'b')}${shown('gw (root) # ', 'c')}`)).toEqual([
      'root: system zone/z interface=c',
      'B: system zone/z interface=b',
    ])
    // What stands between the prompts of two may be of either.
    expect(inWords(shown('', 'a'), `${shown('gw (root) # ', 'b')}${shown('gw (B) # ', 'c')}`)).toEqual([
      'system zone/z interface=a',
      'root: system zone/z interface=b',
      'B: system zone/z interface=c',
    ])
  })

  it('are all of the only vdom that a prompt tells', () => {
    expect(inWords(shown('', 'a'), shown('gw (root) # ', 'b'))).toEqual(['root: system zone/z interface=b'])
  })

  it('are of no vdom at the prompt of the global part, of a table, or of a unit without any', () => {
    for (const prompt of ['gw (global) # ', 'gw # ']) expect(inWords(shown(prompt, 'a'))[0]).toMatch(/^system zone/)
    expect(inWords(shown('gw (zone) # ', 'a').replace('show system zone', 'show'))[0]).toMatch(/^system zone/)
  })

  it('hold tables, also several of one name', () => {
    const text =
      'config system sdwan\nset status enable\nconfig members\nedit 1\nset interface a\nnext\nend\nconfig members\nedit 2\nset interface b\nnext\nend\nend'
    expect(inWords(text)).toEqual(['system sdwan/ status=enable {members/1 interface=a} {members/2 interface=b}'])
  })

  it('go on where they are entered again, in whatever text', () => {
    const first = 'config firewall address\nedit a\nset subnet 10.1.0.0/24\nnext\nend'
    const second = 'config firewall address\nedit a\nset subnet 10.2.0.0/24\nset color 3\nnext\nend'
    expect(inWords(first, second)).toEqual(['firewall address/a subnet=10.2.0.0/24 color=3'])
  })

  it('change as the commands say', () => {
    const text =
      'config firewall addrgrp\nedit g\nset member a b\nappend member c\nunselect member a\nset color 3\nunset color\nnext\nedit h\nnext\ndelete h\nend'
    expect(inWords(text)).toEqual(['firewall addrgrp/g member=b,c'])
    const order = 'config firewall policy\nedit 1\nnext\nedit 2\nnext\nmove 2 before 1\nend'
    expect(treeOf(order).objects.map(({ name }) => name)).toEqual(['2', '1'])
    const numbered = 'config router static\nedit 0\nset device a\nnext\nedit 0\nset device b\nnext\nend'
    expect(inWords(numbered)).toEqual(['router static/0 device=a', 'router static/0 device=b'])
  })

  it('are told by their keys where the paste begins within one', () => {
    expect(inWords('edit "x"\nset phase1name "to-b"\nnext\nedit "to-b"\nset remote-gw 192.0.2.1\nnext')).toEqual([
      'vpn ipsec phase2-interface/x phase1name=to-b',
      'vpn ipsec phase1-interface/to-b remote-gw=192.0.2.1',
    ])
    expect(inWords('set remote-gw 192.0.2.1\nset psksecret x')).toEqual([
      'vpn ipsec phase1-interface/ remote-gw=192.0.2.1 psksecret=x',
    ])
  })

  it('may be named by the start of their words', () => {
    expect(inWords('config sys int\nedit a\nset vdom root\nend')).toEqual(['system interface/a vdom=root'])
  })

  it('do not make it dig without end', () => {
    const deep = `config vpn ipsec phase1-interface\nedit a\n${'config list\nedit b\n'.repeat(20_000)}`
    expect(treeOf(deep).objects).toHaveLength(1)
  })
})

describe('the values', () => {
  function values(line: string): (string | null)[] {
    const [statement] = readStatements(splitLines('a', line)).statements
    return statement === undefined ? [] : [statement.key, ...statement.words]
  }

  it.each([
    ['set comment "it\'s \\"quoted\\""', ['comment', 'it\'s "quoted"']],
    ["set comment 'single'", ['comment', 'single']],
    ['set member "LAN A" "LAN B" C', ['member', 'LAN A', 'LAN B', 'C']],
    ['set comment over\\ blanks', ['comment', 'over blanks']],
    ['set psksecret ‹secret 1›', ['psksecret', '‹secret 1›']],
    ['set comment "open', ['comment', 'open']],
  ])('of %s', (line, expected) => {
    expect(values(line)).toEqual(expected)
  })

  it('may go over lines, but not over the next statement', () => {
    const { statements } = readStatements(splitLines('a', 'set comment "one\ntwo"\nnext'))
    expect(statements.map(({ verb, span, height }) => [verb, span.line, height])).toEqual([
      ['set', 1, 2],
      ['next', 3, 1],
    ])
    expect(readStatements(splitLines('a', 'set comment "one\nnext')).statements.map(({ verb }) => verb)).toEqual([
      'set',
      'next',
    ])
  })
})

describe('what closes a block', () => {
  it('is known in capitals too where it stands alone, and the first word of a sentence is none', () => {
    const words = ['end', 'End', '  NEXT ', 'next', 'End of the paste', 'Next I tried', 'Set', 'Ends']
    expect(words.map((text) => verbAt(text, text.search(/\S/)))).toEqual([
      'end',
      'end',
      'next',
      'next',
      null,
      null,
      null,
      null,
    ])
  })
})

describe('what a console puts in front of a line', () => {
  it.each([
    ['FGT-A # show', 'FGT-A', null, 'show'],
    ['FGT-A (root) # config firewall policy', 'FGT-A', 'root', 'config firewall policy'],
    ['FGT-A (to-b) $ set keylife 3600', 'FGT-A', 'to-b', 'set keylife 3600'],
    ['FGT-A# show', 'FGT-A', null, 'show'],
    ['FGT-A (root)# show', 'FGT-A', 'root', 'show'],
    ['#set keylife 3600', null, null, '#set keylife 3600'],
    ['--More--          set keylife 3600', null, null, 'set keylife 3600'],
    ['    set comments "a # b"', null, null, '    set comments "a # b"'],
    ['#config-version=FGVM64-7.2.5-FW-build1517', null, null, '#config-version=FGVM64-7.2.5-FW-build1517'],
  ])('%s', (text, host, place, rest) => {
    const { from, prompt } = consoleLine(text)
    expect(prompt).toEqual(host === null ? null : { host, place })
    expect(text.slice(from)).toBe(rest)
  })
})
