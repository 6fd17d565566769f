import type { LoggedAttempt } from './logged-attempt.ts'

/** What the peer of a gateway refused last, as the log of that gateway tells, which began. */
export interface LoggedRefusal extends Pick<LoggedAttempt, 'span' | 'own' | 'peer' | 'connection' | 'version'> {
  readonly refused: Refused
}

/** `offer`: proposals, of IKE or of a child; `contact`: nothing was answered at all; `going on`: what came behind the first answers. */
export type Refused = 'ike offer' | 'child offer' | 'offer' | 'selectors' | 'identity or key' | 'contact' | 'going on'
