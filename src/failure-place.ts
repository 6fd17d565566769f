/**
 * Where in this program an error arose, as `core/analyse.js:12`, or `null`. The error's own message is left out on
 * purpose: it may quote what was pasted.
 */
export function failurePlace(error: unknown): string | null {
  if (!(error instanceof Error) || error.stack === undefined) return null
  const at = error.stack.indexOf(error.message)
  const frames = error.stack.slice(at + error.message.length)
  const found = /^\s+at .*[\\/](?:src|dist)[\\/]([\w\\/.-]+\.(?:ts|tsx|js):\d+)/m.exec(frames)
  return found?.[1]?.replaceAll('\\', '/') ?? null
}
