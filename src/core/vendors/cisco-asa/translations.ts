import { formatRange } from '../../address/address-range.ts'
import type { Box } from '../../selectors/box.ts'
import type { AsaConfig } from './asa-config.ts'
import { type Translated, translatedOf } from './nat-exemption.ts'
import type { NatRule } from './nat-rules.ts'
import type { Notes } from './notes.ts'

/** So many parts of one pair of networks that is to go into a tunnel are looked at, and of all together. */
const [MOST_OF_PAIR, MOST] = [256, 16_384]

/** What NAT takes of the packets for the tunnels of a configuration. Rules with which there are too many parts are told. */
export class Translations {
  readonly #config: AsaConfig
  readonly #notes: Notes
  readonly #told = new Set<NatRule>()
  #room = MOST

  constructor(config: AsaConfig, notes: Notes) {
    this.#config = config
    this.#notes = notes
  }

  of(box: Box, egress: string | undefined): Translated[] {
    if (this.#room === 0) return []
    const most = Math.min(this.#room, MOST_OF_PAIR)
    const found = translatedOf(box, egress, this.#config, most)
    const parts = found.reduce((sum, { boxes }) => sum + boxes.length, 0)
    if (parts <= most) {
      this.#room -= parts
      return found
    }
    const beyond = found.pop()
    const say =
      most < MOST_OF_PAIR
        ? `NAT translates more than ${MOST} parts of the networks that are to go into tunnels; what it takes of those from ${formatRange(box.local)} to ${formatRange(box.remote)} on, with this rule, is not looked at.`
        : `NAT translates more than ${MOST_OF_PAIR} parts of what is to go from ${formatRange(box.local)} to ${formatRange(box.remote)} into a tunnel; what this rule and those behind it take is not looked at.`
    this.#room = most < MOST_OF_PAIR ? 0 : this.#room - most
    if (beyond === undefined || this.#told.has(beyond.rule)) return found
    this.#told.add(beyond.rule)
    this.#notes.unsupported(beyond.rule.command, say, INSTEAD)
    return found
  }
}

const INSTEAD =
  'Exempt the packets of the tunnels from NAT by a rule in front of the others, and paste the configuration again.'
