/**
 * A list that nothing else holds, with one more member. Most stay with one or two, and take no more room than these need, where a list
 * that is added to in its place has room for many.
 */
export function added<T>(list: T[], member: T): T[] {
  const [first] = list
  if (first === undefined) return [member]
  if (list.length === 1) return [first, member]
  list.push(member)
  return list
}
