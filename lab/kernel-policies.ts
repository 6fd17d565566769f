/** A policy that the kernel was told for a tunnel, with the selectors as charon writes them. */
export interface KernelPolicy {
  readonly dir: 'in' | 'out'
  readonly src: string
  readonly dst: string
  readonly mode: string
  readonly protocol: string
}

/** `ip xfrm policy` without socket policies and those of no SA (reqid 0), with which libreswan traps traffic. */
export function kernelPolicies(text: string): readonly KernelPolicy[] {
  const found = new Map<string, KernelPolicy>()
  for (const block of text.split(/^(?=src )/m)) {
    const [, src, dst, rest = ''] = /^src (\S+) dst (\S+)(.*)/.exec(block) ?? []
    const dir = /^\s+dir (in|out)\b/m.exec(block)?.[1]
    const [, protocol = '', reqid, mode = ''] =
      /^\s+tmpl .*\s+proto (\w+) .*?reqid (\d+) .*?mode (\w+)/m.exec(block) ?? []
    if (src === undefined || dst === undefined || reqid === undefined || reqid === '0') continue
    if (dir !== 'in' && dir !== 'out') continue
    const policy: KernelPolicy = {
      dir,
      src: selector(src, /proto (\S+)/.exec(rest)?.[1], portIn(rest, 'sport')),
      dst: selector(dst, /proto (\S+)/.exec(rest)?.[1], portIn(rest, 'dport')),
      mode: mode.toUpperCase(),
      protocol: protocol.toUpperCase(),
    }
    found.set(`${dir} ${policy.src} ${policy.dst}`, policy)
  }
  return [...found.values()]
}

function portIn(rest: string, name: 'sport' | 'dport'): string | undefined {
  return new RegExp(`${name} (\\S+)`).exec(rest)?.[1]
}

function selector(prefix: string, protocol: string | undefined, port: string | undefined): string {
  const addresses = prefix.includes('/') ? prefix : `${prefix}/${prefix.includes(':') ? 128 : 32}`
  if (protocol === undefined) return addresses
  return port === undefined ? `${addresses}[${protocol}]` : `${addresses}[${protocol}/${port}]`
}
