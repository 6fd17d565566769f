import { existsSync, readFileSync } from 'node:fs'
import type { EndLetter } from './case.ts'
import type { LogEntry } from './log-entry.ts'

/** The group that entries of libreswan's log get; it has no subsystems as charon's has. */
export const PLUTO = 'PLUTO'

const LINE = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d\.\d{6}): (.*)$/
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** The entries of pluto's log file; none where the file is not there. */
export function readPlutoLog(file: string, side: EndLetter): readonly LogEntry[] {
  if (!existsSync(file)) return []
  return readPlutoText(readFileSync(file, 'utf8'), side, new Date().getFullYear())
}

/** The last line of a start, before which pluto lists its algorithms and tests them. */
const STARTED = /^using Linux xfrm kernel support/

/** pluto's lines have no year. What it says while it starts is left out. */
export function readPlutoText(content: string, side: EndLetter, year: number): readonly LogEntry[] {
  const entries: LogEntry[] = []
  for (const line of content.split('\n')) {
    const [whole, month = '', day = '', clock = '', text = ''] = LINE.exec(line) ?? []
    if (whole === undefined) continue
    if (STARTED.test(text)) entries.length = 0
    const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0')
    entries.push({ time: `${year}-${number}-${day.replace(' ', '0')}T${clock}`, side, group: PLUTO, text })
  }
  return entries
}
