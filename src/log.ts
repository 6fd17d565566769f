import { type DestinationStream, type Logger, pino } from 'pino'
import type { LogLevel } from './environment.ts'
import { failurePlace } from './failure-place.ts'

/** Structured lines, one JSON object each. What is pasted never goes into it. */
export type Log = Logger

/** Without a destination, to standard output. */
export function createLog(level: LogLevel | 'silent', destination: DestinationStream = process.stdout): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return pino(options, destination)
}

/** What may be logged of an error: its kind and its place, never its message, which could quote a paste. */
export function failureFields(error: unknown): { readonly error: string; readonly at: string | null } {
  const name = error instanceof Error ? error.name : typeof error
  return { error: name, at: failurePlace(error) }
}
