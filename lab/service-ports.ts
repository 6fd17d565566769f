import { existsSync, readFileSync } from 'node:fs'

/** Port numbers by `name/protocol` and by name, from the file charon's C library reads too. */
export type ServicePorts = ReadonlyMap<string, string>

export function readServicePorts(file = '/etc/services'): ServicePorts {
  return existsSync(file) ? servicePorts(readFileSync(file, 'utf8')) : new Map()
}

export function servicePorts(content: string): ServicePorts {
  const ports = new Map<string, string>()
  for (const line of content.split('\n')) {
    const [name, number, ...aliases] = (line.split('#')[0] ?? '').trim().split(/\s+/)
    const [port, protocol] = number?.split('/') ?? []
    if (name === undefined || port === undefined || protocol === undefined) continue
    for (const known of [name, ...aliases]) {
      for (const key of [`${known}/${protocol}`, known]) if (!ports.has(key)) ports.set(key, port)
    }
  }
  return ports
}

/** charon prints `[tcp/http]` for tcp/80: puts the numbers back. */
export function numericSelectors(selectors: readonly string[], ports: ServicePorts): readonly string[] {
  return selectors.map((selector) =>
    selector.replace(/\[([\w-]+)(?:\/([^\]]+))?\]/g, (_, protocol: string, port?: string) => {
      if (port === undefined) return `[${protocol}]`
      const isName = !/^[\d-]+$|^OPAQUE|^any/.test(port)
      const number = isName ? (ports.get(`${port}/${protocol}`) ?? ports.get(port) ?? port) : port
      return `[${protocol}/${number}]`
    }),
  )
}
