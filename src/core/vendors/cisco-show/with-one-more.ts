/**
 * A list that nothing else holds, with one more at its end. Most come to two, and then take no more room than they need; one that is added to
 * in its place has room for many.
 */
export function withOneMore<T extends object>(list: T[], one: T): T[] {
  const [first] = list
  if (first === undefined) return [one]
  if (list.length === 1) return [first, one]
  list.push(one)
  return list
}
