import { createReadStream } from 'node:fs'
import type { Paste } from '../core/index.ts'
import { decodeText } from '../text-encoding.ts'
import type { Input } from './command-line.ts'

/** So much of a file is read, in bytes; a gateway's output is far below. */
export const mostBytes = 64 * 1024 * 1024

interface InputFiles {
  readonly pastes: readonly Paste[]
  /** A full sentence for each file that could not be opened. */
  readonly problems: readonly string[]
}

/** Reads and decodes what the command line names. A file that is no text becomes a paste that says so. */
export async function readInputs(inputs: readonly Input[], stdin: AsyncIterable<Uint8Array>): Promise<InputFiles> {
  const pastes: Paste[] = []
  const problems: string[] = []
  const taken = new Set<string>()
  for (const { file, end } of inputs) {
    try {
      const bytes = await readAtMost(file === '-' ? stdin : createReadStream(file))
      const source = distinct(file === '-' ? 'stdin' : file, taken)
      pastes.push({ source, ...textOf(bytes), ...(end !== undefined && { end }) })
    } catch (error) {
      problems.push(`The file "${file}" cannot be opened: ${reasonOf(error)}.`)
    }
  }
  return { pastes, problems }
}

/** `undefined` when there is more. */
async function readAtMost(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > mostBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function textOf(bytes: Uint8Array | undefined): Pick<Paste, 'text' | 'unreadable'> {
  if (bytes === undefined) {
    return { text: '', unreadable: 'This is larger than 64 MB. Paste the part that concerns one tunnel.' }
  }
  const decoded = decodeText(bytes)
  return 'problem' in decoded ? { text: '', unreadable: decoded.problem } : { text: decoded.text }
}

/** Findings name the source, so the same file given twice needs two names. */
function distinct(name: string, taken: Set<string>): string {
  let source = name
  for (let count = 2; taken.has(source); count += 1) source = `${name} (${count})`
  taken.add(source)
  return source
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'reading it is not permitted',
  EISDIR: 'it is a directory',
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read'
  return reasons[code] ?? code
}
