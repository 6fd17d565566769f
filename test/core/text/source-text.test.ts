import { describe, expect, it } from 'vitest'
import { linesOf, splitLines } from '../../../src/core/text/source-text.ts'

describe('the lines of a text', () => {
  it.each([
    ['line breaks of every kind', 'conn a\r\n  left=1\rconn b\n', ['conn a', '  left=1', 'conn b']],
    ['a byte order mark', '\ufeffconn a', ['conn a']],
    ['characters that look like plain ones', '\u201cconn\u00a0a\u201d', ['"conn a"']],
    ['a fence on lines of its own, which stay as empty ones', '```\nconn a\n```', ['', 'conn a', '']],
    ['a fence with the name of a language', '```yaml\nends:\n```', ['', 'ends:', '']],
    ['a fence on the lines of the text', '```ends:\n  A: {}```', ['ends:', '  A: {}']],
    ['quote marks of a mail', '> conn a\n>   left=1', ['conn a', '  left=1']],
    [
      'quote marks that are written as in a page',
      '&gt; A1 A &gt; B\n&gt;\n&gt; A2 A &lt; B',
      ['A1 A > B', '', 'A2 A < B'],
    ],
    ['line numbers', '  1\tconn a\n  2\t  left=1\n  3\t\n  4\tconn b', ['conn a', '  left=1', '', 'conn b']],
    [
      'what all of an ipsec.conf is indented by',
      '    conn a\n      left=1\n\n    conn b',
      ['conn a', '  left=1', '', 'conn b'],
    ],
    ['tabs that all begin with', '\tconn a\n\t\tleft=1\n\tconn b', ['conn a', '\tleft=1', 'conn b']],
    [
      'single marks around several lines of code',
      'it says `000`:\n`000 #2: up\n000 #1: up\n`\nand',
      ['it says `000`:', '000 #2: up', '000 #1: up', '', 'and'],
    ],
    [
      'what a piece of Markdown is indented by, between lines of talk',
      'Server:\n\n\t: PSK "x"\n\n`ipsec.conf`\n\n\t# mine\n\tconn a\n\t  left=1\nWhat is wrong?',
      ['Server:', '', ': PSK "x"', '', '`ipsec.conf`', '', '# mine', 'conn a', '  left=1', 'What is wrong?'],
    ],
  ])('are without %s', (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines)
  })

  it.each([
    [
      'a single quote mark, which may be an arrow that was wrapped',
      'A1 SubnetA\n> SubnetB',
      ['A1 SubnetA', '> SubnetB'],
    ],
    ['signs of a page in some of the lines', '&gt; A1\nA2 &lt; B', undefined],
    ['numbers that do not count', '10 permit ip any any\n20 deny ip any any', undefined],
    ['the indentation of other languages', '  connections {\n    a {\n    }\n  }', undefined],
    ['the indentation below a first line', 'conn a\n  left=1\n    right=2', undefined],
    ['a mark that nothing closes, and marks around words', '`000 #2: up\n`conn a`\n`b', undefined],
    ['the keys of a section above another one that is indented', 'conn a\n  left=1\n  conn b\n    left=2', undefined],
    ['lines that are indented by nothing in common', '\tconn a\n  left=1', undefined],
  ])('keep %s', (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines ?? text.split('\n'))
  })
})

describe('the lines that are read', () => {
  it.each([
    ['escape sequences of a terminal', '\x1b[1mconn a\x1b[0m\n\x1b[32m  left=1\x1b[K'],
    ['the title of a window', '\x1b]0;root@gw-a\x07conn a\n  left=1'],
    ['characters that take no room', 'conn\u200b a\u200e\n\u2060  left\u00ad=1'],
  ])('are without %s', (_, text) => {
    expect(splitLines('a', text).map((line) => line.text)).toEqual(['conn a', '  left=1'])
  })
})
