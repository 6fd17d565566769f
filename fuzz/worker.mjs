// Threads do not inherit the loader of TypeScript on Node 20.
import { register } from 'tsx/esm/api'

register()
export const { examine } = await import('./examine.ts')
