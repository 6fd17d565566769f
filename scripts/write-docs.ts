import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedFiles, PAGES } from './generated-files.ts'

/** Writes every file that is made from the code; `npm run docs`. A test compares them. */
const root = join(import.meta.dirname, '..')
mkdirSync(join(root, PAGES), { recursive: true })
for (const name of readdirSync(join(root, PAGES))) rmSync(join(root, PAGES, name))
for (const [path, text] of generatedFiles) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text())
}
