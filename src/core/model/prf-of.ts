/** The PRF that goes with an integrity algorithm: `PRF_HMAC_SHA2_256` with `HMAC_SHA2_256_128`, which is its output cut short. */
export function prfOf(integrity: string): string {
  return `PRF_${integrity.replace(/_\d+$/, '')}`
}
