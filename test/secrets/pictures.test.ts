import { readdirSync, readFileSync } from 'node:fs'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import * as icons from '../../src/playground/page/icons.tsx'

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(`src/${path}`, 'utf8') }))

/**
 * The program makes no picture of a paste, which is why no secret can stand in one: its pictures are icons, drawings that are
 * given nothing, and the screenshots of the documentation are made of its own examples.
 */
describe('pictures', () => {
  it('are drawn in one file, of icons that are given nothing', () => {
    const drawing = sources.filter(({ text }) => /<svg\b|<canvas\b|createElementNS/.test(text)).map(({ path }) => path)
    expect(drawing).toEqual(['playground/page/icons.tsx'])
    for (const icon of Object.values(icons)) {
      expect(icon).toHaveLength(0)
      expect(renderToStaticMarkup(icon())).not.toContain('<text')
    }
  })

  it('are in no message and no window that is sent to Slack', () => {
    const sent = sources.filter(({ path }) => path.startsWith('slack/'))
    expect(sent.filter(({ text }) => /image_url|slack_file|type: 'image'/.test(text))).toEqual([])
  })

  it.each(readdirSync('docs/images'))('of the documentation hold nothing but the picture: %s', (name) => {
    expect([...new Set(chunksOf(readFileSync(`docs/images/${name}`)))].toSorted()).toEqual(['IDAT', 'IEND', 'IHDR'])
  })
})

/** Names of the chunks of a PNG (RFC 2083, section 3.2): text and times would have chunks of their own. */
function chunksOf(png: Buffer): string[] {
  const names: string[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) names.push(png.toString('latin1', at + 4, at + 8))
  return names
}
