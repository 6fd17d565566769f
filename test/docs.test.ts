import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyse, formats } from '../src/core/index.ts'

const root = join(import.meta.dirname, '..')
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

describe('the documentation', () => {
  it.each(pages)('%s links to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target)
    expect(links.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([])
  })

  it('opens with the two commands', () => {
    const [first = ''] = read('README.md').split('\n## ')
    expect(first).toContain('npm ci && npm start')
    expect(first).toContain('npm ci && npm test')
  })

  it('shows descriptions that are read without a mistake', () => {
    const examples = [...read('docs/description.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
    expect(examples.length).toBeGreaterThan(1)
    for (const text of examples) {
      const codes = analyse({ pastes: [{ source: 'tunnel.yaml', text }] }).diagnostics.map(({ code }) => code)
      expect(codes).toContain('TS001')
      expect(codes.filter((code) => code.startsWith('PA'))).toEqual([])
    }
  })

  it.each(formats.map(({ id }) => id))('tells on the page of a gateway what is read of %s, and what not', (id) => {
    const names = readdirSync(join(root, 'docs/gateways')).filter((name) => name !== 'README.md')
    const own = names.filter((name) => read(`docs/gateways/${name}`).includes(`\`${id}\``))
    expect(own).not.toEqual([])
    for (const name of own) {
      expect(read('docs/gateways/README.md')).toContain(`(${name})`)
      const page = read(`docs/gateways/${name}`)
      for (const part of ['## What can be pasted', '## What is read', '## What is not', '## How it '])
        expect(page).toContain(part)
    }
  })

  it('names every format in docs/formats.md', () => {
    for (const { id } of formats) expect(read('docs/formats.md')).toContain(`\`${id}\``)
  })
})
