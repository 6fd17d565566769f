import { combine, QUOTED, withHint } from '../spelling.ts'

const WORD = `(?<secret>${QUOTED}|[^\\s;"',)|<>]{1,400})`

/** `198.51.100.7 192.0.2.1 "KEY"`: a file of secrets without its words. */
const BARE_LINE = withHint({ words: [' "'] }, [
  {
    pattern:
      /^[\s>|]{0,40}(?:(?:%any6?|@[\w.-]{1,100}|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[\da-f]{0,4}:[\da-f:]{1,39})[ \t]+){1,10}(?::[ \t]+)?(?<secret>"[^"\n]{1,200}")[ \t]*$/dgi,
  },
])

/** `bob l2tpd "KEY" *`: chap-secrets of pppd(8). */
const CHAP = withHint({ words: [...combine('l2tp|l2tpd|pptp|pptpd', ' |"'), ' *\n', '"*"\n'] }, [
  {
    pattern: new RegExp(
      `^[\\s>|]{0,40}(?:"[^"\\n]{1,60}"|[^\\s#*]{1,60})[ \\t]+"?(?:\\*|x?l2tpd?|pptpd?)"?[ \\t]+${WORD}[ \\t]+(?:\\*|"\\*")$`,
      'dg',
    ),
  },
])

/** Lines that some programs have in a way of their own. */
const LINES_OF_PROGRAMS = withHint(
  {
    words: [
      ...combine('certificate db:|login=|login =|cookie=|secretkey=|define('),
      ...combine('psksecret|password|passwod|passwrd|passwd', '['),
    ],
  },
  [
    // The passwords of NSS, as Libreswan has them, and what FortiOS logs of a change.
    { pattern: /Certificate DB:(?<secret>\S{1,200})/dg },
    { pattern: /(?:psksecret|passwo?r?d)\[(?:\*\]->\[)?(?<secret>[^\][\n*]{4,200})/dgi },
    { pattern: /\blogin[ \t]*=[ \t]*(?:cleartext|des|file)[ \t]+(?<secret>"[^"\n]{1,200}"|\S{1,200})/dg },
    {
      pattern:
        /\bdefine\([ \t]{0,9}["'][\w-]{0,40}(?:psk|pass(?:word)?|secret|key)["'],[ \t]{0,9}["'](?<secret>[^"'\n]{1,200})/dgi,
    },
    { pattern: /\b(?:secretkey|cookie)=(?<secret>[^\s&"']{1,400})/dg },
  ],
)

/** Files that hold secrets in a manner of their own. */
export const FILES = [...BARE_LINE, ...CHAP, ...LINES_OF_PROGRAMS]
