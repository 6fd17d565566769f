/** Loaded before a program (`--import`): at SIGUSR2 the program has the fault `CRASH`, with the text `QUOTED` in its hands. */
const quoted = process.env.QUOTED ?? ''
const faults = {
  exception() {
    throw new Error(`cannot read "${quoted}"`)
  },
  value() {
    throw { pasted: quoted }
  },
  text() {
    throw quoted
  },
  rejection() {
    Promise.reject(new TypeError(quoted))
  },
  warning() {
    process.emitWarning(new Error('on purpose'), { code: 'PURPOSE' })
    throw Object.assign(new Error('x', { cause: new Error(quoted) }), { input: quoted })
  },
  memory() {
    for (const kept = []; ; ) kept.push(`${quoted} ${kept.length}`.repeat(1_000).split('').join('-'))
  },
  abort() {
    process.abort()
  },
}
process.on('SIGUSR2', () => setImmediate(faults[process.env.CRASH ?? 'exception']))
