import { calls, startCalls } from './calls.ts'

/** What can happen around the program, what people see of it, and what is lost. Each is shown by the test of its name. */
export const faults = {
  'redis-hangs': {
    fault: 'Redis hangs',
    sees: 'answers, up to two seconds later; buttons fail with an incident id; `/readyz` says 503. When it goes on, buttons work',
    lost: 'nothing, but for the buttons under what was answered meanwhile',
  },
  'redis-gone': {
    fault: 'Redis is gone, and comes back empty',
    sees: 'answers; buttons fail with an incident id; `/readyz` says 503. When it is back, buttons under older answers ask for the paste again',
    lost: 'what was kept in Redis',
  },
  'told-to-stop': {
    fault: 'SIGTERM while an answer is on its way',
    sees: 'the answer, if it takes no more than eight seconds; else as with SIGKILL',
    lost: 'nothing',
  },
  'killed-with-redis': {
    fault: 'SIGKILL or a crash, with Redis, and a new start',
    sees: 'in the place of the placeholder, within a minute: that it was lost and is to be sent again. Buttons work',
    lost: 'the request in the middle, which is told',
  },
  'killed-with-memory': {
    fault: 'SIGKILL or a crash, with the store in memory, and a new start',
    sees: 'the placeholder, which has said until when to wait; buttons under older answers ask for the paste again',
    lost: 'the request in the middle, and what was kept',
  },
  'disk-full': {
    fault: 'the disk is full, or standard output cannot be written to',
    sees: 'answers as ever',
    lost: 'lines of the log; the program writes no file',
  },
  'clock-forward': {
    fault: 'the clock jumps forward, by more than five minutes',
    sees: "Slack's own words that the app did not answer, until the clock is right; then all as before. What is on its way is answered",
    lost: 'requests meanwhile; by more than a day, what was kept in memory',
  },
  'clock-back': {
    fault: 'the clock jumps back, by more than five minutes',
    sees: "Slack's own words that the app did not answer, until the clock is right; then all as before. What is on its way is answered",
    lost: 'requests meanwhile',
  },
  'clocks-differ': {
    fault: 'the clock of one of two processes jumps',
    sees: 'answers as ever; nobody is told that their request was lost while it is worked on',
    lost: 'nothing',
  },
  'slack-gone': {
    fault: 'Slack takes nothing more while an answer is on its way',
    sees: 'nothing, or the placeholder',
    lost: 'the request in the middle; the log has a line with an incident id',
  },
} as const

/** The two tables as they stand in docs/operations.md. */
export function faultTables(): string {
  const ofCalls = [...calls, ...startCalls].map(({ call, madeFor, waits, breaks, lost }) =>
    row([`\`${call}\``, madeFor, waits, breaks, lost]),
  )
  const around = Object.values(faults).map(({ fault, sees, lost }) => row([fault, sees, lost]))
  return [
    row(['fault', 'what people see', 'what is lost']),
    row(['---', '---', '---']),
    ...around,
    '',
    row(['call to Slack', 'made for', 'Slack asks to wait (429)', 'anything else goes wrong', 'what is lost']),
    row(['---', '---', '---', '---', '---']),
    ...ofCalls,
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
