import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** `nobody` on Debian; as root the test runs the program as that user, else as whoever runs the test. */
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {}

interface Stage {
  readonly name: string | null
  readonly steps: readonly (readonly [instruction: string, argument: string])[]
}

const stages = readStages(readFileSync('Dockerfile', 'utf8'))
const root = mkdtempSync(join(tmpdir(), 'image-'))
const built = new Map<string, string>()
let app: string

/** No container runs here, so the steps of the file are done in a copy, one after the other, as they stand there. */
beforeAll(() => {
  for (const [at, { name, steps }] of stages.entries()) {
    const place = join(root, name ?? `stage-${at}`)
    mkdirSync(join(place, 'app'), { recursive: true })
    built.set(name ?? `stage-${at}`, place)
    for (const [instruction, argument] of steps) {
      if (instruction === 'COPY') copy(argument, place)
      if (instruction === 'RUN') execFileSync('sh', ['-c', argument], { cwd: join(place, 'app'), stdio: 'pipe' })
    }
    app = join(place, 'app')
  }
  chmodSync(root, 0o755)
  makeReadOnly(app)
}, 300_000)

afterAll(() => {
  execFileSync('chmod', ['-R', 'u+w', root])
  rmSync(root, { recursive: true, force: true })
})

describe('the image', () => {
  it('runs as another user than root, and holds no tools of development', () => {
    expect(last('USER')).toBe('node')
    expect(readdirSync(join(app, 'node_modules'))).not.toContain('vitest')
    expect(readdirSync(app).toSorted()).toEqual(['dist', 'node_modules', 'package.json'])
  })

  it('without tokens ends with 2 and the names of what is missing', async () => {
    const { code, errors } = await run({ REQUIRE_SLACK: '1' }).ended
    expect(code).toBe(2)
    expect(errors).toContain('SLACK_BOT_TOKEN is missing, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET beside it')
    expect(stages.at(-1)?.steps).toContainEqual(['ENV', 'REQUIRE_SLACK=1'])
  })

  it('starts from a tree that it cannot write to, analyses, and stops when it is told to', async () => {
    const program = run({ REQUIRE_SLACK: '' })
    const url = await program.address
    expect((await fetch(url)).status).toBe(200)
    const typed = await fetch(`${url}/type`, {
      method: 'POST',
      body: '/ipsec-diagnose example',
      headers: { origin: url },
    })
    expect(typed.status).toBe(200)
    await expect.poll(async () => (await fetch(url)).text(), { timeout: 20_000 }).toContain('The tunnel works in part')
    program.stop()
    expect((await program.ended).code).toBe(0)
  })
})

function run(variables: Readonly<Record<string, string>>) {
  const [command = '', ...args]: readonly string[] = JSON.parse(last('CMD'))
  const environment = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', PORT: '0', ...variables }
  const program = spawn(command === 'node' ? process.execPath : command, args, {
    cwd: app,
    env: environment,
    ...identity,
  })
  let errors = ''
  program.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  return {
    stop: () => void program.kill('SIGTERM'),
    ended: new Promise<{ readonly code: number | null; readonly errors: string }>((resolve) =>
      program.on('close', (code) => resolve({ code, errors })),
    ),
    address: new Promise<string>((resolve) => {
      let output = ''
      program.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
        if (found !== undefined) resolve(found)
      })
      program.on('close', () => resolve(''))
    }),
  }
}

function last(instruction: string): string {
  return stages.at(-1)?.steps.findLast(([name]) => name === instruction)?.[1] ?? ''
}

function readStages(text: string): Stage[] {
  const found: { name: string | null; steps: [string, string][] }[] = []
  for (const line of text.split('\n')) {
    const [, instruction = '', argument = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? []
    if (instruction === 'FROM') found.push({ name: / AS (\S+)$/.exec(argument)?.[1] ?? null, steps: [] })
    else if (instruction !== '') found.at(-1)?.steps.push([instruction, argument])
  }
  return found
}

function copy(argument: string, place: string): void {
  const parts = argument.split(' ')
  const from = /^--from=(\S+)$/.exec(parts[0] ?? '')?.[1]
  const target = parts.at(-1) ?? ''
  const sources = parts.slice(from === undefined ? 0 : 1, -1)
  for (const source of sources) {
    const path = from === undefined ? source : join(built.get(from) ?? '', source)
    const name = source.split('/').at(-1) ?? ''
    const to = join(place, 'app', target.endsWith('/') ? join(target, name) : target)
    cpSync(path, to, { recursive: true, verbatimSymlinks: true })
  }
}

function makeReadOnly(directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const path = join(directory, entry)
    const stats = lstatSync(path)
    if (!stats.isSymbolicLink()) chmodSync(path, stats.isDirectory() ? 0o555 : 0o444)
  }
  chmodSync(directory, 0o555)
  if (isRoot) chownSync(directory, NOBODY, NOBODY)
}
