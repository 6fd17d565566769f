import { type Logger, LogLevel } from '@slack/bolt'
import { failureFields, type Log } from '../../log.ts'

/**
 * The log of Slack's libraries, in ours. Below a warning they print whole messages, and with errors whole answers, so
 * only warnings and errors pass, and of them texts without objects; of an error its kind and place.
 */
export function boltLogger(log: Log): Logger {
  const write = (level: 'warn' | 'error', parts: readonly unknown[]) => {
    const texts = parts.filter((part) => typeof part === 'string').map((text) => text.slice(0, 200))
    const failure = parts.find((part) => part instanceof Error)
    log[level]({ library: 'slack', ...(failure !== undefined && failureFields(failure)) }, texts.join(' '))
  }
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts: readonly unknown[]) => write('warn', parts),
    error: (...parts: readonly unknown[]) => write('error', parts),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  }
}
