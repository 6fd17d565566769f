import { add, type Found, LINES, matchesIn } from './found.ts'

/** `encryption initiator key => 16 bytes @ 0x7f...`, as charon logs what must not leave it; its bytes stand below. */
const DUMP = /=> \d{1,6} bytes(?: @|[ \t]*$)/
const NAME = /(?:key|secret|keymat|SKEY\w{0,10}|SK_\w{1,3}|password|passphrase|psk|pin)(?![a-z])/i
const BYTES = /(?:^|[ \t])\d{1,6}: (?<secret>[\dA-F]{2} .*)/d
/** `SKEYSEED: 44 6e 75 33 ...`, of pluto and others. */
const IN_LINE = /(?<![\w:])[\da-f]{2}(?:[ :][\da-f]{2}){7,1000}/gi
/** Of `openssl rsa -text`, whose lines below have the number. */
const NUMBER = /^[\s>|]{0,40}(?:private\w{0,10}|priv):[ \t]*$/
const NEXT_NUMBER = /^[\s>|]{0,40}(?:prime[12]|exponent[12]|coefficient):[ \t]*$/
const OCTETS = /^[\s>|]{0,40}(?<secret>[\da-f]{2}(?::[\da-f]{2}){0,40}:?)[ \t]*$/d

/** Bytes of keys, as programs print them that are asked to tell everything. */
export function findDumped(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  if (DUMP.test(line) && NAME.test(line)) findBelow(lines, index, BYTES, found)
  else if (NUMBER.test(line)) findBelow(lines, index, OCTETS, found)
  for (const { index: from, 0: written } of matchesIn(line, IN_LINE)) {
    const before = line.slice(0, from)
    if (NAME.test(before) && !/pub|finger/i.test(before)) add(found, index, from, written, null)
  }
}

function findBelow(lines: readonly string[], index: number, part: RegExp, found: Found[]): void {
  for (let below = index + 1; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    const range = part.exec(line)?.indices?.groups?.['secret']
    if (range === undefined && NEXT_NUMBER.test(line)) continue
    if (range === undefined) return
    add(found, below, range[0], line.slice(...range), null)
  }
}
