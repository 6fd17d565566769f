import type { LogEntry } from './log-entry.ts'
import type { SaView } from './security-associations.ts'
import type { Site } from './world.ts'

/** What the lab asks of a fresh daemon at one site, whichever product it is. */
export interface Gateway {
  readonly site: Site
  /** Resolves when it answers; throws when it does not come up. */
  ready(): Promise<void>
  /** Loads the configuration. Returns what the product complains about, or undefined. */
  load(): Promise<string | undefined>
  /** Brings the child of the case up by command; returns the last line that was said about it. */
  initiate(seconds: number): Promise<string>
  sas(): Promise<SaView>
  /** What its product shows of the connections that are loaded, as people paste it. */
  shows(): Promise<string>
  /** Whether it has loaded no connection at all, where the product tells. */
  isEmpty?(): Promise<boolean>
  /**
   * Asks for a rekey of the child, or of the IKE SA that is named; returns the exit code of the command, or undefined
   * where the product has no command for it.
   */
  rekey(child: string, ikeSa: string | undefined): Promise<number | null | undefined>
  log(): readonly LogEntry[]
  stop(): Promise<void>
}
