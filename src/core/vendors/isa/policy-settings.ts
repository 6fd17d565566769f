import type { PolicySettings, Topic } from '../../model/endpoint.ts'
import { type Setting, stated } from '../../model/setting.ts'
import { keyMark } from '../../text/secrets/secret-mark.ts'
import {
  authenticationWord,
  cipherWord,
  groupWord,
  integrityWord,
  ipsecLifetime,
  isOn,
  plainNumber,
} from './policy-words.ts'
import type { Written } from './written-address.ts'

/** The values of ISA's IPsec dialog, by what they are called there; `volume` is the lifetime in kilobytes. */
export type PolicyKey =
  | `phase${1 | 2} ${'encryption' | 'integrity' | 'group' | 'lifetime'}`
  | 'phase1 authentication'
  | 'phase1 key'
  | 'phase2 secrecy'
  | 'phase2 timeRekeying'
  | 'phase2 volumeRekeying'
  | 'phase2 volume'

/** A plain word for a text, or `null`. */
export type ToWord = (text: string) => string | null

/** The settings that the two ends must agree on. `spelling` knows how choices are written besides in words. */
export function policySettings(
  written: ReadonlyMap<string, Written>,
  spelling: (toWord: ToWord) => ToWord = (toWord) => toWord,
): PolicySettings {
  const settings: { -readonly [topic in Topic]?: Setting<string> } = {}
  const get = (key: PolicyKey) => written.get(key)
  const set = (topic: Topic, value: Written | undefined, toWord: ToWord) => {
    const word = value === undefined ? null : toWord(value.text)
    if (value !== undefined && word !== null) settings[topic] = stated(word, value.span)
  }
  set('IKE encryption', get('phase1 encryption'), spelling(cipherWord))
  set('IKE integrity', get('phase1 integrity'), spelling(integrityWord))
  set('IKE Diffie-Hellman group', get('phase1 group'), spelling(groupWord))
  set('authentication method', get('phase1 authentication'), spelling(authenticationWord))
  set('pre-shared key', get('phase1 key') ?? get('phase1 authentication'), keyMark)
  set('IKE lifetime', get('phase1 lifetime'), inSeconds)
  set('ESP encryption', get('phase2 encryption'), spelling(cipherWord))
  set('ESP integrity', get('phase2 integrity'), spelling(integrityWord))

  const secrecy = get('phase2 secrecy')
  const withGroup = secrecy === undefined ? null : isOn(secrecy.text)
  if (withGroup === false) set('perfect forward secrecy', secrecy, () => 'off')
  if (withGroup === true) {
    set('perfect forward secrecy', get('phase2 group'), (text) => named('group', spelling(groupWord)(text)))
  }

  const [seconds, kilobytes] = [get('phase2 lifetime'), get('phase2 volume')]
  const [time, volume] = [get('phase2 timeRekeying'), get('phase2 volumeRekeying')]
  set('IPsec lifetime', seconds ?? kilobytes ?? time ?? volume, () =>
    ipsecLifetime({
      // Where no switch is printed, the amount itself says that it is on.
      byTime: time === undefined ? seconds !== undefined : isOn(time.text) === true,
      seconds: seconds === undefined ? null : plainNumber(seconds.text),
      byVolume: volume === undefined ? kilobytes !== undefined : isOn(volume.text) === true,
      kilobytes: kilobytes === undefined ? null : plainNumber(kilobytes.text),
    }),
  )
  return settings
}

function inSeconds(text: string): string | null {
  const number = plainNumber(text)
  return number === null ? null : `${number} s`
}

function named(name: string, word: string | null): string | null {
  return word === null ? null : `${name} ${word}`
}
