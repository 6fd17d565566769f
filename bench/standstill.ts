import { nastyPastes, unmatched } from './answer/nasty.ts'
import {
  fileOf,
  homeBody,
  type Measured,
  messageOf,
  type Nearby,
  openNearby,
  pressBody,
  questionBody,
  send,
  startMeasured,
  timeToAnswer,
} from './answer/nearby.ts'
import { atMost, type Figure, type Section } from './figure.ts'

/** Milliseconds. */
const BLOCKED = 50

/** How long the event loop of the built program stands still, whatever is pasted. */
export async function standstill(progress: (line: string) => void): Promise<Section> {
  const nearby = await openNearby()
  const ours = await startMeasured('ours', nearby, { watched: true })
  try {
    return {
      title: 'The event loop',
      about:
        'How long the event loop of the built program stands still at most while and after it is given what is named, by `monitorEventLoopDelay` less its own interval; and below it the processor time of the main thread in one turn, which other programs on the machine do not touch.',
      figures: await blocked(ours, nearby, progress),
    }
  } finally {
    await ours.end()
    nearby.close()
  }
}

/** Each nasty paste stands in files and messages of a thread, below which a person asks. */
async function blocked(ours: Measured, nearby: Nearby, progress: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = []
  async function figuresOf(what: string, body: string): Promise<void> {
    await ours.told()
    await send(ours.url, body)
    await ours.rest()
    const { delay, own } = await ours.told()
    progress(`${what}: stood for ${delay.toFixed(0)} ms, ${own.toFixed(0)} ms of its own`)
    figures.push(atMost(what, delay, BLOCKED, ' ms'), atMost(`${what}, by its own processor time`, own, BLOCKED, ' ms'))
  }
  await timeToAnswer(ours, nearby)
  for (const { what, files, messages = [], refused = false } of nastyPastes()) {
    nearby.files.clear()
    for (const [at, text] of files.entries()) nearby.files.set(`nasty-${at}.txt`, text)
    const attached = [...nearby.files].map(([name, text]) => fileOf(name, text))
    nearby.thread = [...messages.map((text) => messageOf(text)), messageOf('', attached)]
    nearby.refuses = refused
    await figuresOf(what, questionBody('U1'))
  }
  nearby.refuses = false
  nearby.files.clear()
  nearby.thread = [messageOf('', [fileOf('kept.txt', KEPT)])]
  nearby.files.set('kept.txt', KEPT)
  for (let kept = 0; kept < HOME; kept += 1) {
    await send(ours.url, questionBody('U2'))
    await ours.rest()
  }
  await figuresOf('the full report of an answer that is kept', pressBody('U2', 'full-report', nearby.lastKey()))
  await figuresOf(`the Home tab of somebody with ${HOME} large answers`, homeBody('U2'))
  return figures
}

/** An answer of about two megabytes, more than which is not kept; so many of one person. */
const KEPT = unmatched(100)
const HOME = 20
