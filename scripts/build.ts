/**
 * `npm run build`: the programs of dist/, each with all that it needs in a few files. Hundreds of files, ours and of Slack's
 * libraries, take a start three times as long to find and read. Types are checked apart (`npm run types`).
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Found at run time: they start threads from files of their own, or are only there for the playground. */
const LEFT_OUT = ['piscina', 'pino', 'react', 'react-dom', 'slack-blocks-to-jsx']

rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: ['src/main.ts', 'src/cli.ts', 'src/analysis-worker.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: LEFT_OUT,
  // What is read is kept in memory, by each thread. Names stay, and so do lines, by which the log tells a place.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 120,
  legalComments: 'none',
  // Slack's libraries are CommonJS, and ask for what Node brings in its way.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  logLevel: 'warning',
})

// Of a file with one letter beyond Latin-1 each letter takes two bytes of memory, in each thread. In texts esbuild writes these as escapes;
// what is left stands in patterns, where an escape means the same, and so it does in `String.raw`, which is for patterns here.
for (const name of readdirSync('dist')) {
  const path = join('dist', name)
  writeFileSync(path, readFileSync(path, 'utf8').replace(/[^\0-\x7f]/g, escaped))
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
