import type { LineRole } from '../../../model/format.ts'
import { GAP, spellingPattern } from '../vocabulary.ts'

/** What a phrase of a ping transcript says. `unlike` answers are known and fit none of the counts. */
export type PingMark =
  | 'header'
  | 'command'
  | 'negotiating'
  | 'unreachable'
  | 'timedOut'
  | 'reply'
  | 'tally'
  | 'unlike'
  | 'noise'

/** What becomes of the line. */
export const PING_ROLES: Readonly<Record<PingMark, LineRole>> = {
  header: 'read',
  command: 'irrelevant',
  negotiating: 'read',
  unreachable: 'read',
  timedOut: 'read',
  reply: 'read',
  tally: 'read',
  unlike: 'unsupported',
  noise: 'irrelevant',
}

const HOST = String.raw`[^\s()[\]]{1,255}`
const NUMBER = String.raw`\d{1,9}(?:[.,]\d{1,9})?`
const WINDOWS_PROMPT = String.raw`(?:PS[ \t]+)?[A-Z]:\\[^\n<>|]{0,200}>[ \t]*`
const SHELL_PROMPT = String.raw`^[\w@.~:/[\] -]{0,80}[$#][ \t]*`
const OPTION = String.raw`[ \t]+[-/]\w{1,12}(?:[ \t]+\d{1,9}(?![\w.:]))?`
/** Behind a prompt any word is a host; without one only an address or a dotted name, since "ping" begins sentences too. */
const DOTTED_HOST = String.raw`[ \t]+\w[\w-]{0,62}[.:][\w.:%-]{1,250}|[ \t]+::[\da-f:.]{0,60}`
const ANY_WORD = String.raw`[ \t]+(?!(?:pinging|ping|negotiating|request|reply|destination)\b)[\w.:%/-]{1,255}`
const COMMAND = [
  String.raw`(?:${WINDOWS_PROMPT}|${SHELL_PROMPT})ping6?(?:\.exe)?(?:${ANY_WORD}){1,12}`,
  String.raw`^[>\s]{0,20}ping6?(?:\.exe)?(?:${OPTION}){0,8}(?:${DOTTED_HOST})(?:${OPTION}){0,8}(?=[ \t]*(?::?[ \t]*$|pinging))`,
].join('|')

const SOURCE = `(?:${GAP}(?:from|von)${GAP}${HOST})?`
const HEADER = [
  String.raw`pinging${GAP}${HOST}(?:${GAP}\[[^\]\n]{1,60}\])?${SOURCE}${GAP}with${GAP}\d{1,5}${GAP}bytes${GAP}of${GAP}data:?`,
  String.raw`ping${GAP}${HOST}${GAP}\([^)\n]{1,60}\)(?:${GAP}from${GAP}[^\n:]{1,80})?:?${GAP}\d{1,5}(?:\(\d{1,5}\))?${GAP}(?:bytes${GAP}of${GAP}data\.?|data${GAP}bytes)`,
  // Cisco IOS and ASA ("Understanding the Ping and Traceroute Commands", document 12778; no box was at hand).
  String.raw`sending${GAP}\d{1,9},${GAP}\d{1,5}-byte${GAP}ICMP${GAP}Echoe?s${GAP}to${GAP}${HOST},${GAP}timeout${GAP}is${GAP}\d{1,5}${GAP}seconds?:?`,
  // German, French, Spanish and Russian wording is reconstructed; no published transcript confirms it.
  String.raw`ping${GAP}wird${GAP}ausgeführt${GAP}für${GAP}${HOST}(?:${GAP}\[[^\]\n]{1,60}\])?${SOURCE}${GAP}mit${GAP}\d{1,5}${GAP}bytes${GAP}daten:?`,
  String.raw`envoi${GAP}d['’]une${GAP}requête${GAP}['’]?ping['’]?${GAP}(?:sur${GAP})?${HOST}(?:${GAP}\[[^\]\n]{1,60}\])?${GAP}avec${GAP}\d{1,5}${GAP}octets${GAP}de${GAP}données${GAP}:?`,
  String.raw`haciendo${GAP}ping${GAP}a${GAP}${HOST}(?:${GAP}\[[^\]\n]{1,60}\])?${GAP}con${GAP}\d{1,5}${GAP}bytes${GAP}de${GAP}datos:?`,
  String.raw`обмен${GAP}пакетами${GAP}с${GAP}${HOST}(?:${GAP}\[[^\]\n]{1,60}\])?${GAP}(?:по${GAP})?с?${GAP}\d{1,5}${GAP}байт\p{L}{0,4}${GAP}данных:?`,
].join('|')

const FROM = String.raw`(?:(?:(?:reply|antwort)${GAP})?(?:from|von)|réponse${GAP}de|respuesta${GAP}desde|ответ${GAP}от)${GAP}[^\s]{2,255}(?:${GAP}:)?`
const MEASURE = String.raw`(?:bytes|octets|time|ttl|zeit|temps|tiempo|(?:число${GAP})?байт|время)${GAP}[=<]${GAP}${NUMBER}(?:${GAP}(?:ms|мс\p{L}{0,2}))?`
const SEQUENCE = String.raw`icmp_seq[= ]?\d{1,9}`

/** Phrases wherever they stand, wrapped or in another language. Of two that begin alike the first is meant. */
export const PING_MARKS: readonly (readonly [name: PingMark, pattern: string])[] = [
  ['command', COMMAND],
  ['header', HEADER],
  [
    'negotiating',
    `(?:${[
      'Negotiating IP Security',
      'IP-Sicherheit wird verhandelt',
      'Négociation de la sécurité IP',
      'Negociando la seguridad IP',
      'Negociando seguridad IP',
      'Согласование используемого уровня безопасности IP',
    ]
      .map(spellingPattern)
      .join('|')})\\.?`,
  ],
  [
    'unreachable',
    String.raw`(?:${FROM}${GAP}(?:${SEQUENCE}${GAP})?)?(?:destination${GAP}\w{1,20}${GAP}unreachable|zielhost${GAP}nicht${GAP}erreichbar|impossible${GAP}de${GAP}joindre${GAP}l['’]hôte${GAP}de${GAP}destination|host${GAP}de${GAP}destino${GAP}inaccesible|заданн\p{L}{2}${GAP}(?:узел|сеть)${GAP}недоступ\p{L}{1,3})\.?`,
  ],
  [
    'timedOut',
    String.raw`(?:request${GAP}timed${GAP}out|zeitüberschreitung${GAP}der${GAP}anforderung|délai${GAP}d['’]attente${GAP}de${GAP}la${GAP}demande${GAP}dépassé|tiempo${GAP}de${GAP}espera${GAP}agotado${GAP}para${GAP}esta${GAP}solicitud|превышен${GAP}интервал${GAP}ожидания${GAP}для${GAP}запроса)\.?|request${GAP}timeout${GAP}for${GAP}${SEQUENCE}|no${GAP}answer${GAP}yet${GAP}for${GAP}${SEQUENCE}`,
  ],
  [
    'reply',
    String.raw`${FROM}(?:${GAP}${MEASURE}){1,3}|\d{1,5}${GAP}bytes${GAP}from${GAP}${HOST}(?:${GAP}\([^)\n]{1,60}\):?)?(?:${GAP}(?:${SEQUENCE}|${MEASURE})){1,4}`,
  ],
  [
    'unlike',
    String.raw`(?:${FROM}${GAP})?TTL${GAP}expired${GAP}in${GAP}transit\.?|(?:ping:${GAP}transmit${GAP}failed[.,:]?${GAP})?general${GAP}failure\.?|ping${GAP}request${GAP}could${GAP}not${GAP}find${GAP}host[^\n]{0,200}|hardware${GAP}error\.?|destination${GAP}specified${GAP}is${GAP}invalid\.?`,
  ],
  [
    'tally',
    String.raw`\d{1,9}${GAP}packets${GAP}transmitted,${GAP}\d{1,9}(?:${GAP}packets)?${GAP}received(?:,${GAP}\+\d{1,9}${GAP}errors)?(?:,${GAP}${NUMBER}%${GAP}packet${GAP}loss)?(?:,${GAP}time${GAP}\d{1,9}${GAP}ms)?|(?:[.!?U]{1,70}${GAP})?success${GAP}rate${GAP}is${GAP}\d{1,3}${GAP}percent${GAP}\(\d{1,9}/\d{1,9}\)(?:,${GAP}round-trip${GAP}min/avg/max${GAP}=${GAP}[\d/]{1,60}${GAP}ms)?`,
  ],
  [
    'noise',
    [
      String.raw`type${GAP}escape${GAP}sequence${GAP}to${GAP}abort\.?`,
      `packets?${GAP}sent${GAP}with${GAP}a${GAP}source${GAP}address${GAP}of${GAP}${HOST}`,
      '^[.!?U]{2,70}$',
      `ping${GAP}statistics${GAP}for${GAP}${HOST}`,
      `---${GAP}${HOST}${GAP}ping${GAP}statistics${GAP}---`,
      String.raw`packets:${GAP}sent${GAP}=${GAP}\d{1,9},${GAP}received${GAP}=${GAP}\d{1,9},${GAP}lost${GAP}=${GAP}\d{1,9}(?:${GAP}\(\d{1,3}%${GAP}loss\))?`,
      `approximate${GAP}round${GAP}trip${GAP}times${GAP}in${GAP}milli-?seconds`,
      String.raw`minimum${GAP}=${GAP}\d{1,9}${GAP}ms,${GAP}(?:maximum${GAP}=${GAP}\d{1,9}${GAP}ms,${GAP}(?:average|mittelwert)${GAP}=${GAP}\d{1,9}${GAP}ms)?`,
      String.raw`(?:rtt|round-trip)${GAP}min/avg/max/\w{4,6}${GAP}=${GAP}[\d./]{1,60}${GAP}ms(?:,${GAP}pipe${GAP}\d{1,9})?`,
      `ping-statistik${GAP}für${GAP}${HOST}`,
      `statistiques${GAP}ping${GAP}pour${GAP}${HOST}`,
      String.raw`paquets${GAP}:${GAP}envoyés${GAP}=${GAP}\d{1,9},${GAP}reçus${GAP}=${GAP}\d{1,9},${GAP}perdus${GAP}=${GAP}\d{1,9}(?:${GAP}\(perte${GAP}\d{1,3}${GAP}%\))?`,
      `estadísticas${GAP}de${GAP}ping${GAP}para${GAP}${HOST}`,
      String.raw`paquetes:${GAP}enviados${GAP}=${GAP}\d{1,9},${GAP}recibidos${GAP}=${GAP}\d{1,9},${GAP}perdidos${GAP}=${GAP}\d{1,9}(?:${GAP}\(\d{1,3}%${GAP}perdidos\))?`,
      String.raw`pakete:${GAP}gesendet${GAP}=${GAP}\d{1,9},${GAP}empfangen${GAP}=${GAP}\d{1,9},${GAP}verloren${GAP}=${GAP}\d{1,9}(?:${GAP}\(\d{1,3}%${GAP}verlust\))?`,
      String.raw`ca\.${GAP}zeitangaben${GAP}in${GAP}millisek\.`,
      String.raw`control-[cz]$|\^C`,
      `(?:${WINDOWS_PROMPT})(?:exit|cls)?$`,
    ].join('|'),
  ],
]

/**
 * Lines as Windows prints them in English, by their first letter; those with a prompt under `>`. Each is one of the phrases
 * above, and with none of them a phrase can go on that begins on the line before.
 */
export const PLAIN_LINES: ReadonlyMap<string, readonly (readonly [name: PingMark, pattern: RegExp])[]> = new Map([
  [
    '>',
    [
      ['command', new RegExp(String.raw`${WINDOWS_PROMPT}ping6?(?:\.exe)?(?:${ANY_WORD}){1,12}`, 'iy')],
      ['noise', new RegExp(`${WINDOWS_PROMPT}$`, 'iy')],
    ],
  ],
  [
    'P',
    [
      ['header', /Pinging [\w.:%-]{1,255}(?: \[[\da-f.:%]{1,60}\])? with \d{1,5} bytes of data:/y],
      ['noise', /Packets: Sent = \d{1,9}, Received = \d{1,9}, Lost = \d{1,9} \(\d{1,3}% loss\)/y],
      ['noise', /Ping statistics for [\w.:%-]{1,255}/y],
    ],
  ],
  ['N', [['negotiating', /Negotiating IP Security\./y]]],
  [
    'R',
    [
      ['reply', /Reply from [\da-f.:%]{2,60}:(?: (?:bytes|time|TTL)[=<]\d{1,9}(?:ms)?){1,3}/y],
      ['timedOut', /Request timed out\./y],
      ['unreachable', /Reply from [\da-f.:%]{2,60}: Destination (?:host|net) unreachable\./y],
    ],
  ],
  ['D', [['unreachable', /Destination (?:host|net) unreachable\./y]]],
  ['A', [['noise', /Approximate round trip times in milli-seconds/y]]],
  ['M', [['noise', /Minimum = \d{1,9}ms, Maximum = \d{1,9}ms, Average = \d{1,9}ms/y]]],
])
