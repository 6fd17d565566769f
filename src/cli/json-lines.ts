import * as z from 'zod'
import type { AnalysisPool } from '../analysis-pool.ts'
import type { AnalysisRequest } from '../core/index.ts'
import { mostBytes } from './input-files.ts'

const Case = z.strictObject({
  id: z.unknown(),
  a: z.array(z.string()).default([]),
  b: z.array(z.string()).default([]),
  a_address: z.string().optional(),
  b_address: z.string().optional(),
  probe: z.string().optional(),
  tunnel: z.string().optional(),
})
type Case = z.infer<typeof Case>

type Answer = { readonly id: unknown } & ({ readonly report: unknown } | { readonly error: string })

/**
 * Answers one case a line, in order. `ahead` cases at most are in work or wait for an earlier one, so that memory stays
 * bounded however long the input is.
 */
export async function* answerLines(
  stdin: AsyncIterable<Uint8Array>,
  pool: AnalysisPool,
  ahead: number,
): AsyncGenerator<string> {
  const answers: Promise<Answer>[] = []
  let number = 0
  for await (const line of splitLines(stdin)) {
    number += 1
    if (line?.length === 0) continue
    answers.push(answerLine(line, number, pool))
    if (answers.length >= ahead) yield `${JSON.stringify(await answers.shift())}\n`
  }
  for (const answer of answers) yield `${JSON.stringify(await answer)}\n`
}

async function answerLine(line: Buffer | undefined, number: number, pool: AnalysisPool): Promise<Answer> {
  const wrong = (id: unknown, problem: string): Answer => ({ id, error: `line ${number}: ${problem}` })
  if (line === undefined) return wrong(null, `This is larger than ${mostBytes / 1024 / 1024} MB.`)
  const json = parseJson(line)
  if (json === undefined) return wrong(null, 'This is not JSON.')
  const id = typeof json.value === 'object' && json.value !== null && 'id' in json.value ? json.value.id : null
  const read = Case.safeParse(json.value)
  if (!read.success) return wrong(id, read.error.issues.map(sayIssue).join(' '))
  const answer = await pool.analyse(requestOf(read.data))
  return answer.ok ? { id, report: answer.report } : { id, error: answer.say }
}

function requestOf({ a, b, a_address, b_address, probe, tunnel }: Case): AnalysisRequest {
  return {
    pastes: [
      ...a.map((text, index) => ({ source: `a[${index}]`, text, end: 'A' })),
      ...b.map((text, index) => ({ source: `b[${index}]`, text, end: 'B' })),
    ],
    addresses: { ...(a_address !== undefined && { A: a_address }), ...(b_address !== undefined && { B: b_address }) },
    ...(probe !== undefined && { probe }),
    ...(tunnel !== undefined && { tunnel }),
  }
}

/** The parser's own message would quote the line. */
function parseJson(line: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line)) }
  } catch {
    return undefined
  }
}

function sayIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `A case has the fields ${Object.keys(Case.shape).join(', ')} and no others.`
  }
  const place = issue.path.map(String).join('.')
  if (issue.code === 'invalid_type')
    return `${place === '' ? 'A case' : `"${place}"`} has to be of the type ${issue.expected}.`
  return `"${place}" is not valid.`
}

/** Lines without their ends; `undefined` for one that is too long to be kept. */
async function* splitLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | undefined> {
  let parts: Uint8Array[] = []
  let length = 0
  const take = (part: Uint8Array): void => {
    length += part.length
    if (length <= mostBytes) parts.push(part)
    else parts = []
  }
  const finish = (): Buffer | undefined => {
    const line = length <= mostBytes ? Buffer.concat(parts) : undefined
    parts = []
    length = 0
    return line?.at(-1) === 0x0d ? line.subarray(0, -1) : line
  }
  for await (const chunk of stream) {
    let start = 0
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      take(chunk.subarray(start, end))
      yield finish()
      start = end + 1
    }
    take(chunk.subarray(start))
  }
  if (length > 0) yield finish()
}
