/**
 * `npm run build`: the programs of dist/, each with all that it needs in a few files. Hundreds of files, ours and of Slack's
 * libraries, take a start three times as long to find and read. Types are checked apart (`npm run types`).
 */
import { rmSync } from 'node:fs'
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
