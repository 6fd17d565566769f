/** In place of the examination: does what the probe of the case says. */
export function examine({ request: { probe = '' } }) {
  if (probe === 'hang') for (;;);
  if (probe === 'fill') for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length))
  if (probe === 'throw') throw new Error('on purpose')
  return []
}
