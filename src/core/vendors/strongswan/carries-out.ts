import type { IkeDaemon } from '../../model/ike-daemon.ts'

/**
 * Measured with strongSwan 5.9.8. In IKEv2 it has no way to prove itself by a user's password (XAuth is of IKEv1). IKEv1 negotiates one
 * method for both ends (RFC 2409 5): the same at both, or a user's password against a signature (hybrid); without "auth" there is none.
 */
export const carriesOut: NonNullable<IkeDaemon['carriesOut']> = ({ local, remote }, version) => {
  if (version === 1 && remote[0]?.demands !== undefined) return false
  if (version === 2) return local.every(({ method }) => method.value !== 'xauth')
  const [own, peer] = [local[0]?.method.value, remote[0]?.method.value]
  if (own === peer) return own === 'psk' || own === 'pubkey'
  return (own === 'xauth' && peer === 'pubkey') || (own === 'pubkey' && peer === 'xauth')
}
