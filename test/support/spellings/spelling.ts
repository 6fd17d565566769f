/** One spelling of a secret, as a person might paste it. */
export interface Spelling {
  /** What is planted, for the name of a test. */
  readonly what: string
  /** Lines that hold the secret and need nothing around them. The secret has letters and digits alone. */
  readonly write: (secret: string) => string
  /** It is seen by its own shape alone, so that a word would stay. */
  readonly byShape?: true
}

export function hexOf(secret: string): string {
  return Buffer.from(secret).toString('hex')
}

export function base64Of(secret: string): string {
  return Buffer.from(secret).toString('base64')
}
