import { describe, it } from 'vitest'
import { startBuilt } from '../support/processes.ts'
import { misbehaviours, openDoor } from '../support/slack-door.ts'
import { waits } from './calls.ts'

/** What ended the start comes last, below what was logged before. */
const ENDED = /ended with 1:\n(?:\{.*\}\n)*(?:Slack cannot be reached|What answers in the place of Slack)[^\n]*\n$/

/** Waiting again, so that some of them run at once. */
describe.concurrent('the start', () => {
  it.for(misbehaviours)('when auth.test is answered with %s', async (kind, { expect }) => {
    const door = await openDoor()
    door.fault = { call: 'auth.test', kind, times: waits(kind) ? 1 : 100 }
    try {
      const starting = startBuilt(door.environment)
      if (waits(kind)) await (await starting).end()
      else await expect(starting).rejects.toThrow(ENDED)
      expect(door.struck).toContain('auth.test')
    } finally {
      door.close()
    }
  })

  it.for(misbehaviours)(
    'and a new connection, when apps.connections.open is answered with %s',
    async (kind, { expect }) => {
      const door = await openDoor()
      const fault = { call: 'apps.connections.open', kind, times: 1 }
      door.fault = fault
      door.sockets.on('connection', (socket) => socket.send(JSON.stringify({ type: 'hello' })))
      const tokens = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-test' }
      const bot = await startBuilt({ ...door.environment, ...tokens }, { when: /Connected to Slack/ })
      const ready = async () => (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status
      try {
        expect(await ready()).toBe(200)
        door.fault = fault
        for (const socket of door.sockets.clients)
          socket.send(JSON.stringify({ type: 'disconnect', reason: 'warning' }))
        await expect.poll(ready, { timeout: 20_000, interval: 20 }).toBe(503)
        await expect.poll(ready, { timeout: 40_000 }).toBe(200)
        expect(door.struck).toHaveLength(2)
      } finally {
        await bot.end()
        door.close()
      }
    },
  )
})
