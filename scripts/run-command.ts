import { type ParseArgsConfig, parseArgs } from 'node:util'

/** What was given to a program that takes these options. */
export type Given<T extends ParseArgsConfig> = ReturnType<typeof parseArgs<T>>

/**
 * Runs a program of the project with its options. Gives the exit code that `main` returns; or tells how the program is used and gives 2,
 * where an option is not known or `main` can do nothing with them and returns `undefined`.
 */
export async function runCommand<T extends ParseArgsConfig>(
  usage: string,
  config: T,
  main: (given: Given<T>) => number | undefined | Promise<number | undefined>,
): Promise<number> {
  const given = understood(config)
  const exitCode = given === undefined ? undefined : await main(given)
  if (exitCode === undefined) console.error(usage)
  return exitCode ?? 2
}

function understood<T extends ParseArgsConfig>(config: T): Given<T> | undefined {
  try {
    return parseArgs(config)
  } catch {
    // Its message tells of its own syntax.
    return undefined
  }
}
