/**
 * Loaded before a program that is measured: what it sends to Slack goes to the port SLACK_NEARBY of this machine, and how long
 * its event loop stood still can be asked for at the port that is told to whoever started it.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'

const near = `http://127.0.0.1:${process.env.SLACK_NEARBY}`
const { fetch } = globalThis

globalThis.fetch = (input, init) => {
  const { pathname, search, host } = new URL(input instanceof Request ? input.url : input)
  return fetch(`${near}/${host}${pathname}${search}`, init)
}

const RESOLUTION = 10
const delay = monitorEventLoopDelay({ resolution: RESOLUTION })

/** Milliseconds of processor time of this thread, the main one, and for which it waited for a processor that others had. */
function ownTime() {
  const [ran = 0, waited = 0] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')
  return { ran: Number(ran) / 1e6, waited: Number(waited) / 1e6 }
}

const INTERVAL = 2
let last = { ...ownTime(), at: performance.now() }
let longest = 0
function turn() {
  const now = { ...ownTime(), at: performance.now() }
  longest = Math.max(longest, now.at - last.at - (now.waited - last.waited) - INTERVAL)
  last = now
}

/** Since it was asked for the last time, but for `total`, which is since the start; in milliseconds. */
async function told() {
  turn()
  const told = { delay: Math.max(0, delay.max / 1e6 - RESOLUTION), stood: longest, total: last.ran, heap: heap() }
  // Collecting the garbage for the heap is none of what is measured next.
  await wait(5 * RESOLUTION)
  delay.reset()
  turn()
  longest = 0
  return told
}

function heap() {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1e6
}

if (process.env.TELL_AT !== undefined) {
  delay.enable()
  setInterval(turn, INTERVAL).unref()
  const server = createServer(async (_, response) => response.end(JSON.stringify(await told())))
  server.listen(Number(process.env.TELL_AT), '127.0.0.1').unref()
}
