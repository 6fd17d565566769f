import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/box.ts'
import { protocolNumber, servicePort } from '../strongswan/service-names.ts'

export interface Service {
  readonly protocol: Interval
  readonly ports: Interval
}

/** `tcp/443`, `17/1701`, `udp`, `udp/%any`, of `leftprotoport` and `rightprotoport`; 0 is any. */
export function parseProtoport(text: string): Service | { readonly problem: string } {
  const [name = '', port = '', ...more] = text.trim().split('/')
  const number = name === '%any' ? 0 : /^\d{1,3}$/.test(name) ? Number(name) : protocolNumber(name)
  if (number === undefined || number > 255 || more.length > 0) {
    return { problem: `"${text}" is no protocol with a port.` }
  }
  const protocol = number === 0 ? ANY_PROTOCOL : { from: number, to: number }
  if (/^(?:%any|%opaque|)$/.test(port)) return { protocol, ports: ANY_PORT }
  const value = /^\d{1,5}$/.test(port) ? Number(port) : servicePort(port)
  if (value === undefined || value > 65_535)
    return { problem: `The port in "${text}" is none, which is a number up to 65535.` }
  return { protocol, ports: value === 0 ? ANY_PORT : { from: value, to: value } }
}
