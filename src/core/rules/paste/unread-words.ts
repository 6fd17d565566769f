import type { ReadBlock } from '../rule.ts'

/** Of a text that is known and not read: `which is not read.`, or what its lines say of why there is no tunnel. */
export function unreadWords({ tells = [] }: NonNullable<ReadBlock['unread']>): string {
  return tells.length === 0 ? 'which is not read.' : `of which only the errors are read. ${tells.join(' ')}`
}
