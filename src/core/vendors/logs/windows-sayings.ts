import type { Saying } from './saying.ts'

/**
 * What Windows says of a negotiation that came to nothing: by the number of its error, in whatever language, or in the words that its
 * oakley.log has as well (Microsoft, "System error codes (12000-15999)" and "Routing and remote access error codes").
 */
export const WINDOWS_SAYINGS: readonly Saying[] = [
  {
    kind: 'cause',
    words: error('13801', 'IKE authentication credentials are unacceptable'),
    means: () =>
      'an end cannot prove who it is: the pre-shared keys differ, or the certificate of one is not trusted at the other, does not bear the name that is dialled, or is not for this use',
  },
  {
    kind: 'cause',
    words: error('13802', 'IKE security attributes are unacceptable'),
    means: () =>
      'nothing that is offered is accepted: encryption, integrity, the group, or how the ends prove who they are',
  },
  {
    kind: 'cause',
    words: error('13806', 'IKE failed to find valid machine certificate'),
    means: () => 'this computer has no certificate of its own that the other end takes, with its private key',
  },
  {
    kind: 'cause',
    words: error('13825', '(?<!, )No policy configured'),
    means: () =>
      'there is no policy for what is asked for: in main mode (phase 1) none for the other gateway, in quick mode (phase 2) none for these networks',
  },
  {
    kind: 'cause',
    words: error('13868', 'Policy match error'),
    means: () =>
      'nothing that is offered is accepted: encryption, integrity or the group of IKE or of its child, or in quick mode the networks',
  },
  {
    kind: 'cause',
    words: error('789', 'the security layer encountered a processing error'),
    means: () =>
      'IKE came to nothing before L2TP began: the pre-shared keys differ or a certificate is missing, nothing that is offered is accepted, or the server is behind a NAT, which Windows refuses until `AssumeUDPEncapsulationContextOnSendRule` is set',
  },
  {
    kind: 'silence',
    words: error('(?:79[12]|809|13805)', 'Negotiation timed out|the remote server is not responding'),
    means: () =>
      'the other end does not answer: UDP ports 500 and 4500 are blocked on the way, the address is wrong, or nothing listens there',
  },
]

function error(numbers: string, words: string): RegExp {
  return new RegExp(
    `(?:code returned on failure is|LastError {1,20}:|(?:error|fehler|erreur)(?: code)?:?) ${numbers}\\b|${words}`,
    'i',
  )
}
