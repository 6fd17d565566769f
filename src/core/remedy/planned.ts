import type { Setting } from '../model/setting.ts'

/** A value that no line states yet. */
export function planned<T>(value: T): Setting<T> {
  return { origin: 'default', value, authority: 'the remedy' }
}
