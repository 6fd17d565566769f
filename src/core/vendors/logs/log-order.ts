import type { SourceLine } from '../../text/source-text.ts'

/** The time of day, and what stands in front of it, such as the date. */
const TIME = /^(.{0,40}?)(\d\d:\d\d:\d\d)/

/** The lines of a log as they were logged: the pages of an OPNsense and a pfSense show the newest one first. */
export function asLogged<Line extends Pick<SourceLine, 'text'>>(lines: readonly Line[]): readonly Line[] {
  let [later, earlier] = [0, 0]
  let [date, time] = ['', '']
  for (const { text } of lines) {
    const [, ofDate, ofTime] = TIME.exec(text) ?? []
    if (ofDate === undefined || ofTime === undefined) continue
    if (ofDate === date && ofTime > time) later += 1
    if (ofDate === date && ofTime < time) earlier += 1
    date = ofDate
    time = ofTime
  }
  // Where the log of one end stands above that of the other one, time goes back once.
  return earlier > later + 1 ? lines.toReversed() : lines
}
