import { describe, expect, it } from 'vitest'
import { decodeText } from '../src/text-encoding.ts'

const filter = 'Filter name           : Branch\r\nSource Address        : 192.0.2.1\r\n'

function utf16le(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le')
}

function utf16be(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16()
}

/** Bytes written out, so that no encoder has to be trusted: a string of which each character is one byte. */
function bytes(latin1: string): Uint8Array {
  return Buffer.from(latin1, 'latin1')
}

describe('the encoding of a pasted file', () => {
  it('is UTF-8 where that is valid', () => {
    expect(decodeText(Buffer.from('Zürich 筛选器', 'utf8'))).toEqual({ text: 'Zürich 筛选器', encoding: 'utf-8' })
  })

  it('is UTF-8 with its byte order mark dropped', () => {
    expect(decodeText(bytes('\xef\xbb\xbfA1'))).toEqual({ text: 'A1', encoding: 'utf-8' })
  })

  it('is UTF-16, little endian, as PowerShell writes it', () => {
    expect(decodeText(Buffer.concat([bytes('\xff\xfe'), utf16le(filter)]))).toEqual({
      text: filter,
      encoding: 'utf-16le',
    })
  })

  it('is UTF-16, big endian, by its byte order mark', () => {
    expect(decodeText(Buffer.concat([bytes('\xfe\xff'), utf16be('Zürich 筛选器')]))).toEqual({
      text: 'Zürich 筛选器',
      encoding: 'utf-16be',
    })
  })

  it('is UTF-16 without a mark where every second byte is NUL', () => {
    expect(decodeText(utf16le(filter))).toEqual({ text: filter, encoding: 'utf-16le' })
  })

  it('is cp936 where the labels of a Chinese Windows appear', () => {
    // 源 IP 地址: D4 B4, B5 D8 D6 B7
    expect(decodeText(bytes('\xd4\xb4 IP \xb5\xd8\xd6\xb7 : 192.0.2.1'))).toEqual({
      text: '源 IP 地址 : 192.0.2.1',
      encoding: 'gbk',
    })
  })

  it('is cp936 where the high bytes come in pairs', () => {
    // 北京办公室: B1 B1 BE A9 B0 EC B9 AB CA D2
    expect(decodeText(bytes('name: \xb1\xb1\xbe\xa9\xb0\xec\xb9\xab\xca\xd2'))).toEqual({
      text: 'name: 北京办公室',
      encoding: 'gbk',
    })
  })

  it('is cp1252 where single accented letters stand among plain ones', () => {
    expect(decodeText(bytes('Zweigstelle Z\xfcrich, Stra\xdfe, Gr\xf6\xdfe \x96 \x84Filter\x93'))).toEqual({
      text: 'Zweigstelle Zürich, Straße, Größe – „Filter“',
      encoding: 'windows-1252',
    })
  })

  it('does not matter for an empty file', () => {
    expect(decodeText(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8' })
  })
})

describe('a file that is not text', () => {
  it.each([
    ['PK\x03\x04\x14\0', 'ZIP archive'],
    ['\x1f\x8b\x08\0', 'gzip'],
    ['%PDF-1.7', 'PDF'],
    ['\x89PNG\r\n\x1a\n', 'picture'],
    ['ElfFile\0\0\0', 'event log'],
    ['\xd4\xc3\xb2\xa1\x02\0', 'packet capture'],
  ])('is called by its name (%j)', (start, name) => {
    const decoded = decodeText(bytes(start))
    expect(decoded).toEqual({ problem: expect.stringContaining(name) })
    expect(decoded).toEqual({ problem: expect.stringMatching(/paste/i) })
  })

  it('is told from text by its control characters', () => {
    const program = Uint8Array.from({ length: 4096 }, (_, at) => (at * at * 7 + at * 3) % 256)
    expect(decodeText(program)).toEqual({ problem: expect.stringContaining('not plain text') })
  })

  it('is one that PowerShell appended to in another encoding', () => {
    const mixed = Buffer.concat([bytes(filter), utf16le(filter)])
    expect(decodeText(mixed)).toEqual({ problem: expect.stringContaining('two encodings') })
  })

  it('is not a recorded terminal with its colours and backspaces', () => {
    const recorded = '\x1b[32mping\x08g\x1b[0m 192.0.2.1\r\n'
    expect(decodeText(bytes(recorded))).toEqual({ text: recorded, encoding: 'utf-8' })
  })

  it('is not a log in which a few bytes went wrong', () => {
    const log = `${filter.repeat(10)}\0\0`
    expect(decodeText(bytes(log))).toEqual({ text: log, encoding: 'utf-8' })
  })
})
