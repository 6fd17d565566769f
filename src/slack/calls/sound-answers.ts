/** What came back is no answer of the Web API: a page of some proxy, JSON that is cut, or JSON of another shape. */
export class GarbledAnswer extends Error {
  override readonly name = 'GarbledAnswer'
}

/** Seconds to wait where Slack asks to wait and does not say how long. */
const SOME_SECONDS = '5'

/**
 * A `fetch` for Slack's client that hands on nothing but answers of the Web API: an object that says `ok`, and in one
 * word why not. The client itself takes whatever it cannot read for such a word, and would show a whole page to people.
 * The body is read here, so that the time limit of the call counts for all of it.
 */
export function soundAnswers(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const { status, headers } = response
    if (status === 429 && !/^\d+$/.test(headers.get('retry-after') ?? '')) {
      await response.body?.cancel()
      return new Response(null, { status, headers: { 'retry-after': SOME_SECONDS } })
    }
    if (status !== 200 || !isMethod(input)) return response
    const text = await response.text()
    if (!isSound(text)) throw new GarbledAnswer()
    return new Response(text, { status, headers })
  }
}

/** The addresses that files are uploaded to answer in a way of their own. */
function isMethod(input: Parameters<typeof globalThis.fetch>[0]): boolean {
  return new URL(input instanceof Request ? input.url : input).pathname.startsWith('/api/')
}

function isSound(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false
    return answer.ok === true || (answer.ok === false && 'error' in answer && /^\w+$/.test(String(answer.error)))
  } catch {
    return false
  }
}
