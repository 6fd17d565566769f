import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SourceLine, splitLines } from '../../../../src/core/text/source-text.ts'
import { flow } from '../../../../src/core/vendors/flowing-text.ts'
import {
  type PingTranscript,
  type PingTranscripts,
  transcriptsOf,
} from '../../../../src/core/vendors/windows/ping/ping-transcripts.ts'
import { tellPlainTranscripts } from '../../../../src/core/vendors/windows/ping/plain-ping.ts'

const PRINTED = [
  'C:\\>ping -n 4 198.51.100.7',
  'C:\\Users\\operator>ping branch.example',
  'C:\\>',
  '',
  '  ',
  'Pinging 198.51.100.7 with 32 bytes of data:',
  'Pinging branch.example [198.51.100.7] with 32 bytes of data:',
  'Negotiating IP Security.',
  'Reply from 198.51.100.7: bytes=32 time=24ms TTL=126',
  'Reply from 198.51.100.7: bytes=32 time<1ms TTL=126',
  'Reply from 2001:db8::7: time=3ms',
  'Reply from 198.51.100.1: Destination host unreachable.',
  'Destination net unreachable.',
  'Request timed out.',
  'Ping statistics for 198.51.100.7:',
  '    Packets: Sent = 4, Received = 2, Lost = 2 (50% loss),',
  'Approximate round trip times in milli-seconds:',
  '    Minimum = 0ms, Maximum = 24ms, Average = 12ms',
]

const OTHER = [
  'ms',
  'bytes=32',
  'C:\\>:',
  'PS C:\\>ping 198.51.100.7',
  'ping 198.51.100.7',
  'Pinging',
  'Reply from 198.51.100.7: bytes=32 time=24ms',
  'Zeitüberschreitung der Anforderung.',
  'Request timed out. That was all.',
  '4 packets transmitted, 2 received, 50% packet loss, time 3003ms',
  'Ping statistics for',
  'It says:',
]

function plainly(written: readonly string[]) {
  const lines = splitLines('paste', written.join('\n'))
  const transcripts: PingTranscript[] = []
  const roles = tellPlainTranscripts(lines, (transcript) => transcripts.push(transcript))
  return roles && told({ transcripts, roles }, lines)
}

function tolerantly(written: readonly string[]) {
  const lines = splitLines('paste', written.join('\n'))
  return told(transcriptsOf(flow(lines)), lines)
}

function told({ transcripts, roles }: PingTranscripts, lines: readonly SourceLine[]) {
  return { transcripts, roles: lines.map(({ number }) => roles.get(number)) }
}

describe('lines as Windows prints them', () => {
  it.each(PRINTED)('are known: %s', (line) => {
    expect(plainly([line])).not.toBeNull()
  })

  it('tell what they tell to the reader that takes phrases from anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PRINTED), { maxLength: 12 }), (lines) => {
        expect(plainly(lines)).toEqual(tolerantly(lines))
      }),
    )
  })

  it('are read straight amid other lines only where nothing else would be found', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PRINTED, ...OTHER), { maxLength: 12 }), (lines) => {
        const plain = plainly(lines)
        if (plain !== null) expect(plain).toEqual(tolerantly(lines))
      }),
    )
  })
})
