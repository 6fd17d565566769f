import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { protocolNumber, servicePort } from '../freeswan/service-names.ts'

export interface Service {
  readonly protocol: Interval
  readonly ports: Interval
}

export const ANY_SERVICE: Service = { protocol: ANY_PROTOCOL, ports: ANY_PORT }

/** `tcp/443`, `17/1701`, `udp/%any`, `udp` of `leftprotoport`; 0 is any. Which texts are refused is measured with Libreswan 4.10. */
export function parseProtoport(text: string): Service | { readonly problem: string } {
  const [name = '', port, ...more] = text.trim().split('/')
  const number = /^\d{1,3}$/.test(name) ? Number(name) : protocolNumber(name)
  const bare = port === undefined && /^\d/.test(name)
  if (number === undefined || number > 255 || bare || more.length > 0) {
    return { problem: `"${text}" is no protocol with a port.` }
  }
  const protocol = number === 0 ? ANY_PROTOCOL : { from: number, to: number }
  if (port === undefined || /^(?:%any|%opaque|)$/.test(port)) return { protocol, ports: ANY_PORT }
  const value = /^\d{1,5}$/.test(port) ? Number(port) : servicePort(port)
  if (value === undefined || value > 65_535)
    return { problem: `The port in "${text}" is none, which is a number up to 65535.` }
  return { protocol, ports: value === 0 ? ANY_PORT : { from: value, to: value } }
}
