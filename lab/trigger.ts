import type { Trigger } from './case.ts'
import type { Gateway } from './gateway.ts'
import { pause, runCommand } from './run-command.ts'
import { hostPrefix, ipBatch, isV6 } from './world.ts'

const FAILED = /failed to establish CHILD_SA|no CHILD_SA built|error notify|notify error|giving up/

/** One packet from inside the namespace, from port 40000; arguments: protocol, source, destination, port. */
const SEND_PACKET = `
const [proto, src, dst, port] = process.argv.slice(1)
const end = () => process.exit(0)
setTimeout(end, 200)
if (proto === 'tcp') {
  require('node:net').connect({ host: dst, port: Number(port), localAddress: src, localPort: 40000 }).on('error', end)
} else {
  const socket = require('node:dgram').createSocket(src.includes(':') ? 'udp6' : 'udp4')
  socket.on('error', end)
  socket.bind(40000, src, () => socket.send('x', Number(port), dst, end))
}`

/**
 * Brings a tunnel up by traffic: the kernel finds the trap policy and asks the daemon. The source is put on the
 * loopback device, as if it were a host behind this gateway.
 */
export async function sendTrigger(gateway: Gateway, trigger: Trigger, seconds: number): Promise<string> {
  // What addconn refuses to read, it tells nobody who looks at the log.
  if ((await gateway.isEmpty?.()) === true) return 'initiate failed: no connection is loaded'
  const { namespace, device } = gateway.site
  const { src, dst, proto, dport } = trigger
  const route = `route replace ${hostPrefix(dst)} dev ${device} src ${src}`
  // Without `nodad` an IPv6 address is no valid source for a moment, even here.
  await ipBatch(namespace, [`addr replace ${hostPrefix(src)} dev lo${isV6(src) ? ' nodad' : ''}`, route])
  const send = [process.execPath, '-e', SEND_PACKET, proto, src, dst, String(dport)]
  await runCommand('ip', ['netns', 'exec', namespace, ...send])
  const deadline = Date.now() + seconds * 1000
  while (Date.now() < deadline) {
    await pause(30)
    if ((await gateway.sas()).children.length > 0) return 'triggered by traffic: up'
    if (gateway.log().some(({ text }) => FAILED.test(text))) break
  }
  return 'triggered by traffic: no CHILD_SA'
}
