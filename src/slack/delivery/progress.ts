import { patiently } from '../calls/patiently.ts'
import type { Visit } from '../visit.ts'
import type { Place } from './place.ts'
import { postToResponseUrl } from './response-url.ts'

/** What is kept back this long has to be asked for again. */
const WAIT = 2 * 60_000

/**
 * Shows that something is being done when it takes longer than a moment: in a channel or thread a placeholder that the
 * answer takes the place of; in private, where nothing of a command can be replaced, one line. The work may rely on `place`
 * having moved when it ends.
 */
export async function withProgress(visit: Visit, what: string, work: () => Promise<void>): Promise<void> {
  let shown: Promise<void> | undefined
  const timer = setTimeout(() => {
    shown = show(visit, sayWorking(what)).catch(() => undefined)
  }, visit.services.patience)
  try {
    visit.settled = async () => {
      clearTimeout(timer)
      await shown
    }
    await work()
  } finally {
    clearTimeout(timer)
    await shown
  }
}

async function show(visit: Visit, text: string): Promise<void> {
  const { place, services, client } = visit
  if (place.kind === 'visible') {
    const posted = await patiently(services, 'chat.postMessage', () =>
      client.chat.postMessage({
        channel: place.channel,
        text,
        ...(place.thread !== null && { thread_ts: place.thread }),
      }),
    )
    const moved: Place = {
      ...place,
      active: true,
      placeholder: posted.ts ?? null,
      channel: posted.channel ?? place.channel,
    }
    await visit.move(moved)
  } else if (place.responseUrl !== null) {
    const line = { response_type: 'ephemeral', replace_original: false, text }
    await postToResponseUrl(place.responseUrl, line, services)
  }
}

function sayWorking(what: string): string {
  const until = new Date(Date.now() + WAIT)
  const clock = `${until.toISOString().slice(11, 16)} UTC`
  return `Analysing ${what} ... Is this still here at <!date^${Math.floor(until.getTime() / 1_000)}^{time}|${clock}>? Then send it again.`
}
