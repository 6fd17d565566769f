import { load, YAMLException } from 'js-yaml'
import * as z from 'zod'
import { type Paste, Report } from '../../src/core/index.ts'

/** A document and its section, with the public address at which anybody can read it. */
const Citation = z
  .string()
  .regex(/\S.*https:\/\/\S+/s, 'names the document and the section, then its address (https://...)')
const Verdict = Report.shape.verdict
const Code = z.string().regex(/^[A-Z]{2}\d{3}$/, 'is a code such as TS003')
const Place = z.string().regex(/^[^:]+:\d+$/, 'is a file and a line, such as b.txt:12')
const oneOrMore = <T extends z.ZodType>(each: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(each).min(1))

const Statement = z.strictObject({
  cites: oneOrMore(Citation),
  /** What the document says, in words of our own. */
  says: z.string().min(20),
  verdict: Verdict,
  /** The codes of all findings of severity `error`, each once. */
  errors: z.array(Code).default([]),
  /** Of each error, lines that it must quote. */
  proof: z.record(Code, oneOrMore(Place)).default({}),
  /** Of a pair that comes up: why a hasty tool would call it broken. */
  hasty: z.string().min(20).optional(),
  /** Of a pair that does not: the verdict that the remedy promises. */
  after: Verdict.optional(),
  /** Where the texts hold several tunnels: the id or the peer's address of the one that is meant. */
  tunnel: z.string().optional(),
})

/** One pair of ends, and what a document says must become of it. */
export interface DocumentedCase extends z.infer<typeof Statement> {
  readonly pastes: readonly Paste[]
}

const PASTE = /^([a-z])(?:-[a-z0-9-]+)?\.(?:txt|conf|yaml|xml)$/

/** The case that the files of a folder make, or all that is wrong with them. */
export function documentedCase(
  files: ReadonlyMap<string, string>,
): DocumentedCase | { readonly problems: readonly string[] } {
  const problems: string[] = []
  const pastes: Paste[] = []
  for (const [source, text] of files) {
    const end = source === 'case.yaml' ? null : PASTE.exec(source)?.[1]
    if (end === undefined)
      problems.push(`${source} is no case.yaml, and no text of an end such as a.txt or b-routes.txt.`)
    else if (end !== null) pastes.push({ source, text, end: end.toUpperCase() })
  }
  if (new Set(pastes.map(({ end }) => end)).size < 2)
    problems.push('The texts of two ends are needed: a.txt and b.txt.')
  const statement = Statement.safeParse(parsed(files.get('case.yaml') ?? ''))
  if (!statement.success) {
    const issues = statement.error.issues.map(({ path, message }) => `case.yaml: ${path.join('.')} ${message}`)
    return { problems: [...problems, ...issues] }
  }
  problems.push(...contradictions(statement.data, files))
  return problems.length > 0 ? { problems } : { ...statement.data, pastes }
}

/** The value of a YAML text; what is wrong with one that has none, which then is no statement. */
function parsed(yaml: string): unknown {
  try {
    return load(yaml)
  } catch (error) {
    return error instanceof YAMLException ? error.reason : error
  }
}

function contradictions(
  { verdict, errors, proof, hasty, after }: z.infer<typeof Statement>,
  files: ReadonlyMap<string, string>,
): string[] {
  const fails = errors.length > 0
  const places = Object.values(proof).flat()
  return [
    ...(fails || hasty !== undefined ? [] : ['case.yaml: hasty says why a hasty tool would call this pair broken.']),
    ...(fails && hasty !== undefined ? ['case.yaml: hasty is for pairs that come up without an error.'] : []),
    ...(fails || after === undefined ? [] : ['case.yaml: after is for pairs that do not come up.']),
    ...(fails === (verdict === 'up') ? [`case.yaml: verdict ${verdict} with ${errors.length} errors.`] : []),
    ...errors.filter((code) => !(code in proof)).map((code) => `case.yaml: proof names no line for ${code}.`),
    ...Object.keys(proof)
      .filter((code) => !errors.includes(code))
      .map((code) => `case.yaml: proof of ${code}, which is none of errors.`),
    ...places.filter((place) => !hasLine(files, place)).map((place) => `case.yaml: there is no line ${place}.`),
  ]
}

function hasLine(files: ReadonlyMap<string, string>, place: string): boolean {
  const [file = '', line] = place.split(':')
  return (files.get(file)?.split('\n')[Number(line) - 1] ?? '').trim() !== ''
}
