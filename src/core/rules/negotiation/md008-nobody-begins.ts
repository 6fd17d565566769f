import { asaExample } from '../obstacle-examples.ts'
import { negotiationRule } from './negotiation-rule.ts'
import { nobodyBegins } from './nobody-begins.ts'
import { beginningPlans } from './plans.ts'

export const nobodyBeginning = negotiationRule({
  code: 'MD008',
  title: 'Neither end begins',
  reasons: ['only-answers'],
  shows: ({ onlyAnswers }) => onlyAnswers,
  applies: ({ outcome, entries }, { simulation }) =>
    simulation !== undefined && nobodyBegins(simulation, outcome, entries),
  plans: ([initiator]) => beginningPlans(initiator),
  explain: ({ initiator, responder, outcome }) => ({
    what: `${outcome.connection.name} of ${initiator.name} is told to answer alone, and ${responder.name} does not begin either: the tunnel never comes up.`,
    why: 'Let one of the two bring the tunnel up. Which of them can, the network between them may decide: a NAT or a firewall in front of an end lets it begin, and keeps the other one out.',
  }),
  page: {
    text: `An end can be told never to begin (\`connection-type answer-only\`, \`responder-only\`, \`passive-mode\`). That is right where the other
one does.`,
    fires: asaExample({ answersOnly: 'both' }),
    quiet: asaExample({ answersOnly: 'one' }),
  },
})
