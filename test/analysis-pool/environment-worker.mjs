/** Answers with the names of the environment's variables that a thread can see. */
export function analyse() {
  return { summary: Object.keys(process.env).join(' ') }
}
