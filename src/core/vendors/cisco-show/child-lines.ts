import type { PolicySettings } from '../../model/endpoint.ts'
import type { LineRole } from '../../model/format.ts'
import { lineSpan, type SourceLine } from '../../text/source-text.ts'
import { groupWord, setting, transformSettings } from './setting-words.ts'

const IRRELEVANT =
  /^(?:Dualstack \(Y\/N\): |Responder-Only \(Y\/N\): N|Mixed-mode ?: |Transform sets=\{$|\}$|Inherit \(Y\/N\): |PQC Key Exchange: |Kilobyte Volume Rekey has been disabled|IKEv2 Profile: |ISAKMP Profile: |Reverse Route Injection|Antireplay window size|Identity: |QoS: |Security Association idletime|Description: |Access-List SS dynamic: )/i

/** Lines that `show crypto map` and `show crypto ipsec profile` have in common: how a child is to be protected. */
export function childLine(
  found: (settings: PolicySettings) => void,
): (text: string, line: SourceLine) => LineRole | undefined {
  let withGroup = false

  return (text, line) => {
    const span = lineSpan(line)
    const lifetime = /^Security association lifetime: ?(?:(\d{1,12}) kilobytes\/)?(\d{1,9}) seconds$/.exec(text)
    if (lifetime !== null) {
      const limits = [`${lifetime[2]} s`, ...(lifetime[1] === undefined ? [] : [`${lifetime[1]} KB`])]
      found(setting('IPsec lifetime', [limits.join(', ')], span))
      return 'read'
    }
    const secrecy = /^PFS \(Y\/N\): ([YN])$/.exec(text)
    if (secrecy !== null) {
      withGroup = secrecy[1] === 'Y'
      if (!withGroup) found(setting('perfect forward secrecy', ['off'], span))
      return 'read'
    }
    const group = /^DH group: {1,3}group(\d{1,2})$/.exec(text)
    if (group !== null) {
      if (withGroup) found(setting('perfect forward secrecy', [`group ${groupWord(group[1] ?? '')}`], span))
      return 'read'
    }
    const set = /^\S{1,99}: {1,3}\{ ([^{}]{1,200})\} ?,?$/.exec(text)
    if (set !== null) {
      found(transformSettings(set[1] ?? '', span))
      return 'read'
    }
    if (/^Responder-Only \(Y\/N\): Y$/.test(text)) return 'read'
    return IRRELEVANT.test(text) ? 'irrelevant' : undefined
  }
}
