import { existsSync, readFileSync } from 'node:fs'
import { type EndLetter, otherEnd } from './case.ts'
import type { LogEntry } from './log-entry.ts'
import { PLUTO } from './pluto-log.ts'

const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)[.,](\d+) \d+\[(\w+)\] (?:<[^>]*> )?(.*)$/

/** The entries of a log file; none where the file is not there. */
export function readLog(file: string, side: EndLetter): readonly LogEntry[] {
  return existsSync(file) ? readLogText(readFileSync(file, 'utf8'), side) : []
}

export function readLogText(content: string, side: EndLetter): readonly LogEntry[] {
  const entries: LogEntry[] = []
  for (const line of content.split('\n')) {
    const [, second = '', milli = '', group = '', text = ''] = LINE.exec(line) ?? []
    if (group !== '') entries.push({ time: `${second}.${milli.padStart(3, '0')}`, side, group, text })
  }
  return entries
}

/** The length of a time up to the minute: clocks of two logs on one host differ by less. */
const SAME_MINUTE = 16

/** Merges two logs by time; where times are equal, a packet is sent before it is received. */
export function mergeLogs(a: readonly LogEntry[], b: readonly LogEntry[]): readonly LogEntry[] {
  const logs = { a, b }
  const at = { a: 0, b: 0 }
  const sent = { a: 0, b: 0 }
  const received = { a: 0, b: 0 }
  const merged: LogEntry[] = []

  // libreswan's log has no packets to wait for.
  const counted = [...a, ...b].every(({ group }) => group !== PLUTO)

  /** Whether the head of `side` is a packet that the other side's log has not sent so far. */
  function waits(side: EndLetter): boolean {
    const head = logs[side][at[side]]
    return counted && head !== undefined && isReceived(head) && received[side] >= sent[otherEnd(side)]
  }

  for (;;) {
    const headA = a[at.a]
    const headB = b[at.b]
    if (headA === undefined && headB === undefined) return merged
    const earlier: EndLetter = headB === undefined || (headA !== undefined && headA.time <= headB.time) ? 'a' : 'b'
    const later = otherEnd(earlier)
    const waiting = logs[earlier][at[earlier]]
    const other = logs[later][at[later]]
    const swap =
      other !== undefined &&
      waits(earlier) &&
      !waits(later) &&
      other.time.slice(0, SAME_MINUTE) === waiting?.time.slice(0, SAME_MINUTE)
    const side = swap ? later : earlier
    const entry = swap ? other : waiting
    if (entry === undefined) return merged
    at[side] += 1
    if (isSent(entry)) sent[side] += 1
    if (isReceived(entry)) received[side] += 1
    merged.push(entry)
  }
}

function isSent(entry: LogEntry): boolean {
  return entry.group === 'NET' && entry.text.startsWith('sending packet')
}

function isReceived(entry: LogEntry): boolean {
  return entry.group === 'NET' && entry.text.startsWith('received packet')
}
