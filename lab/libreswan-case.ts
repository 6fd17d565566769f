import { z } from 'zod'
import { EndLetter } from './case.ts'

const StrongswanEnd = z.object({ daemon: z.literal('strongswan'), conf: z.string(), child: z.string() }).readonly()

/** ipsec.conf and ipsec.secrets texts, and the conn to bring up. */
const LibreswanEnd = z
  .object({ daemon: z.literal('libreswan'), conf: z.string(), secrets: z.string().default(''), conn: z.string() })
  .readonly()
export type LibreswanEnd = z.infer<typeof LibreswanEnd>

/** A pair in which either end may be libreswan. */
export const MixedCase = z
  .object({
    id: z.string(),
    a: z.union([StrongswanEnd, LibreswanEnd]),
    b: z.union([StrongswanEnd, LibreswanEnd]),
    initiator: EndLetter,
    addr_a: z.string(),
    addr_b: z.string(),
  })
  .readonly()
export type MixedCase = z.infer<typeof MixedCase>

export interface KernelPolicy {
  readonly src: string
  readonly dst: string
  /** The protocol and ports, as ip(8) writes them after the addresses. */
  readonly rest: string
  readonly dir: string
}

export interface MixedResult {
  readonly id: string
  readonly up: boolean
  /** What each kernel was told: with libreswan the only account of the selectors that both products give. */
  readonly policies_a: readonly KernelPolicy[]
  readonly policies_b: readonly KernelPolicy[]
  /** The log lines that tell. */
  readonly errors_a: readonly string[]
  readonly errors_b: readonly string[]
  readonly lab_error?: string
  readonly wall_s: number
}

/** `ip xfrm policy` without socket policies and those that have no template: what the tunnel is for. */
export function kernelPolicies(text: string): readonly KernelPolicy[] {
  const found = new Map<string, KernelPolicy>()
  let head: Omit<KernelPolicy, 'dir'> | undefined
  let dir: string | undefined
  for (const line of text.split('\n')) {
    const [starts, src = '', dst = '', rest = ''] = /^src (\S+) dst (\S+)(.*)/.exec(line) ?? []
    if (starts !== undefined) {
      head = { src, dst, rest: rest.trim() }
      dir = undefined
    }
    dir = /^\s+dir (\w+)/.exec(line)?.[1] ?? dir
    if (head === undefined || (dir !== 'in' && dir !== 'out') || !line.trim().startsWith('tmpl')) continue
    found.set(`${dir} ${head.src} ${head.dst} ${head.rest}`, { ...head, dir })
  }
  return [...found.values()]
}

const TELLING =
  /TS_UNACC|NO_PROPOSAL|AUTHENTICATION_FAILED|INVALID_ID|cannot respond|no connection|unacceptable|failed|mismatch|established|no matching|giving up/
const NOISE = /dumpdir|traffic counters|seccomp|failed to load/

/** The lines of a daemon's log that say how it went, at most twelve. */
export function tellingLines(log: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) => TELLING.test(line) && !NOISE.test(line))
    .slice(0, 12)
}
