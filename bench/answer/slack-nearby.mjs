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

/** Milliseconds of processor time of this thread, the main one; what others take from it does not count. */
function ownTime() {
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
}

let last = ownTime()
let longest = 0
function turn() {
  const now = ownTime()
  longest = Math.max(longest, now - last)
  last = now
}

/** Since it was asked for the last time, but for `total`, which is since the start; in milliseconds. */
async function told() {
  turn()
  const told = { delay: Math.max(0, delay.max / 1e6 - RESOLUTION), own: longest, total: last, heap: heap() }
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
  setInterval(turn, 2).unref()
  const server = createServer(async (_, response) => response.end(JSON.stringify(await told())))
  server.listen(Number(process.env.TELL_AT), '127.0.0.1').unref()
}
