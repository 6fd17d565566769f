/** Stands in for core in the threads of a pool: the text of the first paste says how to misbehave. */
export function analyse({ pastes }) {
  const text = pastes[0]?.text ?? ''
  if (text === 'loop') for (;;);
  if (text === 'fill the heap') {
    const hoard = []
    for (;;) hoard.push(new Array(10_000).fill(hoard.length))
  }
  const filled = /^fill (\d+) MB, then keep half a million keys$/.exec(text)?.[1]
  if (filled !== undefined) {
    // Each has 80 kB.
    const hoard = Array.from({ length: Number(filled) * 12.5 }, () => new Array(10_000).fill(0))
    const table = new Map()
    for (let key = 0; key < 500_000; key += 1) table.set(key, key)
    for (;;) hoard.push(new Array(10_000).fill(table.size))
  }
  if (text.startsWith('throw ')) throw new Error(`cannot read ${text}`)
  return { summary: text }
}

/** Of a question for Slack, by the same words. */
export function makeAnswer({ asked }) {
  return analyse(asked)
}
