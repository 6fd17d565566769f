/**
 * The names of the model for IANA's numbers of key exchange groups (RFC 7296 3.3.2, transform type 4; the first ones are
 * those of RFC 2409 6).
 */
const NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'MODP_768'],
  [2, 'MODP_1024'],
  [5, 'MODP_1536'],
  [14, 'MODP_2048'],
  [15, 'MODP_3072'],
  [16, 'MODP_4096'],
  [17, 'MODP_6144'],
  [18, 'MODP_8192'],
  [19, 'ECP_256'],
  [20, 'ECP_384'],
  [21, 'ECP_521'],
  [24, 'MODP_2048_256'],
  [27, 'ECP_224_BP'],
  [28, 'ECP_256_BP'],
  [29, 'ECP_384_BP'],
  [30, 'ECP_512_BP'],
  [31, 'CURVE_25519'],
  [32, 'CURVE_448'],
])

/** The groups that have these numbers, by number; what a product knows. One that is not IANA's is left out. */
export function groupsNumbered(...numbers: readonly number[]): ReadonlyMap<number, string> {
  return new Map([...NAMES].filter(([number]) => numbers.includes(number)))
}
