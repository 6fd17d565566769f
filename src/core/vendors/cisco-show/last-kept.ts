/** A pure function of a text that keeps its last answer: for what an output says again and again, which is then one object. */
export function lastKept<T>(work: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly result: T } | null = null
  return (text) => {
    if (last?.text !== text) last = { text, result: work(text) }
    return last.result
  }
}
