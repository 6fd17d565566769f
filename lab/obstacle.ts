import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** One sentence, for the person who started the lab. */
export interface Obstacle {
  readonly obstacle: string
}

/** The first of these programs that the search path holds. */
export function onPath(programs: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return programs.find((program) => folders.some((folder) => existsSync(join(folder, program))))
}
