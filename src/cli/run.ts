import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import picocolors from 'picocolors'
import { type AnalysisPool, createAnalysisPool } from '../analysis-pool.ts'
import { explain, formats, type Report, renderText, type TextStyle, type TunnelRow } from '../core/index.ts'
import type { Refusal } from '../worker-pool.ts'
import { type Analysis, parseCommandLine } from './command-line.ts'
import { readInputs } from './input-files.ts'
import { answerLines } from './json-lines.ts'
import { usage } from './usage.ts'

/** 0: no error; 1: an error found; 2: usage, or a file that cannot be opened; 3: unknown. */
export type ExitCode = 0 | 1 | 2 | 3

/** What the program is connected to. Tests hand in their own. */
interface Surroundings {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly write: (text: string) => Promise<void>
  /** Says one sentence on standard error. */
  readonly complain: (sentence: string) => void
  readonly colour: boolean
  readonly openPool?: (threads: number) => AnalysisPool
}

const mostThreads = 4

/** Does what the arguments ask for and gives the exit status. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdin, write, complain } = surroundings
  const command = parseCommandLine(args)
  switch (command.kind) {
    case 'misuse':
      complain(`${command.say} See "ipsec-diagnose --help".`)
      return 2
    case 'help':
      await write(usage)
      return 0
    case 'version':
      await write(`${version()}\n`)
      return 0
    case 'formats': {
      const list = formats.map(({ id, title, command }) => ({ id, title, command }))
      const lines = list.map(({ id, title, command }) => `${title} (${id})\n    ${command}\n`)
      await write(command.json ? json(list) : lines.join(''))
      return 0
    }
    case 'explain': {
      const page = explain(command.code)
      if (page === undefined) {
        complain(`There is no diagnostic with the code "${command.code}".`)
        return 2
      }
      await write(command.json ? json(page) : `${page.markdown.trimEnd()}\n`)
      return 0
    }
    case 'json-lines': {
      const threads = Math.min(availableParallelism(), mostThreads)
      return withPool(surroundings, threads, async (pool) => {
        for await (const line of answerLines(stdin, pool, threads * 2)) await write(line)
        return 0
      })
    }
    case 'analyse':
    case 'survey':
      return diagnose(command, surroundings)
  }
}

async function diagnose(
  { kind, inputs, json: asJson, ...question }: Analysis & { readonly kind: 'analyse' | 'survey' },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { stdin, write, complain, colour } = surroundings
  const { pastes, problems } = await readInputs(inputs, stdin)
  if (problems.length > 0) {
    problems.forEach(complain)
    return 2
  }
  const request = { pastes, ...question }
  return withPool(surroundings, 1, async (pool) => {
    if (kind === 'survey') {
      const answer = await pool.survey(request)
      if (!answer.ok) return refused(answer, complain)
      await write(asJson ? json(answer.tunnels) : answer.tunnels.map(surveyLine).join(''))
      return exitCodeOfSurvey(answer.tunnels)
    }
    const answer = await pool.analyse(request)
    if (!answer.ok) return refused(answer, complain)
    await write(asJson ? json(answer.report) : `${harmless(renderText(answer.report, style(colour)).trimEnd())}\n`)
    return exitCodeOf(answer.report)
  })
}

async function withPool(
  { openPool = (threads) => createAnalysisPool({ threads }) }: Surroundings,
  threads: number,
  work: (pool: AnalysisPool) => Promise<ExitCode>,
): Promise<ExitCode> {
  const pool = openPool(threads)
  try {
    return await work(pool)
  } finally {
    await pool.close()
  }
}

function refused({ say }: Refusal, complain: (sentence: string) => void): ExitCode {
  complain(say)
  return 3
}

function exitCodeOf({ diagnostics, verdict }: Report): ExitCode {
  if (diagnostics.some(({ severity }) => severity === 'error')) return 1
  return verdict === 'unknown' ? 3 : 0
}

/** The rows have no findings; a tunnel that is not up is the error that they show. */
function exitCodeOfSurvey(tunnels: readonly TunnelRow[]): ExitCode {
  if (tunnels.some(({ verdict }) => verdict === 'down' || verdict === 'partial')) return 1
  return tunnels.length > 0 && tunnels.every(({ verdict }) => verdict === 'up') ? 0 : 3
}

function surveyLine({ id, name, verdict, summary }: TunnelRow): string {
  return harmless(`${id}  ${verdict}  ${name}: ${summary}\n`)
}

function style(colour: boolean): TextStyle {
  const colours = picocolors.createColors(colour)
  return { strong: colours.bold, faint: colours.dim, bad: colours.red, warn: colours.yellow, good: colours.green }
}

/** Lines of a paste may hold control sequences, which must not reach a terminal; the colours of `style` may. */
function harmless(text: string): string {
  const isWanted = (found: string): boolean => found === '\n' || found === '\t' || found.startsWith('\x1b[')
  return text.replace(/\p{Cc}(?:\[\d{1,2}m)?/gu, (found) => (isWanted(found) ? found : '\ufffd'))
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Above dist/, or above src/cli/. */
function version(): string {
  const places = ['../package.json', '../../package.json'].map((place) => new URL(place, import.meta.url))
  const found = places.find((place) => existsSync(place))
  const manifest: { readonly version: string } = JSON.parse(found === undefined ? '{}' : readFileSync(found, 'utf8'))
  return manifest.version
}
