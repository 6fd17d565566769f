import { keys } from './spellings/keys.ts'
import { products } from './spellings/products.ts'
import { tokens } from './spellings/tokens.ts'

/** One spelling of a secret, as a person might paste it. */
export interface Spelling {
  /** What is planted, for the name of a test. */
  readonly what: string
  /** Lines that hold the secret and need nothing around them. The secret has letters and digits alone. */
  readonly write: (secret: string) => string
}

/** Eight neighbouring characters of the secret, in whatever spelling, that stand in what came out. */
export function leaksOf(secret: string, outputs: readonly unknown[]): string[] {
  const text = outputs.map((output) => (typeof output === 'string' ? output : JSON.stringify(output))).join('\n')
  return [secret, hexOf(secret), base64Of(secret)]
    .flatMap((spelling) => Array.from({ length: spelling.length - 7 }, (_, at) => spelling.slice(at, at + 8)))
    .filter((fragment) => text.includes(fragment))
}

export function hexOf(secret: string): string {
  return Buffer.from(secret).toString('hex')
}

export function base64Of(secret: string): string {
  return Buffer.from(secret).toString('base64')
}

/** Spellings that show by themselves, wherever they stand. */
export const spellings: readonly Spelling[] = [...keys, ...products, ...tokens]
