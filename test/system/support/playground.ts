import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

/** Where the pictures go: into the documentation when they are to be renewed, else out of the way. */
export const pictures =
  process.env['UPDATE_PICTURES'] === '1' ? join('docs', 'images') : mkdtempSync(join(tmpdir(), 'playground-pictures-'))
mkdirSync(pictures, { recursive: true })

/** The program plays Slack only when it has no token for the real one; what is set here goes before a file `.env`. */
const withoutSlack = { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '', REQUIRE_SLACK: '' }

export async function startPlaygroundProgram(): Promise<{ readonly program: ChildProcess; readonly address: string }> {
  const program = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { ...process.env, ...withoutSlack, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { program, address: await addressPrintedBy(program) }
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Opens a page of the playground, at the front or at a place below it. */
export type OpenPage = (place?: string, size?: { readonly width: number; readonly height: number }) => Promise<Page>

/** One program and one browser for the tests of a file, each of which has pages of its own; none may complain. */
export function playgroundPages(): OpenPage {
  let program: ChildProcess
  let address: string
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    const started = await startPlaygroundProgram()
    program = started.program
    address = started.address
    browser = await openBrowser()
  })

  afterAll(async () => {
    await browser?.close()
    program?.kill('SIGTERM')
  })

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    expect(faults.splice(0)).toEqual([])
  })

  return async (place = '', size = { width: 1360, height: 1000 }) => {
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: 2 })
    watchFaults(page, faults)
    await page.goto(`${address}${place}`)
    return page
  }
}

/** Collects what a page complains about. */
export function watchFaults(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
}

interface AxeResult {
  readonly passes: readonly unknown[]
  readonly violations: readonly {
    readonly id: string
    readonly impact?: string | null
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
  }[]
}

/** No serious fault of accessibility on the page as it stands, in the eyes of axe-core. */
export async function expectAccessible(page: Page): Promise<void> {
  // The page's own policy lets in no script, so the check is put there by the browser's driver.
  await page.evaluate(axeSource())
  const result: AxeResult = await page.evaluate('axe.run(document)')
  expect(result.passes.length).toBeGreaterThan(15)
  const serious = result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join('; ')}`,
    )
  expect(serious).toEqual([])
}

function axeSource(): string {
  const axe: { readonly source: string } = createRequire(import.meta.url)('axe-core')
  return axe.source
}

function addressPrintedBy(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (chunk: Buffer): void => {
      said += chunk.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
      if (found !== undefined) resolve(found)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.on('exit', (code) => reject(new Error(`the program ended with ${code}:\n${said}`)))
  })
}
