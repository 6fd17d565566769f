import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
})
const Locked = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
})
const Lock = z.object({ packages: z.record(z.string(), Locked) })

const manifest = Manifest.parse(json('package.json'))
const locked = Object.entries(Lock.parse(json('package-lock.json')).packages).filter(([path]) => path !== '')
const atRunTime = locked.filter(([, { dev, devOptional }]) => !dev && !devOptional)
const page = readFileSync('docs/dependencies.md', 'utf8')

const LICENCES: readonly string[] = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'PSF-2.0']

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** The licence that an installed package names itself; `null` where it is of another platform and so not installed. */
function installedLicence(path: string): string | null {
  try {
    const { license } = z.object({ license: z.string() }).parse(json(`${path}/package.json`))
    return license
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

describe('the page about dependencies', () => {
  const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)].map(([, name = '', licence = '']) => [name, licence])

  it('has a row for each direct dependency at run time, with the licence that it names', () => {
    const direct = Object.keys(manifest.dependencies)
    expect(rows.map(([name]) => name)).toEqual(direct)
    expect(rows).toEqual(direct.map((name) => [name, installedLicence(`node_modules/${name}`)]))
  })

  it('names the licences that are allowed, and the bound of the tree', () => {
    for (const licence of LICENCES) expect(page).toContain(licence)
    const bound = Number(/at most \*\*(\d+)\*\* packages/.exec(page)?.[1])
    expect(atRunTime.length).toBeGreaterThan(100)
    expect(atRunTime.length).toBeLessThanOrEqual(bound)
  })
})

describe('what is installed', () => {
  it('is pinned to one version each', () => {
    const { dependencies, devDependencies } = manifest
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    )
    expect(loose).toEqual([])
  })

  it('has a hash, and comes from the registry, not from a repository or a folder', () => {
    const bare = locked.filter(([, { integrity = '' }]) => !/^sha512-/.test(integrity))
    expect(bare.map(([path]) => path)).toEqual([])
    const elsewhere = locked.filter(([, { resolved }]) => resolved !== undefined && !/^https:.*\.tgz$/.test(resolved))
    expect(elsewhere.map(([path]) => path)).toEqual([])
  })

  it('runs no script when it is installed, but for one tool', () => {
    const scripts = locked.filter(([, { hasInstallScript, optional }]) => hasInstallScript && !optional)
    expect(scripts.filter(([, { dev }]) => !dev)).toEqual([])
    expect(scripts.map(([path]) => path)).toEqual(['node_modules/esbuild'])
  })

  it('is under licences of the list, as the packages themselves say', () => {
    const others = atRunTime.flatMap(([path, { license, optional }]) => {
      const own = installedLicence(path)
      if (own === null && optional) return []
      return own !== null && own === license && LICENCES.includes(own) ? [] : [`${path}: ${own}, locked as ${license}`]
    })
    expect(others).toEqual([])
  })
})
