import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'

/** `9.13` as 913; `undefined` where no line tells the release. */
export type Release = number | undefined

/** `ASA Version 9.2(2)4`, as a running configuration begins. */
export function readRelease(commands: readonly Command[]): Release {
  for (const { words } of beginningWith(commands, 'asa', 'pix')) {
    const [product, word, number] = words
    if (!/^(?:ASA|PIX)$/i.test(product ?? '') || !/^version$/i.test(word ?? '')) continue
    const [, major, minor] = /^(\d{1,2})\.(\d{1,2})/.exec(number ?? '') ?? []
    if (major !== undefined && minor !== undefined) return Number(major) * 100 + Number(minor)
  }
  return undefined
}

/**
 * The group where none is named, in `crypto ikev1|ikev2 policy` and `set pfs`: 2 up to 9.12, and 14 from 9.13(1) on (Cisco
 * ASA Series Command Reference, "group (ikev1 policy)" and "crypto map set pfs"). Without a release either may be meant.
 */
export function defaultGroups(release: Release): readonly string[] {
  if (release === undefined) return ['MODP_2048', 'MODP_1024']
  return [release >= 913 ? 'MODP_2048' : 'MODP_1024']
}
