import type { SecretSpelling } from '../spelling.ts'
import { FILES } from './files.ts'
import { OTHER_PRODUCTS } from './other-products.ts'
import { SHELL_COMMANDS } from './shell-commands.ts'
import { TOKENS } from './tokens.ts'
import { UNLABELLED } from './unlabelled.ts'

export { GATEWAY_COMMANDS } from './gateway-commands.ts'

/** Looked for in every text, whatever product it is of, behind the spellings of the products that are read. */
export const EVERYWHERE: readonly SecretSpelling[] = [
  ...UNLABELLED,
  ...OTHER_PRODUCTS,
  ...SHELL_COMMANDS,
  ...FILES,
  ...TOKENS,
]
