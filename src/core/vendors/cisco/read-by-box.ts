import { type Block, NOTHING_READ, type Reading } from '../../model/format.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { isOfKeyringPeer } from './keyring-peer.ts'
import { plainText, readTerminalLine } from './terminal-lines.ts'

/** Reads the blocks of each box as one text, and gives a reading for each block, in order. */
export function readByBox(blocks: readonly Block[], read: (blocks: readonly Block[]) => readonly Reading[]): Reading[] {
  const readings = new Map<Block, Reading>()
  for (const box of boxesOf(blocks)) {
    const parts = read(box)
    for (const [at, block] of box.entries()) readings.set(block, parts[at] ?? NOTHING_READ)
  }
  return blocks.map((block) => readings.get(block) ?? NOTHING_READ)
}

/**
 * The host of a prompt or of `hostname` tells which box a block is of; one that names none goes on with the box before it.
 */
function boxesOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  if (blocks.length < 2) return [blocks]
  const boxes: { name: string | null; readonly blocks: Block[] }[] = []
  let current: (typeof boxes)[number] | undefined
  for (const block of blocks) {
    const name = nameIn(block.lines)
    const named = boxes.find((box) => name !== null && box.name === name)
    const goesOn = name === null || current?.name === null
    current = named ?? (goesOn ? current : undefined)
    if (current === undefined) {
      current = { name, blocks: [] }
      boxes.push(current)
    }
    current.name ??= name
    current.blocks.push(block)
  }
  return boxes.map((box) => box.blocks)
}

/** A prompt of IOS shows no more of the host's name. */
const LONGEST = 20

function nameIn(lines: readonly SourceLine[]): string | null {
  let ofPeer = false
  for (const line of lines) {
    ofPeer = isOfKeyringPeer(ofPeer, line.text)
    const written = ofPeer ? undefined : HOSTNAME.exec(line.text)?.[1]
    const name = plainText(line.text) === null ? readTerminalLine(line).host : written
    if (name != null) return name.slice(0, LONGEST).toLowerCase()
  }
  return null
}

const HOSTNAME = /^\s*hostname (\S+)/i
