/** More frames than this are not looked at. */
const FRAMES = 100

/**
 * Where in this program an error arose, as `core/analyse.js:12`, or `null`. The error's own message is left out on
 * purpose: it may quote what was pasted.
 */
export function failurePlace(error: unknown): string | null {
  if (!(error instanceof Error) || error.stack === undefined) return null
  const at = error.stack.indexOf(error.message)
  const frames = error.stack.slice(at + error.message.length)
  for (const frame of frames.split('\n', FRAMES)) {
    const path = frame.replaceAll('\\', '/')
    const root = Math.max(path.lastIndexOf('/src/'), path.lastIndexOf('/dist/'))
    const place = /^\/(?:src|dist)\/([\w/.-]{1,200}:\d+)/.exec(root < 0 ? '' : path.slice(root))
    if (place?.[1] !== undefined) return place[1]
  }
  return null
}
