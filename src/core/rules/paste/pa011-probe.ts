import { diagnostic } from '../rule.ts'
import { BOTH_LISTS } from './examples.ts'

/** The packet to follow was not understood. */
export const probeNotUnderstood = diagnostic<string>({
  code: 'PA011',
  title: 'The packet to follow was not understood',
  *check({ paste: { probe } }) {
    if (probe === null) return
    yield { severity: 'error', certainty: 'stated', evidence: [], witness: null, flows: [], plans: [], data: probe }
  },
  explain: (problem) => ({ what: problem, why: 'The rest of the answer does not depend on it.' }),
  page: {
    text: 'A packet is written as `203.0.113.1 -> 10.2.0.10 icmp` or `10.1.0.5 -> 10.2.0.9 tcp/80`.',
    fires: { ...BOTH_LISTS, probe: 'ping the branch' },
    quiet: { ...BOTH_LISTS, probe: 'ISA-A -> SubnetB icmp' },
  },
})
