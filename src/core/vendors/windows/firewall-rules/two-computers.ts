import type { Block } from '../../../model/format.ts'

const ADDRESS = String.raw`tunnelendpoint["' \t]{0,60}[:=]?["' \t]{0,60}(?<address>[\da-f.:]{2,45})(?![\w.])`
const ENDS = {
  local: new RegExp(`(?<!\\w)local${ADDRESS}`, 'i'),
  remote: new RegExp(`(?<!\\w)remote${ADDRESS}`, 'i'),
} as const

/** A tunnel endpoint in a line of a listing or of a script. */
export function tunnelEndIn(text: string, side: keyof typeof ENDS): string | undefined {
  return ENDS[side].exec(text)?.groups?.['address']
}

interface Computer {
  readonly blocks: Block[]
  readonly local: Set<string>
  readonly remote: Set<string>
}

/**
 * Blocks by the computers that they are of: one that has its tunnels where those of another end is of the other end. What tells no
 * tunnel endpoint is of the computer above it.
 */
export function computersOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const computers: Computer[] = []
  for (const block of blocks) {
    const [local, remote] = [endsIn(block, 'local'), endsIn(block, 'remote')]
    const last = computers.at(-1)
    const fits = (computer: Computer | undefined) =>
      computer !== undefined && !meet(local, computer.remote) && !meet(remote, computer.local)
    // There are two ends; a third one is told apart by its own address.
    const computer = fits(last) ? last : computers.slice(0, MOST).find(fits)
    if (computer === undefined) computers.push({ blocks: [block], local, remote })
    else {
      computer.blocks.push(block)
      for (const address of local) computer.local.add(address)
      for (const address of remote) computer.remote.add(address)
    }
  }
  return computers.map((computer) => computer.blocks)
}

const MOST = 8

function endsIn({ lines }: Block, side: keyof typeof ENDS): Set<string> {
  return new Set(lines.flatMap(({ text }) => tunnelEndIn(text, side) ?? []))
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const address of some) if (others.has(address)) return true
  return false
}
