import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { flow } from '../../../../src/core/vendors/flowing-text.ts'
import { itemsOf } from '../../../../src/core/vendors/strongswan/settings/setting-items.ts'
import {
  keyIn,
  keysIn,
  layersOf,
  sectionsIn,
} from '../../../../src/core/vendors/strongswan/settings/settings-layers.ts'
import { parseSettings } from '../../../../src/core/vendors/strongswan/settings/settings-parser.ts'
import type { SettingsText } from '../../../../src/core/vendors/strongswan/settings/settings-text.ts'
import type { SettingsSection } from '../../../../src/core/vendors/strongswan/settings/settings-tree.ts'

function parse(text: string): SettingsText {
  return parseSettings(flow(splitLines('a.conf', text)))
}

/** A section as a plain object. */
function plain({ keys, sections }: SettingsSection): object {
  return {
    ...Object.fromEntries([...keys].map(([name, { value }]) => [name, value])),
    ...Object.fromEntries([...sections].map(([name, section]) => [name, plain(section)])),
  }
}

describe('the settings format', () => {
  it.each([
    ['sections in each other', 'a {\n b {\n  c = d\n }\n}\ne = f', { a: { b: { c: 'd' } }, e: 'f' }],
    ['everything on one line', 'a { b { c = d } }', { a: { b: { c: 'd' } } }],
    ['a brace on the next line', 'a\n{\n b = c\n}', { a: { b: 'c' } }],
    ['a comment behind a value', 'a = b # c\nd = e#f', { a: 'b', d: 'e' }],
    ['a comment behind a brace', 'a { # b = c }\n d = e\n}', { a: { d: 'e' } }],
    ['no blanks', 'a{b=c\n}', { a: { b: 'c' } }],
    ['words, joined by one blank', 'a =  b   c\td', { a: 'b c d' }],
    ['signs in a value', 'a = b{c, d=e: f', { a: 'b{c, d=e: f' }],
    ['quotes', 'a = "b # } c"', { a: 'b # } c' }],
    ['quotes with escapes', 'a = "b \\"c\\" \\\\ d\\n"', { a: 'b "c" \\ d\n' }],
    ['quotes over two lines', 'a = "b\nc" # d\ne = f', { a: 'b\nc', e: 'f' }],
    ['quotes over two lines that are joined', 'a = "b\\\nc"', { a: 'bc' }],
    ['quotes in the middle of words', 'a = CN="b  c"d', { a: 'CN= b  c d' }],
    ['an empty value', 'a =\nb = ""', { a: null, b: '' }],
    ['a key that is given twice', 'a = b\na = c', { a: 'c' }],
    ['a section that is given twice', 'a { b = c\n }\na { d = e\n b = f\n }', { a: { b: 'f', d: 'e' } }],
    ['a key called include', 'include = a', { include: 'a' }],
  ])('with %s', (_, text, expected) => {
    const { root, errors } = parse(text)
    expect(plain(root)).toEqual(expected)
    expect(errors).toEqual([])
  })

  it('keeps sections and keys in the order in which they first stand', () => {
    const { root } = parse('z { }\na { }\nz { b = c }')
    expect([...root.sections.keys()]).toEqual(['z', 'a'])
  })

  it('tells what it does not follow', () => {
    const { includes } = parse('include conf.d/*.conf\na { include "b c.conf"\n}')
    expect(includes.map(({ pattern, span }) => [pattern, span.line])).toEqual([
      ['conf.d/*.conf', 1],
      ['b c.conf', 2],
    ])
  })

  it.each([
    ['a section that is not closed', 'a {\n b = c', 'open', 1],
    ['a closing brace too many', 'a { } }', 'closing', 1],
    ['a value without a sign', 'a {\n b c\n}', 'syntax', 2],
    ['two names in front of a brace', 'a {\n b c {\n d = e\n }\n}', 'syntax', 2],
    ['a value over two lines', 'a {\n b = c,\n d\n}', 'syntax', 4],
    ['a point in a name', 'a {\n b.c = d\n}', 'syntax', 2],
    ['a name in quotes', 'a {\n "b" = c\n}', 'syntax', 2],
    ['a quote that stays open', 'a {\n b = "c\n}', 'syntax', 2],
    ['a reference to nothing', 'a {\n b : {\n }\n}', 'syntax', 2],
    ['prose around it', 'hello there\na { }', 'stray', 1],
  ])('knows %s', (_, text, kind, line) => {
    const { errors } = parse(text)
    expect(errors.map((error) => [error.kind, error.span.line])).toContainEqual([kind, line])
  })

  it('reads on after an error', () => {
    expect(plain(parse('a {\n b c {\n  d = e\n }\n f = g\n}\nh = i').root)).toEqual({ a: { f: 'g' }, h: 'i' })
  })

  it.each([
    ['a million opening braces', 'a {'.repeat(300_000), 0, 1],
    ['a million closing braces', '}'.repeat(1_000_000), 0, 0],
    ['a million quotes', 'a = "'.repeat(200_000), 1, 0],
    ['a million escaped quotes', `a = "${'\\"'.repeat(500_000)}`, 1, 0],
    ['a million colons', 'a : b,\n'.repeat(150_000), 0, 0],
    ['a million commas', `a = ${'b, '.repeat(300_000)}`, 1, 0],
    ['a million blanks', `a =${' '.repeat(1_000_000)}b`, 1, 0],
  ])('takes %s', (_, text, keys, sections) => {
    const { root } = parse(text)
    for (const key of root.keys.values()) itemsOf(key, flow(splitLines('a.conf', text)))
    expect([root.keys.size, root.sections.size]).toEqual([keys, sections])
  })
})

describe('the items of a list', () => {
  it('have their places, also within quotes', () => {
    const text = 'a =  b , "c, d",, e # f'
    const [key] = parse(text).root.keys.values()
    const items = key === undefined ? [] : itemsOf(key, flow(splitLines('a.conf', text)))
    expect(items.map(({ text }) => text)).toEqual(['b', 'c', 'd', 'e'])
    expect(items.map(({ span }) => text.slice(span.column - 1, span.column - 1 + span.length))).toEqual([
      'b',
      'c',
      'd',
      'e',
    ])
  })
})

describe('references', () => {
  function inherited(text: string, ...path: readonly string[]) {
    const { root } = parse(text)
    let layers = layersOf(root, root)
    for (const name of path) layers = sectionsIn(layers, root).get(name) ?? []
    return Object.fromEntries(keysIn(layers).map(({ name, value }) => [name, value]))
  }

  it('inherit what is not set, from left to right', () => {
    const text = 'c {\n x : t1, t2.sub { a = 1 }\n}\nt1 { a = 2\n b = 3\n}\nt2 { sub { b = 4\n d = 5\n } }'
    expect(inherited(text, 'c', 'x')).toEqual({ a: '1', b: '3', d: '5' })
  })

  it('clear a value by an empty one', () => {
    const text = 'c { x : t { a =\n } }\nt { a = 1\n b = 2\n }'
    expect(inherited(text, 'c', 'x')).toEqual({ b: '2' })
    const { root } = parse(text)
    const layers = sectionsIn(sectionsIn([root], root).get('c') ?? [], root).get('x') ?? []
    expect(keyIn(layers, 'a')).toBeUndefined()
  })

  it('merge the sections within, own ones first', () => {
    const text = 'c { x : t { k { n { a = 1 } } } }\nt { k { m { a = 2 }\n n { b = 3 } } }'
    const { root } = parse(text)
    const x = sectionsIn(sectionsIn([root], root).get('c') ?? [], root).get('x') ?? []
    const k = sectionsIn(x, root).get('k') ?? []
    expect([...sectionsIn(k, root).keys()]).toEqual(['n', 'm'])
    expect(inherited(text, 'c', 'x', 'k', 'n')).toEqual({ a: '1', b: '3' })
  })

  it('follow a chain, a circle once, and nothing to nowhere', () => {
    expect(inherited('a : b { }\nb : c { x = 1 }\nc : a, gone { y = 2 }', 'a')).toEqual({ x: '1', y: '2' })
  })

  it('that double at each step stay cheap', () => {
    const chain = Array.from({ length: 60 }, (_, at) => `t${at} : t${at + 1}, t${at + 1} { k${at} = v }`).join('\n')
    expect(Object.keys(inherited(chain, 't0'))).toHaveLength(60)
  })
})
