/**
 * A `fetch` whose time limit counts until the body is read to its end. That of Node 20 forgets `signal` when what it was made
 * with is collected as garbage, and then waits for a body for as long as it drips.
 */
export function heldToTime(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const signal = init?.signal
    if (signal == null || response.body === null) return response
    return new Response(response.body.pipeThrough(new TransformStream(), { signal }), response)
  }
}
