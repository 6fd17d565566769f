/** The release of FortiOS as far as defaults differ; `null` where the paste does not tell. */
export interface Release {
  readonly major: number
  readonly minor: number
}

/** `FGVM64-7.2.5-FW-build1517-230606` of the header of a configuration. */
export function releaseOf(header: string): Release | null {
  const [, major, minor] =
    /-(\d{1,2})\.(\d{1,2})(?:\.\d{1,3})?-/.exec(header) ?? /-(\d)\.?0?(\d)\d?-/.exec(header) ?? []
  return major === undefined || minor === undefined ? null : { major: Number(major), minor: Number(minor) }
}

/** What a phase 1 or a phase 2 has that does not say otherwise. */
export interface Defaults {
  readonly authority: string
  readonly phase1: readonly string[]
  readonly phase2: readonly string[]
  readonly dhgrp: readonly string[]
  /** Seconds. */
  readonly keylife: number
  readonly keylifeseconds: number
}

const SIX = {
  phase1: ['aes128-sha256', 'aes256-sha256', 'aes128-sha1', 'aes256-sha1'],
  phase2: [
    'aes128-sha1',
    'aes256-sha1',
    'aes128-sha256',
    'aes256-sha256',
    'aes128gcm',
    'aes256gcm',
    'chacha20poly1305',
  ],
  dhgrp: ['14', '5'],
  keylife: 86_400,
  keylifeseconds: 43_200,
}

/**
 * FortiOS CLI reference: the proposals that an entry has when it is made (they changed with 5.x, 6.0.1 and 6.2), and the
 * groups and lifetimes that it has without a word. FortiOS prints the proposals of each entry, so that they matter only
 * in a part of a configuration.
 */
export function defaultsOf(release: Release | null): Defaults {
  const named = release === null ? 'FortiOS 6.2 to 7.4' : `FortiOS ${release.major}.${release.minor}`
  const authority = `${named} CLI reference, config vpn ipsec phase1-interface and phase2-interface`
  if (release !== null && release.major < 5) {
    return {
      authority,
      phase1: ['aes128-sha1', '3des-sha1'],
      phase2: ['aes128-sha1', '3des-sha1'],
      dhgrp: ['5'],
      keylife: 28_800,
      keylifeseconds: 1800,
    }
  }
  if (release !== null && release.major === 5) {
    const words = ['aes128-sha256', 'aes256-sha256', '3des-sha256', 'aes128-sha1', 'aes256-sha1', '3des-sha1']
    return { authority, ...SIX, phase1: words, phase2: words }
  }
  return { authority, ...SIX }
}
