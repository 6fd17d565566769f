import { posix } from 'node:path'

/**
 * Who may import whom, as docs/architecture.md draws it. This is a second opinion beside the linter's: each zone lists
 * the zones that it may use; its own it may always use.
 */
const zones: readonly { readonly zone: string; readonly files: RegExp; readonly mayUse: readonly string[] }[] = [
  { zone: 'text', files: /^core\/text\//, mayUse: [] },
  { zone: 'address', files: /^core\/address\//, mayUse: ['text'] },
  { zone: 'selectors', files: /^core\/selectors\//, mayUse: ['text', 'address'] },
  { zone: 'model', files: /^core\/model\//, mayUse: ['text', 'address', 'selectors'] },
  { zone: 'negotiation', files: /^core\/negotiation\//, mayUse: ['text', 'address', 'selectors', 'model'] },
  { zone: 'vendors', files: /^core\/vendors\//, mayUse: ['text', 'address', 'selectors', 'model'] },
  { zone: 'rules', files: /^core\/rules\//, mayUse: ['text', 'address', 'selectors', 'model', 'negotiation'] },
  {
    zone: 'remedy',
    files: /^core\/remedy\//,
    mayUse: ['text', 'address', 'selectors', 'model', 'negotiation', 'vendors', 'rules'],
  },
  {
    zone: 'report',
    files: /^core\/report\//,
    mayUse: ['text', 'address', 'selectors', 'model', 'negotiation', 'vendors', 'rules', 'remedy'],
  },
  {
    zone: 'analyse',
    files: /^core\/(analyse|analysis-request|in-force)\.ts$/,
    mayUse: ['text', 'address', 'selectors', 'model', 'negotiation', 'vendors', 'rules', 'remedy', 'report'],
  },
  { zone: 'core', files: /^core\/index\.ts$/, mayUse: ['analyse', 'report', 'rules', 'vendors'] },
  { zone: 'cli', files: /^cli(\/.+)?\.ts$/, mayUse: ['core', 'services'] },
  /** What is sent to Slack, made of a report in worker threads: it knows nobody to send it to. */
  { zone: 'compose', files: /^slack\/(compose|blocks)\//, mayUse: ['core', 'services'] },
  { zone: 'slack', files: /^slack\//, mayUse: ['core', 'services', 'compose'] },
  { zone: 'playground', files: /^playground\//, mayUse: ['core', 'services'] },
  { zone: 'main', files: /^main\.ts$/, mayUse: ['core', 'services', 'compose', 'slack', 'playground'] },
  /** The module that the threads of the pool run. */
  { zone: 'worker', files: /^analysis-worker\.ts$/, mayUse: ['core', 'services', 'compose'] },
  /** Environment, store, analysis pool and what else stands between core and the front ends. */
  { zone: 'services', files: /^[\w-]+\.ts$/, mayUse: ['core'] },
]

/** Where a package may be imported; those not named here may be used everywhere outside core. */
const packageHomes: Readonly<Record<string, RegExp>> = {
  '@slack/bolt': /^(slack\/(?!compose\/|blocks\/)|main\.ts$)/,
  '@slack/web-api': /^(slack\/(?!compose\/|blocks\/)|main\.ts$)/,
  '@slack/types': /^(slack|playground)\//,
  // The edges: what comes from outside is checked where it comes in.
  zod: /^(environment\.ts$|cli\/json-lines\.ts$|slack\/|playground\/|core\/report\/|core\/vendors\/)/,
  'js-yaml': /^core\/vendors\//,
  saxes: /^core\/vendors\//,
  'ip-bigint': /^core\/address\//,
}

const corePackages: readonly string[] = ['zod', 'js-yaml', 'saxes', 'ip-bigint']

/** What would make core depend on when, where or by whom it is run. */
const impurities: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bDate\s*\.\s*now\b/, 'Date.now'],
  [/\bnew\s+Date\s*(\(\s*\)|(?!\s*\())/, 'new Date()'],
  [/\bMath\s*\.\s*random\b/, 'Math.random'],
  [/\bperformance\s*\./, 'performance'],
  [/\bcrypto\s*\./, 'crypto'],
  [/\bprocess\s*\./, 'process'],
  [/\bglobalThis\b/, 'globalThis'],
  [/\bconsole\s*\./, 'console'],
  [/\bfetch\s*\(/, 'fetch'],
  [/\bset(Timeout|Interval|Immediate)\s*\(/, 'a timer'],
]

/** One sentence for each thing in a file that crosses a fence. `path` is relative to src/, with forward slashes. */
export function* fenceViolations(path: string, source: string): Generator<string> {
  const zone = zoneOf(path)
  if (zone === undefined) {
    yield `${path} stands in no known part of the house.`
    return
  }
  const inCore = path.startsWith('core/')
  const code = withoutCommentLines(source)
  for (const specifier of importsIn(code)) {
    const problem = specifier.startsWith('.')
      ? relativeProblem(path, zone, specifier)
      : packageProblem(path, inCore, specifier)
    if (problem !== undefined) yield `${path} imports "${specifier}": ${problem}.`
  }
  if (/\b(import|require)\s*\(\s*(?!['"])/.test(code)) yield `${path} imports something that is not written out.`
  // Asking where a file of a package lies is no import.
  if (/\brequire\s*\(|\bcreateRequire(\s+as\b|\s*\((?!import\.meta\.url\)\.resolve\())/.test(code))
    yield `${path} uses require.`
  if (!inCore) return
  for (const [pattern, name] of impurities) if (pattern.test(code)) yield `${path} uses ${name}, and core is pure.`
}

function relativeProblem(path: string, from: (typeof zones)[number], specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier)
  if (!/\.tsx?$/.test(target)) return 'a relative import names its file with the extension'
  const to = target.startsWith('../') ? undefined : zoneOf(target)
  if (to === undefined) return 'there is no such part of the house'
  if (to.zone === from.zone || from.mayUse.includes(to.zone)) return undefined
  return `${from.zone} may not use ${to.zone}`
}

function packageProblem(path: string, inCore: boolean, specifier: string): string | undefined {
  if (specifier.startsWith('node:')) return inCore ? 'core is pure' : undefined
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  const home = packageHomes[name]
  if (home !== undefined && !home.test(path)) return 'this package has its home elsewhere'
  return inCore && !corePackages.includes(name) ? 'core is pure' : undefined
}

function zoneOf(path: string): (typeof zones)[number] | undefined {
  return zones.find(({ files }) => files.test(path))
}

/**
 * Every specifier of an import, an `export ... from` and an `import()`. Text in a string that looks like one counts too:
 * a false alarm is harmless, an import that is missed is not.
 */
export function* importsIn(code: string): Generator<string> {
  const spellings = [
    /(?:^|;)\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"\n]+)['"]/gm,
    /(?:^|;)\s*import\s*['"]([^'"\n]+)['"]/gm,
    /\bimport\s*\(\s*['"]([^'"\n]+)['"]/g,
  ]
  for (const spelling of spellings) {
    for (const [, specifier] of code.matchAll(spelling)) if (specifier !== undefined) yield specifier
  }
}

/** Comments are left out only where they have lines of their own, so that no string can pass for a comment. */
function withoutCommentLines(source: string): string {
  let inComment = false
  const kept: string[] = []
  for (const line of source.split('\n')) {
    const text = line.trim()
    if (!inComment && text.startsWith('//')) continue
    inComment ||= text.startsWith('/*')
    const end = inComment ? text.indexOf('*/') : -1
    if (!inComment) kept.push(line)
    if (end >= 0) {
      inComment = false
      kept.push(text.slice(end + 2))
    }
  }
  return kept.join('\n')
}
