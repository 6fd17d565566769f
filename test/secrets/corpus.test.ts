import { describe, expect, it } from 'vitest'
import { examine } from '../../fuzz/examine.ts'
import { seedGroups } from '../../fuzz/seed-pastes.ts'
import { analyse, formats, redact } from '../../src/core/index.ts'
import { leaksOf, spellings } from '../support/planted-secrets.ts'
import type { Spelling } from '../support/spellings/spelling.ts'

/** A word, so that its place alone tells what it is, and one that shows wherever it stands. */
const [WORD, RANDOM] = ['correcthorsebatterystaple', 'Zq7Rb2Kx9Wm4Tp6Yh3Nd']

function secretOf({ byShape }: Spelling): string {
  return byShape === true ? RANDOM : WORD
}

/** One sound text of each format, and a text that is none. */
const texts: readonly (readonly [format: string, text: string])[] = [
  ...formats.map(({ id }) => [id, textIn(id)] as const),
  ['no format', 'Please help, the tunnel is down.\nIt worked yesterday.\n\nThanks\n'],
]

function textIn(id: string): string {
  for (const { text } of seedGroups().flat()) {
    const { ends, otherInputs } = analyse({ pastes: [{ source: 'a.txt', text }] })
    const read = [...ends.flatMap(({ inputs }) => inputs), ...otherInputs]
    if (read.length === 1 && read[0]?.format === id) return text
  }
  throw new Error(`there is no text of ${id}`)
}

type Place = (lines: readonly string[], planted: string) => readonly string[]

/** Where in a text it is planted; the middle is inside of whatever blocks the format has. */
const places: Readonly<Record<string, Place>> = {
  'above all': (lines, planted) => [planted, ...lines],
  'in a third': (lines, planted) => lines.toSpliced(Math.floor(lines.length / 3), 0, planted),
  'in two thirds': (lines, planted) => lines.toSpliced(Math.floor((2 * lines.length) / 3), 0, planted),
  'below all': (lines, planted) => [...lines, planted],
  indented: (lines, planted) =>
    lines.toSpliced(Math.floor(lines.length / 2), 0, planted.replaceAll(/^(?=.)/gm, '    ')),
  quoted: (lines, planted) => [...lines, planted.replaceAll(/^/gm, '> ')],
  'with line ends of Windows': (lines, planted) =>
    [...lines, planted, ''].flatMap((line) => line.split('\n').join('\r\n')),
}

function planted(text: string, place: Place, spelling: Spelling): string {
  const ends = place === places['with line ends of Windows'] ? '\r\n' : '\n'
  return place(text.split('\n'), spelling.write(secretOf(spelling))).join(ends)
}

describe.each(texts)('in %s', (format, text) => {
  it.each(Object.entries(places))('no secret is kept that stands %s', (_, place) => {
    const kept = spellings.filter((spelling) => {
      const pastes = redact([{ source: 'a.txt', text: planted(text, place, spelling) }])
      return leaksOf(secretOf(spelling), [pastes]).length > 0
    })
    expect(kept.map(({ what }) => what)).toEqual([])
  })

  // Each spelling with one place of each format, in turn: the report, its text, the messages and the files.
  it('no secret comes out of the analysis', () => {
    const all = Object.values(places)
    const complaints = spellings.flatMap((spelling, at) => {
      const place = all[(at + format.length) % all.length]
      if (place === undefined || at % 6 !== format.length % 6) return []
      const request = { pastes: [{ source: 'a.txt', text: planted(text, place, spelling) }] }
      return examine({ request, secrets: [secretOf(spelling)] }).map(
        ({ kind, say }) => `${spelling.what}: ${kind}, ${say}`,
      )
    })
    expect(complaints).toEqual([])
  })
})

describe('a secret', () => {
  it.each(spellings.map((spelling) => [spelling.what, spelling] as const))('is told of: %s', (_, spelling) => {
    const text = spelling.write(secretOf(spelling))
    const { diagnostics } = analyse({ pastes: [{ source: 'a.txt', text }] })
    expect(diagnostics.map(({ code }) => code)).toContain('PA003')
  })
})

describe('what is no secret stays as it is', () => {
  const body = 'MIIBszCCAVmgAwIBAgIUQ2VydGlmaWNhdGVzQXJlRmluZQ=='
  it.each([
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`],
    ['a request for one', `-----BEGIN CERTIFICATE REQUEST-----\n${body}\n-----END CERTIFICATE REQUEST-----`],
    ['a public key', `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`],
    ['a public key of SSH', `ssh-ed25519 ${body} admin@gw`],
    ['a fingerprint', 'SHA256:4f1kQ7bq0Zk3mY5xT8n2vR6wL9pJ1sD0aF4gH7jK2lM'],
    ['names of algorithms', 'ike = aes256-sha256-modp2048\nesp = aes256gcm16'],
    ['a method', 'auth = psk\nauthby=secret\nauthentication pre-share\nlocal { auth = psk }\n(psk, rsa)\npsk - rsa'],
    [
      'a method in words',
      'authentication: pre-shared key\nAuthentication Method: Preshared key\nclass = pre-shared key\n    Auth    : preshared       Lifetime: 86400',
    ],
    ['words about keys', 'The pre-shared keys were compared, and the password policy is fine.'],
    ['a key id', 'leftid=@gw-a.example\nid = keyid:0x1234'],
    ['what a daemon says of its secrets', "loaded ike secret 'ike-peer'\nloading secrets from '/etc/ipsec.secrets'"],
    [
      'what a daemon says of a pre-shared key',
      "authentication of 'gw-b' with pre-shared key successful\n  local:  uses pre-shared key authentication\nno shared key found for 'gw-a' - 'gw-b'\nsuccessfully created shared key MAC\nauthentication of 'gw-b' (myself) with pre-shared key\nthe PSK mismatch\nA secret was pasted",
    ],
    ['a community of BGP', 'ip community-list 1 permit 65000:100\nneighbor 192.0.2.9 send-community both'],
    ['a mask of a key', 'ikev1 pre-shared-key *****'],
    [
      'a place for a key',
      'ikev1 pre-shared-key <pre-shared-key>\ntunnel-group 198.51.100.7 type ipsec-l2l\ncrypto map M 10 set peer 198.51.100.7',
    ],
  ])('%s', (_, text) => {
    const [kept] = redact([{ source: 'a.txt', text }])
    const lost = text.split('\n').filter((line) => kept?.text.includes(line) === false && !line.includes('<'))
    expect(lost).toEqual([])
  })
})
