import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What is counted, for Prometheus. Labels are words of this program and of Slack's API; never ids, never text. */
export interface Metrics {
  /** One request of a person, by where it came from and how it ended. */
  readonly requests: Counter<'surface' | 'outcome'>
  readonly seconds: Histogram<'surface'>
  /** Answers by verdict. */
  readonly verdicts: Counter<'verdict'>
  /** Calls that Slack refused, by method and error. */
  readonly refusals: Counter<'method' | 'error'>
  /** "Did it help?" */
  readonly feedback: Counter<'answer'>
  readonly contentType: string
  text(): Promise<string>
}

/** `load` and `inFlight` are asked whenever somebody looks. */
export function createMetrics(load: () => number, inFlight: () => number): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'ipsec_diagnose_queue',
    help: 'Analyses that run or wait for a free thread.',
    registers,
    collect() {
      this.set(load())
    },
  })
  new Gauge({
    name: 'ipsec_diagnose_in_flight',
    help: 'Requests of people that are being worked on.',
    registers,
    collect() {
      this.set(inFlight())
    },
  })
  return {
    requests: new Counter({
      name: 'ipsec_diagnose_requests_total',
      help: 'Requests by surface and outcome.',
      labelNames: ['surface', 'outcome'],
      registers,
    }),
    seconds: new Histogram({
      name: 'ipsec_diagnose_request_seconds',
      help: 'Seconds from the request to the end of its answer.',
      labelNames: ['surface'],
      buckets: [0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
    verdicts: new Counter({
      name: 'ipsec_diagnose_verdicts_total',
      help: 'Answers by verdict.',
      labelNames: ['verdict'],
      registers,
    }),
    refusals: new Counter({
      name: 'ipsec_diagnose_slack_refusals_total',
      help: 'Calls that Slack refused, by method and error.',
      labelNames: ['method', 'error'],
      registers,
    }),
    feedback: new Counter({
      name: 'ipsec_diagnose_feedback_total',
      help: 'Presses of "It helped" and "It did not help".',
      labelNames: ['answer'],
      registers,
    }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}
