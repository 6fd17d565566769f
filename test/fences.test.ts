import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fenceViolations, importsIn } from './import-fences.ts'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, source: readFileSync(`src/${path}`, 'utf8') }))

describe('the fences between the parts of the house', () => {
  it('are not crossed anywhere', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(files.flatMap(({ path, source }) => [...fenceViolations(path, source)])).toEqual([])
  })

  it('leave YAML, and the schema of what is read from it, to one folder of vendors', () => {
    const foldersUsing = (name: string): string[] => [
      ...new Set(
        files
          .filter(({ path, source }) => path.startsWith('core/vendors/') && [...importsIn(source)].includes(name))
          .map(({ path }) => path.split('/').slice(0, 3).join('/')),
      ),
    ]
    const yaml = foldersUsing('js-yaml')
    expect(yaml.length).toBeLessThanOrEqual(1)
    expect(yaml).toEqual(expect.arrayContaining(foldersUsing('zod')))
  })

  it('take of zod what they use: its `z` brings its messages in forty languages into each program', () => {
    expect(files.filter(({ source }) => /\{ z \} from 'zod'/.test(source)).map(({ path }) => path)).toEqual([])
  })
})

describe('the check of the fences', () => {
  it.each([
    [
      'core/text/secrets/blank-secrets.ts',
      "import { parse } from '../../address/parse-address.ts'",
      'text may not use address',
    ],
    ['core/model/format.ts', "import type { Flow } from '../negotiation/flow.ts'", 'model may not use negotiation'],
    ['core/negotiation/simulate.ts', "import { isa } from '../vendors/isa/vendor.ts'", 'may not use vendors'],
    ['core/vendors/isa/summary.ts', "import { shadowed } from '../../rules/spd/x.ts'", 'may not use rules'],
    ['core/rules/spd/x.ts', "export { isa } from '../../vendors/isa/vendor.ts'", 'may not use vendors'],
    ['core/rules/index.ts', "export * from '../remedy/apply.ts'", 'may not use remedy'],
    ['core/report/text.ts', "import { analyse } from '../index.ts'", 'may not use core'],
    ['core/remedy/apply.ts', "import {\n  analyse,\n} from '../analyse.ts'", 'may not use analyse'],
    ['core/analyse.ts', "const store = await import('../store.ts')", 'may not use services'],
    ['slack/app.ts', "import { analyse } from '../core/analyse.ts'", 'slack may not use analyse'],
    ['slack/compose/tasks.ts', "import { deliver } from '../delivery/delivery.ts'", 'compose may not use slack'],
    ['slack/blocks/text.ts', "import type { WebClient } from '@slack/web-api'", 'has its home elsewhere'],
    ['analysis-pool.ts', "import { makeAnswer } from './slack/compose/make-answer.ts'", 'services may not use compose'],
    ['analysis-worker.ts', "import { deliver } from './slack/delivery/delivery.ts'", 'worker may not use slack'],
    ['cli/run.ts', "import { renderText } from '../core/report/text.ts'", 'cli may not use report'],
    ['cli.ts', "import './slack/app.ts'", 'cli may not use slack'],
    ['slack/app.ts', "type Server = import('../playground/index.ts').Playground", 'may not use playground'],
    ['playground/page.tsx', "import { table } from '../slack/blocks/table.ts'", 'may not use compose'],
    ['playground/page.tsx', "import { say } from '../slack/visit.ts'", 'may not use slack'],
    ['store.ts', "import { start } from './main.ts'", 'services may not use main'],
    ['store.ts', "import { start } from './store'", 'with the extension'],
    ['store.ts', "import manifest from '../package.json.ts'", 'no such part'],
    ['store.ts', "import { App } from '@slack/bolt'", 'has its home elsewhere'],
    ['playground/judge.ts', "import { WebClient } from '@slack/web-api'", 'has its home elsewhere'],
    ['playground/judge.ts', 'import web from "@slack/web-api/dist/WebClient.js"', 'has its home elsewhere'],
    ['store.ts', "import * as z from 'zod'", 'has its home elsewhere'],
    ['core/model/endpoint.ts', "import * as z from 'zod'", 'has its home elsewhere'],
    ['core/model/endpoint.ts', "import { load } from 'js-yaml'", 'has its home elsewhere'],
    ['core/text/excerpt.ts', "import { createHash } from 'node:crypto'", 'core is pure'],
    ['core/text/excerpt.ts', "import { createHash } from 'crypto'", 'core is pure'],
    ['core/text/excerpt.ts', "import Keyv from 'keyv'", 'core is pure'],
    ['core/text/excerpt.ts', 'await import(name)', 'not written out'],
    ['store.ts', "const { App } = createRequire(import.meta.url)('@slack/bolt')", 'uses require'],
    ['core/report/text.ts', 'const now = Date.now()', 'uses Date.now'],
    ['core/report/text.ts', 'const now = new Date()', 'uses new Date()'],
    ['core/report/text.ts', 'const now = new Date', 'uses new Date()'],
    ['core/report/text.ts', 'const id = Math.random()', 'uses Math.random'],
    ['core/report/text.ts', 'if (process.env.DEBUG) return', 'uses process'],
    ['core/report/text.ts', 'console.log(report)', 'uses console'],
    ['store.ts', "export const a = 1; import App from'@slack/bolt'", 'has its home elsewhere'],
    ['elsewhere/thing.ts', '', 'no known part'],
  ])('refuses in %s: %s', (path, source, problem) => {
    expect([...fenceViolations(path, source)].join('\n')).toContain(problem)
  })

  it.each([
    [
      'core/address/parse-address.ts',
      "import { parseIp } from 'ip-bigint'\nimport type { Span } from '../text/source-text.ts'",
    ],
    ['core/vendors/isa/xml-export.ts', "import { SaxesParser } from 'saxes'"],
    ['core/report/schema.ts', "import * as z from 'zod'"],
    ['core/index.ts', "export { analyse } from './analyse.ts'"],
    [
      'cli/run.ts',
      "import { Report } from '../core/index.ts'\nimport { createAnalysisPool } from '../analysis-pool.ts'",
    ],
    ['analysis-worker.ts', "export * from './slack/compose/tasks.ts'"],
    ['slack/views/form.ts', "import { App } from '@slack/bolt'\nimport { table } from '../blocks/table.ts'"],
    ['playground/page.tsx', "createRequire(import.meta.url).resolve('react/package.json')"],
    ['core/report/text.ts', `const ask = 'Paste it from "Begin" on', words = ['from', ': ']`],
    ['main.ts', "const { startPlayground } = await import('./playground/index.ts')"],
    [
      'core/report/text.ts',
      "/**\n * Not Date.now(), and no import from '../../main.ts'.\n */\nconst when = new Date(0)",
    ],
  ])('allows in %s: %s', (path, source) => {
    expect([...fenceViolations(path, source)]).toEqual([])
  })

  it('sees code that stands behind a comment', () => {
    const source = "/* one line */ import { App } from '@slack/bolt'\n/**\n * many\n */ import './main.ts'"
    expect([...fenceViolations('store.ts', source)]).toHaveLength(2)
  })
})
