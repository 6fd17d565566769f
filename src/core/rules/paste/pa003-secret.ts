import type { BlankedSecret } from '../../text/secrets/blank-secrets.ts'
import { diagnostic } from '../rule.ts'
import { BOTH_LISTS, paste } from './examples.ts'

/** A key or password stood in a paste; its value was blanked before anything was read. */
export const secretPasted = diagnostic<readonly BlankedSecret[]>({
  code: 'PA003',
  title: 'A secret was pasted',
  *check({ secrets }) {
    if (secrets.length === 0) return
    yield {
      severity: 'warning',
      certainty: 'stated',
      evidence: secrets.slice(0, 10).map(({ span, mark }) => ({ span, label: `blanked: ${mark}` })),
      witness: null,
      flows: [],
      plans: [],
      data: secrets,
    }
  },
  explain: (secrets) => ({
    what: `${secrets.length === 1 ? 'A secret was' : `${secrets.length} secrets were`} in the pasted text. ${secrets.length === 1 ? 'Its value was' : 'Their values were'} blanked before anything was read, and nothing keeps or repeats ${secrets.length === 1 ? 'it' : 'them'}; equal marks mean equal values.`,
    why: 'Whoever can read the place where the text was pasted has the secret. Set a new one on both ends, and leave secrets out of pastes.',
  }),
  page: {
    text: `Pre-shared keys and passwords are replaced by marks such as \`‹secret 1›\` before anything else sees the text. Equal
values get equal marks, so that two ends' keys can be compared without being shown. A key that was pasted where others can
read it should be replaced on both ends.`,
    fires: paste(
      "Local Tunnel Endpoint: 203.0.113.1\nRemote Tunnel Endpoint: 198.51.100.7\n\nIKE Phase I Parameters:\n    Authentication Method: Pre-shared secret (example only)\n\nRemote Network 'Branch' IP Subnets:\n    Subnet: 10.2.0.0/255.255.255.0\n",
    ),
    quiet: BOTH_LISTS,
  },
})
