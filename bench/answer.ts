import autocannon from 'autocannon'
import { EXAMPLE } from '../src/slack/words.ts'
import {
  commandBody,
  type Measured,
  median,
  type Nearby,
  openNearby,
  signed,
  startMeasured,
  timeToAnswer,
} from './answer/nearby.ts'
import { atMost, type Figure, type Section, told } from './figure.ts'

const RATE = 50
const ROUNDS = 3
const SECONDS = 12
/** Milliseconds of each round that do not count: connections are made, and code is compiled. */
const WARM_UP = 2_000
const BODY = 100_000

/** How fast the built program answers, beside the least that Bolt can do, in one run and by turns. */
export async function answer(progress: (line: string) => void): Promise<Section> {
  const nearby = await openNearby()
  const [bare, ours] = await Promise.all([
    startMeasured('bare', nearby, { watched: true }),
    startMeasured('ours', nearby, { watched: true }),
  ])
  try {
    const figures = [
      ...(await acknowledgements(bare, ours, progress)),
      ...(await answers(bare, ours, nearby, progress)),
    ]
    return {
      title: 'The answer',
      about: `The built program in HTTP mode and a bare Bolt app that echoes (\`bench/answer/bare-bolt.mjs\`), by turns in one run. \`autocannon\` sends ${RATE} slash commands a second with bodies of ${BODY / 1_000} kB, each of another person, with a signature and trigger of its own; ${ROUNDS} rounds of ${SECONDS} s.`,
      figures,
    }
  } finally {
    for (const each of [bare, ours]) await each.end()
    nearby.close()
  }
}

async function acknowledgements(bare: Measured, ours: Measured, progress: (line: string) => void): Promise<Figure[]> {
  const rounds: { readonly bare: Round; readonly ours: Round }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const each = { bare: await load(bare), ours: await load(ours) }
    const line = ({ p99, own }: Round) => `${p99.toFixed(1)} ms (${own.toFixed(2)} ms of its own)`
    progress(`ack, p99: bare ${line(each.bare)}, ours ${line(each.ours)}`)
    rounds.push(each)
  }
  const middle = (of: (round: (typeof rounds)[number]) => number) => median(rounds.map(of))
  return [
    atMost(
      'ack, p99: times that of the bare app',
      middle((each) => each.ours.p99 / each.bare.p99),
      1.5,
      ' times',
    ),
    told(
      'ack, p99, of the bare app',
      middle((each) => each.bare.p99),
      ' ms',
    ),
    told(
      'ack, p99',
      middle((each) => each.ours.p99),
      ' ms',
    ),
    told(
      "processor time of the main thread for a request, the bare app's",
      middle((each) => each.bare.own),
      ' ms',
    ),
    told(
      'processor time of the main thread for a request, to its end',
      middle((each) => each.ours.own),
      ' ms',
    ),
  ]
}

/** The article's case, below as much as people paste around it. */
const PASTE = `${EXAMPLE}\n${'# what somebody wrote about it, on a line of its own\n'.repeat(2_000)}`.slice(0, BODY)

/** Milliseconds: the 99th percentile of the time to the acknowledgement, and processor time of the main thread for one. */
interface Round {
  readonly p99: number
  readonly own: number
}

async function load(measured: Measured): Promise<Round> {
  const times: number[] = []
  let requests = 0
  const before = await measured.told()
  const began = performance.now()
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(
      {
        url: measured.url,
        connections: 10,
        overallRate: RATE,
        duration: SECONDS,
        requests: [
          {
            method: 'POST',
            setupRequest(request) {
              const { body } = commandBody(PASTE)
              return { ...request, body, headers: { ...request.headers, ...signed(body) } }
            },
          },
        ],
      },
      () => resolve(),
    )
    run.on('response', (_, status, __, time) => {
      if (status !== 200) reject(new Error(`not acknowledged, but ${status}`))
      requests += 1
      if (performance.now() - began > WARM_UP) times.push(time)
    })
  })
  const after = await measured.told()
  return {
    p99: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN,
    own: (after.total - before.total) / requests,
  }
}

async function answers(
  bare: Measured,
  ours: Measured,
  nearby: Nearby,
  progress: (line: string) => void,
): Promise<Figure[]> {
  const times = { bare: [] as number[], ours: [] as number[] }
  await ours.rest()
  for (let round = 0; round < 40; round += 1) {
    times.bare.push(await timeToAnswer(bare, nearby))
    times.ours.push(await timeToAnswer(ours, nearby))
  }
  const [ofBare, ofOurs] = [median(times.bare), median(times.ours)]
  progress(`answer: bare ${ofBare.toFixed(1)} ms, ours ${ofOurs.toFixed(1)} ms`)
  return [
    atMost(
      "from request to posted answer, the article's case: more than the bare app's echo",
      ofOurs - ofBare,
      150,
      ' ms',
    ),
    told('from request to the echo of the bare app', ofBare, ' ms'),
  ]
}
