import type { SourceLine } from '../../text/source-text.ts'

/** `set system host-name 'gw-a'`, with the top word of the path alone for any other command. */
const COMMAND = /^set ([a-z][\w-]{0,30})(?: host-name '?([^'\s]{1,80}))?/
const HOST_NAME = 'set system host-name '
/** Where a router speaks from, and with whom. */
const OWN = /^set vpn ipsec site-to-site peer \S{1,200} local-(?:address|ip) '?([^'\s]{1,80})/
const PEER =
  /^set vpn ipsec site-to-site peer (?:\S{1,200} remote-address '?([^'\s]{1,80})|'?([\d.]{7,15}|[\da-f:]{3,39}:[\da-f:]{0,39})(?=['\s]))/

/** What commands tell of the router that they are of. */
interface Router {
  host: string | null
  readonly own: Set<string>
  readonly peers: Set<string>
}

/**
 * The lines at which the commands of another router begin, though nothing stands between: `show configuration commands` sorts them, so
 * that they begin anew where one stands in front of the one above in the alphabet, and they are another router's where they name
 * another host, or speak from where the ones above have their peer.
 */
export function nextRouters(lines: readonly SourceLine[]): ReadonlySet<number> {
  const found = new Set<number>()
  let router = newRouter()
  let part = newRouter()
  let begin = 0
  let last = ''
  for (const [index, line] of lines.entries()) {
    const top = COMMAND.exec(line.text)?.[1]
    if (top === undefined) continue
    if (top < last) {
      endPart()
      begin = index
    }
    last = top
    takeLine(line, part)
  }
  endPart()
  return found

  function endPart(): void {
    if (areTwo(router, part)) {
      found.add(begin)
      router = part
    } else addTo(router, part)
    part = newRouter()
  }
}

/** What the commands of a block tell of their router. */
export function routerOf(lines: readonly SourceLine[]): Router {
  const router = newRouter()
  for (const line of lines) takeLine(line, router)
  return router
}

/** Whether what is told can only be of two. */
export function areTwo(one: Router, other: Router): boolean {
  if (one.host !== null && other.host !== null) return one.host !== other.host
  for (const address of other.own) if (one.peers.has(address)) return true
  return false
}

/** What the second tells is of the first one as well. */
export function addTo(router: Router, { host, own, peers }: Router): void {
  router.host ??= host
  for (const address of own) router.own.add(address)
  for (const address of peers) router.peers.add(address)
}

function newRouter(): Router {
  return { host: null, own: new Set(), peers: new Set() }
}

function takeLine({ text }: SourceLine, router: Router): void {
  const host = COMMAND.exec(text)?.[2]
  if (host !== undefined && text.startsWith(HOST_NAME)) router.host ??= host
  const own = OWN.exec(text)?.[1]
  if (own !== undefined) router.own.add(own)
  const peer = PEER.exec(text)
  const address = peer?.[1] ?? peer?.[2]
  if (address !== undefined) router.peers.add(address)
}
