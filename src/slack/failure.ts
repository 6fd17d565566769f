import { randomUUID } from 'node:crypto'
import type { Logger } from '@slack/bolt'
import { failurePlace } from '../failure-place.ts'

/** Tells a person that something went wrong here, and logs where: never the paste, never Slack's answer bodies. */
export async function reportFailure(
  error: unknown,
  logger: Pick<Logger, 'error'>,
  tell: (text: string) => Promise<unknown>,
): Promise<void> {
  const incident = randomUUID().slice(0, 8)
  const name = error instanceof Error ? error.name : typeof error
  logger.error(`incident ${incident}: ${name} at ${failurePlace(error) ?? 'an unknown place'}`)
  try {
    await tell(
      `Something went wrong on this side, and there is no answer. Please tell whoever runs this app the incident id ${incident}; your text was not kept.`,
    )
  } catch {
    logger.error(`incident ${incident}: the user could not be told`)
  }
}
