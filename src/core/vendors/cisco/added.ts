/**
 * A list with one more member. One that begins with it takes the room of one, where an empty one takes that of seventeen as soon as it
 * grows: most lists of a configuration stay with one.
 */
export function added<T>(list: T[], member: T): T[] {
  if (list.length === 0) return [member]
  list.push(member)
  return list
}
