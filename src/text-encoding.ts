import { isUtf8 } from 'node:buffer'

/** How a text was encoded, by the names of the WHATWG Encoding Standard. */
type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gbk' | 'windows-1252'

type DecodedText =
  | { readonly text: string; readonly encoding: TextEncoding }
  /** Full sentences: what the bytes are instead of text, and what to paste. */
  | { readonly problem: string }

const openInViewer = 'Open it in the Event Viewer, save the IPsec events as text, and paste those.'
const printCapture = 'Paste what `tcpdump -n -r FILE` prints of it, and the filters of the gateways.'

/** Files that people attach in place of text, by the bytes that they begin with (Latin-1), and what to do instead. */
const knownFiles: readonly (readonly [start: string, is: string, instead: string])[] = [
  ['PK\x03\x04', 'a ZIP archive or an Office document', 'Unpack it, or copy the text out of it, and paste that.'],
  ['\x1f\x8b', 'compressed with gzip', 'Unpack it with `gunzip` and paste the text.'],
  ['%PDF-', 'a PDF document', 'Copy the text out of it and paste that.'],
  ['\x89PNG', 'a picture', 'Paste the text that the picture shows.'],
  ['\xff\xd8\xff', 'a picture', 'Paste the text that the picture shows.'],
  ['GIF8', 'a picture', 'Paste the text that the picture shows.'],
  ['ElfFile\0', 'a Windows event log (.evtx)', openInViewer],
  ['\x30\0\0\0LfLe', 'a Windows event log (.evt)', openInViewer],
  ['\xd4\xc3\xb2\xa1', 'a packet capture', printCapture],
  ['\x0a\x0d\x0d\x0a', 'a packet capture', printCapture],
  ['\xd0\xcf\x11\xe0', 'an Office document or an installer', 'Copy the text out of it and paste that.'],
]

/** Words that `netsh ipsec static show all` prints on a Chinese Windows; any of them settles that it is cp936. */
const chineseLabels = /筛选器|地址|掩码|协议|端口|已镜像/

/** More control characters than this share of a text, and it is no text. */
const mostControls = 0.05

/**
 * Finds out the encoding of a pasted file and decodes it. Windows tools write UTF-16 with a byte order mark (PowerShell,
 * ISA Server's export), the console's code page (cmd) or UTF-8.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  const known = knownFiles.find(([magic]) => start.startsWith(magic))
  if (known !== undefined) return { problem: `This is ${known[1]}, not text. ${known[2]}` }

  const encoding = encodingOf(bytes, start)
  // The decoder drops the byte order mark; a broken sequence becomes U+FFFD, which counts as a control character below.
  // Node 20 takes windows-1252 for Latin-1 unless it decodes a stream; each byte is a character, so nothing is held back.
  const text = new TextDecoder(encoding).decode(bytes, { stream: encoding === 'windows-1252' })
  if (controlShare(text) > mostControls) {
    return {
      problem:
        'This is not plain text, or it mixes two encodings in one file. Paste the output of the command itself, ' +
        'or save it as UTF-8 (in PowerShell: `... | Out-File -Encoding utf8 output.txt`).',
    }
  }
  return { text, encoding }
}

function encodingOf(bytes: Uint8Array, start: string): TextEncoding {
  if (start.startsWith('\xff\xfe')) return 'utf-16le'
  if (start.startsWith('\xfe\xff')) return 'utf-16be'
  if (isPlainlyUtf16(bytes)) return 'utf-16le'
  if (isUtf8(bytes)) return 'utf-8'
  return isGbk(bytes) ? 'gbk' : 'windows-1252'
}

/** Latin text in UTF-16 without a mark: NUL in nearly every second byte, and nearly nowhere else. */
function isPlainlyUtf16(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4096)
  const pairs = Math.floor(sample.length / 2)
  let low = 0
  let high = 0
  for (let at = 0; at < pairs * 2; at += 2) {
    if (sample[at] === 0) low += 1
    if (sample[at + 1] === 0) high += 1
  }
  return pairs >= 2 && high > pairs * 0.7 && low < pairs * 0.05
}

/**
 * Chinese text in cp936 against Western text in cp1252, where a single accented letter stands between ASCII letters and
 * would swallow the next of them. So bytes of the common characters (both halves from 0xA1 up) have to come in pairs.
 */
function isGbk(bytes: Uint8Array): boolean {
  let paired = 0
  let single = 0
  for (let at = 0; at < bytes.length; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue
    if ((bytes[at] ?? 0) >= 0xa1 && (bytes[at + 1] ?? 0) >= 0xa1) {
      paired += 1
      at += 1
    } else {
      single += 1
    }
  }
  if (paired === 0) return false
  const text = decodeStrictly('gbk', bytes)
  return text !== undefined && (chineseLabels.test(text) || (paired >= 4 && paired >= single * 9))
}

function decodeStrictly(encoding: TextEncoding, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function controlShare(text: string): number {
  let controls = 0
  for (let at = 0; at < text.length; at += 1) {
    if (isControl(text.charCodeAt(at))) controls += 1
  }
  return text.length === 0 ? 0 : controls / text.length
}

/** Tabs, line ends, form feeds, and the backspaces and escapes of a recorded terminal are usual in text. */
function isControl(code: number): boolean {
  if (code < 0x20) return !(code >= 0x08 && code <= 0x0d) && code !== 0x1b
  return (code >= 0x7f && code <= 0x9f) || code === 0xfffd
}
