import type { Defaulted } from '../model/setting.ts'

/** A value that no line states yet. */
export function planned<T>(value: T): Defaulted<T> {
  return { origin: 'default', value, authority: 'the remedy' }
}
