/** Stands in for core in the threads of a pool: the text of the first paste says how to misbehave. */
export function analyse({ pastes }) {
  const text = pastes[0]?.text ?? ''
  if (text === 'loop') for (;;);
  if (text === 'fill the heap') {
    const hoard = []
    for (;;) hoard.push(new Array(10_000).fill(hoard.length))
  }
  if (text.startsWith('throw ')) throw new Error(`cannot read ${text}`)
  return { summary: text }
}

/** Of a question for Slack, by the same words. */
export function makeAnswer({ asked }) {
  return analyse(asked)
}
