import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import type { PingObservation } from '../../../../src/core/model/observation.ts'
import { ping as rule } from '../../../../src/core/rules/observed/sa001-ping.ts'
import { ping } from '../../../../src/core/vendors/windows/ping/ping.ts'
import { anchorsOf, linesWith, quoted, readText } from '../isa/read-text.ts'

const NEGOTIATING = fixture('windows/ping/negotiating.txt')
const TWO = fixture('windows/ping/two-targets.txt')
const LINUX = fixture('windows/ping/linux.txt')
const HEADER = 'Pinging 10.2.0.10 with 32 bytes of data:'

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8')
}

/** Every transcript in a text: target, then negotiating, timed out, unreachable, replies. */
function counts(text: string): string[] {
  return pings(text).map(({ target, negotiating, timedOut, unreachable, replies }) =>
    [target === null ? '-' : formatHost(target), negotiating, timedOut, unreachable, replies].join(' '),
  )
}

function pings(text: string): PingObservation[] {
  return readText(ping, text).observations.flatMap((each) => (each.kind === 'ping' ? [each] : []))
}

function problems(text: string): [string, string][] {
  return readText(ping, text).problems.map(({ kind, say }) => [kind, say])
}

describe('what a ping transcript tells', () => {
  it('counts the answers and knows the target', () => {
    expect(counts(NEGOTIATING)).toEqual(['10.2.0.10 4 0 0 0'])
    expect(anchorsOf(ping, NEGOTIATING)).toEqual([1])
  })

  it('has a role for each line', () => {
    const reading = readText(ping, NEGOTIATING)
    expect(linesWith('read', NEGOTIATING, reading)).toEqual([3, 5, 6, 7, 8])
    expect(linesWith('irrelevant', NEGOTIATING, reading)).toEqual([1, 10, 11, 13])
    expect(reading.problems).toEqual([])
  })

  it('keeps several transcripts apart, and an answer of a router is no reply', () => {
    expect(counts(TWO)).toEqual(['10.2.0.10 2 1 0 2', '2001:db8:2::10 0 0 2 1'])
    expect(anchorsOf(ping, TWO)).toEqual([1, 16])
    expect(linesWith('unrecognised', TWO, readText(ping, TWO))).toEqual([])
  })

  it('counts what the closing line of other systems says is lost', () => {
    expect(counts(LINUX)).toEqual(['10.1.0.5 0 2 1 1'])
    expect(anchorsOf(ping, LINUX)).toEqual([1])
    expect(linesWith('unrecognised', LINUX, readText(ping, LINUX))).toEqual([])
  })

  it('reads the ping of Cisco’s boxes, with or without its command', () => {
    const output = `Type escape sequence to abort.
Sending 100, 100-byte ICMP Echos to 10.2.0.10, timeout is 2 seconds:
Packet sent with a source address of 10.1.0.1 
!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!
!!!!!!!!!!!!!!!!!!!!!!!!!!.!!!
Success rate is 99 percent (99/100), round-trip min/avg/max = 1/2/4 ms
`
    const command = 'R1#ping 10.2.0.10 source 10.1.0.1 repeat 100\n'
    expect(counts(output)).toEqual(['10.2.0.10 0 1 0 99'])
    expect(counts(command + output + command + output)).toEqual(['10.2.0.10 0 1 0 99', '10.2.0.10 0 1 0 99'])
    const reading = readText(ping, output)
    expect(linesWith('read', output, reading)).toEqual([2, 5, 6])
    expect(linesWith('irrelevant', output, reading)).toEqual([1, 3, 4])
    expect(reading.problems).toEqual([])
  })

  it('quotes the header and the first answer of each kind', () => {
    const [first] = pings(TWO)
    expect(first?.spans.map((span) => quoted(TWO, span))).toEqual([
      'Pinging server.branch.example [10.2.0.10] with 32 bytes of data:',
      'Negotiating IP Security.',
      'Request timed out.',
      'Reply from 10.2.0.10: bytes=32 time=24ms TTL=126',
    ])
  })

  it('has no target where the header has a name only', () => {
    expect(counts('Pinging server-b with 32 bytes of data:\nRequest timed out.\n')).toEqual(['- 0 1 0 0'])
  })

  it('takes the target of the command where the header is missing', () => {
    const text = 'ping -t -S 10.1.0.1 10.2.0.10\nNegotiating IP Security.\n'
    expect(counts('ping -t 10.2.0.10\nNegotiating IP Security.\n')).toEqual(['10.2.0.10 1 0 0 0'])
    expect(counts(`C:\\>${text}`)).toEqual(['10.2.0.10 1 0 0 0'])
  })

  it('reads the example of the page about pings', () => {
    expect(counts(rule.page.fires.pastes[0]?.text ?? '')).toEqual(['10.2.0.10 4 0 0 0'])
  })
})

describe('a ping on its way through mail and chat', () => {
  it('may be run together into one line, amid other words', () => {
    const flat = NEGOTIATING.replaceAll(/\s+/g, ' ')
    expect(counts(flat)).toEqual(['10.2.0.10 4 0 0 0'])
    expect(counts(`Look: ${HEADER} Request timed out. Negotiating IP Security. What now?`)).toEqual([
      '10.2.0.10 1 1 0 0',
    ])
    expect(anchorsOf(ping, `Look: ${HEADER} Request timed out.`)).toEqual([1])
  })

  it('may be wrapped, quoted, or doubled', () => {
    expect(counts('Pinging 10.2.0.10\nwith 32 bytes of\ndata:\nNegotiating IP\nSecurity.\n')).toEqual([
      '10.2.0.10 1 0 0 0',
    ])
    expect(counts(NEGOTIATING.replaceAll(/^/gm, '> '))).toEqual(['10.2.0.10 4 0 0 0'])
    expect(counts(NEGOTIATING.replaceAll('\n', '\n\n'))).toEqual(['10.2.0.10 4 0 0 0'])
  })

  it('may have lost its header', () => {
    const text = 'This is what I see:\n\nNegotiating IP Security.\nRequest timed out.\n\nThanks\n'
    expect(counts(text)).toEqual(['- 1 1 0 0'])
    expect(anchorsOf(ping, text)).toEqual([3])
    expect(linesWith('unrecognised', text, readText(ping, text))).toEqual([1, 6])
  })

  it('goes on behind a line that is not understood, but not behind a heading or a paragraph', () => {
    expect(counts(`${HEADER}\nRequest timed out.\nsomething else\nRequest timed out.\n`)).toEqual(['10.2.0.10 0 2 0 0'])
    const heading = 'ISA-A:\nNegotiating IP Security.\nISA-B:\nNegotiating IP Security.\n'
    expect(anchorsOf(ping, heading)).toEqual([2, 4])
    expect(counts('Negotiating IP Security.\n\nAfter a restart\n\nNegotiating IP Security.\n')).toHaveLength(2)
  })

  it('is read in German, French, Spanish and Russian too, as far as the wording is remembered', () => {
    const german = [
      'Ping wird ausgeführt für 10.2.0.10 mit 32 Bytes Daten:',
      'IP-Sicherheit wird verhandelt.',
      'Zeitüberschreitung der Anforderung.',
      'Antwort von 10.2.0.10: Bytes=32 Zeit=1ms TTL=127',
    ].join('\n')
    const french = [
      "Envoi d'une requête 'Ping'  10.2.0.10 avec 32 octets de données :",
      'Négociation de la sécurité IP.',
      "Délai d'attente de la demande dépassé.",
      'Réponse de 10.2.0.10 : octets=32 temps=1 ms TTL=127',
      "Réponse de 10.1.0.1 : Impossible de joindre l'hôte de destination.",
      'Statistiques Ping pour 10.2.0.10:',
      '    Paquets : envoyés = 4, reçus = 1, perdus = 3 (perte 75%),',
    ].join('\n')
    const spanish = [
      'Haciendo ping a 10.2.0.10 con 32 bytes de datos:',
      'Negociando la seguridad IP.',
      'Tiempo de espera agotado para esta solicitud.',
      'Respuesta desde 10.2.0.10: bytes=32 tiempo=1ms TTL=127',
      'Respuesta desde 10.1.0.1: Host de destino inaccesible.',
      'Estadísticas de ping para 10.2.0.10:',
      '    Paquetes: enviados = 4, recibidos = 1, perdidos = 3 (75% perdidos),',
    ].join('\n')
    const russian = [
      'Обмен пакетами с 10.2.0.10 по с 32 байтами данных:',
      'Согласование используемого уровня безопасности IP.',
      'Превышен интервал ожидания для запроса.',
      'Ответ от 10.2.0.10: число байт=32 время=1мс TTL=127',
    ].join('\n')
    expect(counts(german)).toEqual(['10.2.0.10 1 1 0 1'])
    for (const text of [french, spanish]) {
      expect(counts(text)).toEqual(['10.2.0.10 1 1 1 1'])
      expect(linesWith('unrecognised', text, readText(ping, text))).toEqual([])
    }
    expect(counts(russian)).toEqual(['10.2.0.10 1 1 0 1'])
  })
})

describe('a ping from which nothing follows', () => {
  it('ends before its first answer', () => {
    expect(problems(`${HEADER}\n\n`)).toEqual([['cut', expect.stringMatching(/before the first answer/)]])
    expect(counts(HEADER)).toEqual([])
  })

  it('has only answers that are not counted', () => {
    const text = `${HEADER}\nReply from 10.1.0.1: TTL expired in transit.\n`
    expect(problems(text)).toEqual([['unsupported', expect.stringMatching(/no answer that is known/)]])
    expect(linesWith('unsupported', text, readText(ping, text))).toEqual([2])
    expect(problems(`${HEADER}\nunbekannt\n`)).toEqual([['unsupported', expect.stringMatching(/no answer/)]])
  })

  it('has a target that cannot be', () => {
    const text = 'Pinging 10.2.0.300 with 32 bytes of data:\nRequest timed out.\n'
    expect(problems(text)).toEqual([['invalid', expect.stringMatching(/^The target.*"10\.2\.0\.300".*255\.$/)]])
    expect(counts(text)).toEqual(['- 0 1 0 0'])
  })
})

describe('what is no ping transcript', () => {
  it.each([
    'I get "Negotiating IP Security." for ever',
    'Negotiating IP Security. is what I see on the console.',
    'Request timed out.',
    'Pinging 10.2.0.10 with 32 bytes of data works from the LAN.',
    'ping 10.2.0.10',
    'I can ping 10.2.0.10 from the LAN. Reply from my colleague: nothing changed.',
    'A1 SubnetA > SubnetB\nA3 ISA-A > SubnetB\nA2 SubnetA < SubnetB\nA4 ISA-A < SubnetB\n',
    'Quick Mode Filters(Specific):\nFilter name : x\nSource Address : 10.1.0.0 (255.255.255.0)\n',
    '',
  ])('is left alone: %j', (text) => {
    expect(anchorsOf(ping, text)).toEqual([])
  })

  it.each([
    'isa/site-to-site-summary/main-office.txt',
    'isa/filter-list/two-lists.txt',
    'windows/events/547-windows-2003.txt',
  ])('is left alone: %s', (name) => {
    expect(anchorsOf(ping, fixture(name))).toEqual([])
  })
})

describe('any text', () => {
  const word = fc.constantFrom(
    ...[
      HEADER,
      'Negotiating IP',
      'Security.',
      'Request timed out.',
      'Reply from 10.2.0.10: time=1ms',
      'ping 10.2.0.10',
    ],
    ...['\n', '\n\n', ' ', '> ', 'C:\\>', 'words', 'B:', '4 packets transmitted, 1 received', 'Pinging x'],
  )

  it('is read without an error, and each transcript begins at an anchor', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 20 }), (words) => {
        const text = words.join('')
        const { observations, problems: found } = readText(ping, text)
        expect(observations.length + found.length > 0).toBe(anchorsOf(ping, text).length > 0)
      }),
    )
  })
})
