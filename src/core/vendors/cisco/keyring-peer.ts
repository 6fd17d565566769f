/**
 * Whether a line is of a peer in a keyring of IKEv2, after one that was (`inside`) or was not: its `hostname` is the peer's, and not that of
 * the box.
 */
export function isOfKeyringPeer(inside: boolean, line: string): boolean {
  const text = line.trim()
  return PEER.test(text) || (inside && SETTING.test(text))
}

const PEER = /^peer \S+$/i
const SETTING = /^(?:description|address|hostname|identity|pre-shared-key) /i
