import { createConnection, type Socket } from 'node:net'
import { decodeViciMessage, listAt, sectionAt, sectionsIn, textAt, type ViciSection } from './vici-message.ts'

/** Packet types of vici (the same README as the encoding). */
const CMD_REQUEST = 0
const CMD_RESPONSE = 1
const EVENT_REGISTER = 3
const EVENT_CONFIRM = 5
const EVENT = 7

export interface ChildSa {
  readonly conn: string
  readonly name: string | null
  readonly mode: string | null
  readonly protocol: string | null
  readonly encap: string | null
  readonly spiIn: string | null
  readonly local: readonly string[]
  readonly remote: readonly string[]
  readonly proposal: string
}

export interface IkeSa {
  readonly conn: string
  readonly version: number
  readonly localId: string | null
  readonly remoteId: string | null
  readonly proposal: string
}

/** The established IKE SAs and installed child SAs of a daemon, oldest first. */
export interface SaView {
  readonly ike: readonly IkeSa[]
  readonly children: readonly ChildSa[]
}

/** Asks a charon over its vici socket; a daemon that does not answer has no SAs. */
export async function readSas(socketPath: string): Promise<SaView> {
  const events = await listSaEvents(socketPath).catch(() => [])
  const sas = events.flatMap((event) => sectionsIn(decodeViciMessage(event)))
  return {
    ike: sas.filter(([, sa]) => textAt(sa, 'state') === 'ESTABLISHED').map(([conn, sa]) => ikeSa(conn, sa)),
    children: sas.flatMap(([conn, sa]) =>
      sectionsIn(sectionAt(sa, 'child-sas'))
        .filter(([, child]) => textAt(child, 'state') === 'INSTALLED')
        .map(([, child]) => childSa(conn, child)),
    ),
  }
}

/** Whether something listens on a vici socket. */
export function viciAnswers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function ikeSa(conn: string, sa: ViciSection): IkeSa {
  return {
    conn,
    version: Number(textAt(sa, 'version') ?? '0'),
    localId: textAt(sa, 'local-id'),
    remoteId: textAt(sa, 'remote-id'),
    proposal: algorithms(sa, ['encr-alg', 'integ-alg', 'prf-alg', 'dh-group']),
  }
}

function childSa(conn: string, child: ViciSection): ChildSa {
  return {
    conn,
    name: textAt(child, 'name'),
    mode: textAt(child, 'mode'),
    protocol: textAt(child, 'protocol'),
    encap: textAt(child, 'encap'),
    spiIn: textAt(child, 'spi-in'),
    local: listAt(child, 'local-ts'),
    remote: listAt(child, 'remote-ts'),
    proposal: algorithms(child, ['encr-alg', 'integ-alg', 'dh-group']),
  }
}

/** `AES_CBC_256-HMAC_SHA2_256_128-MODP_2048`: what is there, in this order. */
function algorithms(section: ViciSection, keys: readonly string[]): string {
  const parts: string[] = []
  for (const key of keys) {
    const name = textAt(section, key)
    if (name === null || name === '') continue
    const size = key === 'encr-alg' ? textAt(section, 'encr-keysize') : null
    parts.push(size === null || size === '' ? name : `${name}_${size}`)
  }
  return parts.join('-')
}

/** Registers for `list-sa` events, asks for them, and gives them back when the command is answered. */
function listSaEvents(socketPath: string): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    const events: Buffer[] = []
    const socket = createConnection(socketPath)
    let pending = Buffer.alloc(0)
    socket.setTimeout(10_000, () => socket.destroy(new Error('vici: no answer')))
    socket.once('connect', () => sendNamed(socket, EVENT_REGISTER, 'list-sa'))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('vici: closed')))
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, typeof chunk === 'string' ? Buffer.from(chunk) : chunk])
      while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
        const packet = pending.subarray(4, 4 + pending.readUInt32BE(0))
        pending = pending.subarray(4 + packet.length)
        if (packet[0] === EVENT_CONFIRM) sendNamed(socket, CMD_REQUEST, 'list-sas')
        if (packet[0] === EVENT) events.push(packet.subarray(2 + packet.readUInt8(1)))
        if (packet[0] === CMD_RESPONSE) {
          resolve(events)
          socket.destroy()
        }
      }
    })
  })
}

function sendNamed(socket: Socket, type: number, name: string): void {
  const packet = Buffer.concat([Buffer.from([type, name.length]), Buffer.from(name)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(packet.length)
  socket.write(Buffer.concat([length, packet]))
}
