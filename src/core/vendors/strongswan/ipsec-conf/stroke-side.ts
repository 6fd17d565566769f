import { isOneOf, type SideRule } from '../../freeswan/own-side.ts'

/**
 * charon swaps the ends when `right` is one of its own addresses, and else takes the left one for its own (measured with
 * strongSwan 5.9.8: "left is other host, swapping ends").
 */
export const strokeSides: SideRule = {
  fixed: ({ left, right }) => (right === 'any' || right === 'own' || typeof left === 'string' ? 'left' : null),
  of: ({ right }, own) => (isOneOf(right, own) ? 'right' : 'left'),
}
