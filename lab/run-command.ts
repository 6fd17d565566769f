import { execFile } from 'node:child_process'

export interface CommandResult {
  /** null where the command could not be started, or was killed after its time. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  readonly timeoutMs?: number
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string
}

/** Runs a program to its end and never rejects: a failure is a code and a text. */
export function runCommand(
  program: string,
  args: readonly string[],
  { timeoutMs = 20_000, env = process.env, input = '' }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { timeout: timeoutMs, killSignal: 'SIGKILL', env, maxBuffer: 64 << 20, encoding: 'utf8' },
      (error, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr: stderr === '' && error !== null ? error.message : stderr })
      },
    )
    // A program that ends before it has read its input closes the pipe, which is no failure of ours.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

/** As `runCommand`, for steps the lab cannot do without. */
export async function runOrThrow(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const result = await runCommand(program, args, options)
  if (result.code !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.stderr.trim()}`)
  return result
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
