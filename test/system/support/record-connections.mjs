/**
 * Loaded before a program (`--import`): writes each connection that is opened, each name that is looked up, each datagram and
 * each program that is started as a line to the file `CONNECTIONS`. It forbids nothing.
 */
import child from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const file = process.env.CONNECTIONS
const note = (what, target) => appendFileSync(file, `${JSON.stringify({ what, target: String(target) })}\n`)

const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  const options = typeof first === 'object' && first !== null ? first : { port: first, host: second }
  note('connection', options.path ?? `${options.host ?? 'localhost'}:${options.port}`)
  return connect.apply(this, args)
}
for (const names of [dns, dns.promises]) {
  for (const name of Object.keys(names).filter((key) => /^(?:lookup|resolve|reverse)/.test(key))) {
    const original = names[name]
    if (typeof original !== 'function') continue
    names[name] = function (...args) {
      // An address is no name, and to look one up asks nobody.
      if (net.isIP(String(args[0])) === 0) note('name', args[0])
      return original.apply(this, args)
    }
  }
}
const { send } = dgram.Socket.prototype
dgram.Socket.prototype.send = function (...args) {
  note(
    'datagram',
    args
      .slice(1)
      .filter((each) => typeof each !== 'function')
      .join(' '),
  )
  return send.apply(this, args)
}
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  const original = child[name]
  child[name] = function (...args) {
    note('program', args[0])
    return original.apply(this, args)
  }
}
syncBuiltinESMExports()
