import { keys } from './spellings/keys.ts'
import { products } from './spellings/products.ts'
import { base64Of, hexOf, type Spelling } from './spellings/spelling.ts'
import { tokens } from './spellings/tokens.ts'
import { told } from './spellings/told.ts'

/** Eight neighbouring characters of the secret, in whatever spelling, that stand in what came out. */
export function leaksOf(secret: string, outputs: readonly unknown[]): string[] {
  const text = outputs.map((output) => (typeof output === 'string' ? output : JSON.stringify(output))).join('\n')
  return [secret, hexOf(secret), base64Of(secret)]
    .flatMap((spelling) => Array.from({ length: spelling.length - 7 }, (_, at) => spelling.slice(at, at + 8)))
    .filter((fragment) => text.includes(fragment))
}

/** Spellings that show by themselves, wherever they stand. */
export const spellings: readonly Spelling[] = [...keys, ...products, ...told, ...tokens]
