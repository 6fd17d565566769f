import { readFileSync } from 'node:fs'
import { join, normalize, sep } from 'node:path'
import { z } from 'zod'
import { decodeText } from '../src/text-encoding.ts'

/** What the configs alone decide; `n/a` where certificates, lost packets or the like decide at run time. */
const ConfigVerdict = z.enum(['compatible', 'incompatible', 'n/a'])

/** One entry of `index.json`; fields that are not named here are for people. */
const Entry = z.object({
  id: z.string(),
  format: z.string(),
  /** Whether the configs of all ends are there. */
  pair: z.boolean(),
  /** Several files of one end are several pastes of it. */
  ends: z.array(z.object({ host: z.string(), vendor: z.string().nullish(), files: z.array(z.string()) })),
  config_verdict: ConfigVerdict.nullish(),
  /** Why it cannot come up, in the words of the source. */
  cause: z.string().nullish(),
  /** What the source's own tests saw. */
  results: z.array(z.object({ errors: z.array(z.string()).default([]) })).nullish(),
})
export type Entry = z.infer<typeof Entry>

const Index = z.array(Entry)

/** The text of one file of an end. */
export interface CorpusText {
  readonly host: string
  /** Whose product it is, where that is told. */
  readonly vendor: string | null
  /** A, B, C, ... in the order of the ends. */
  readonly end: string
  /** Relative to the folder; the name of the paste. */
  readonly file: string
  readonly text: string
}

/** The entries of a folder, or what is wrong with its `index.json`, in a sentence. */
export function readIndex(folder: string): readonly Entry[] | { readonly problem: string } {
  const path = join(folder, 'index.json')
  try {
    const index = Index.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (index.success) return index.data
    const [first] = index.error.issues
    return { problem: `${path} is no index of a corpus: ${first?.path.join('.')}: ${first?.message}.` }
  } catch (error) {
    return { problem: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.` }
  }
}

/** All texts of an entry, or why one cannot be had. */
export function textsOf(folder: string, { ends }: Entry): readonly CorpusText[] | { readonly problem: string } {
  const texts: CorpusText[] = []
  for (const [at, { host, vendor = null, files }] of ends.entries()) {
    for (const file of files) {
      if (normalize(file).startsWith(`..${sep}`)) return { problem: `${file} is not in the folder.` }
      try {
        const decoded = decodeText(readFileSync(join(folder, file)))
        if ('problem' in decoded) return { problem: `${file}: ${decoded.problem}` }
        texts.push({ host, vendor, end: labelAt(at), file, text: decoded.text })
      } catch (error) {
        return { problem: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.` }
      }
    }
  }
  return texts
}

function labelAt(at: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + at)
}
