import { posix } from 'node:path'

/** What a file takes from others when it runs; what it takes of types alone is gone by then. */
const VALUE_IMPORT = /^(?:import|export)\s+(?!type\s)[^'";]*?\bfrom\s*'(\.[^']+)'/gm

/**
 * Files that need each other at run time, each circle once, in the order in which it goes round. `path` is relative to one
 * folder for all, with forward slashes.
 */
export function circlesOfValues(files: readonly { readonly path: string; readonly source: string }[]): string[] {
  const needs = new Map(files.map(({ path, source }) => [path, neededBy(path, source)]))
  const found: string[] = []
  const done = new Set<string>()

  function walk(path: string, way: readonly string[]): void {
    const at = way.indexOf(path)
    if (at >= 0) found.push([...way.slice(at), path].join(' -> '))
    if (at >= 0 || done.has(path)) return
    for (const next of needs.get(path) ?? []) walk(next, [...way, path])
    done.add(path)
  }

  for (const path of needs.keys()) walk(path, [])
  return found
}

function neededBy(path: string, source: string): string[] {
  return [...source.matchAll(VALUE_IMPORT)].map(([, specifier = '']) => posix.join(posix.dirname(path), specifier))
}
