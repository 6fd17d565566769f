import type { WebClient } from '@slack/web-api'
import { failureFields } from '../log.ts'
import { judgeAccess } from './access.ts'
import { escapeText, type Reply, sections } from './blocks/text.ts'
import { deliver } from './delivery/delivery.ts'
import type { Place } from './delivery/place.ts'
import type { Sent } from './delivery/routes.ts'
import { newIncident, sayIncident } from './failure.ts'
import type { Lease } from './leases.ts'
import type { Services } from './services.ts'

/** Where a request came from. */
export type Surface = 'command' | 'modal' | 'shortcut' | 'mention' | 'dm' | 'button' | 'home'

/** A request, with all that has to be settled before it is worked on. */
interface Asked {
  readonly surface: Surface
  readonly team: string
  readonly user: string
  readonly client: WebClient
  /** Where the answer goes; what went wrong is told to the asker alone. */
  readonly place: Place
  /** Keys that only one of several deliveries may have. */
  readonly claims: readonly string[]
  readonly external?: boolean
  /** Whether the app is allowed to answer is of no matter, e.g. when a person has their data deleted. */
  readonly always?: boolean
}

/** What the audit line says of a request; never text, never addresses. */
interface AuditFields {
  outcome: 'answered' | 'told' | 'denied' | 'duplicate' | 'failed'
  formats?: readonly string[]
  verdict?: string
  codes?: readonly string[]
  shared?: string
}

/** A request that is being worked on. */
export interface Visit extends Asked {
  /** Moves when a placeholder is posted. */
  place: Place
  readonly services: Services
  /** Why answers must stay private here; `null` when they need not. */
  readonly hidden: string | null
  readonly audit: AuditFields
  /** Tells the lease where the person can be found now. */
  move(place: Place): Promise<void>
  /** Ends the wait for something to show: what is on its way is there when this resolves. */
  settled: () => Promise<void>
}

/** Whose turn it is in the queue of analyses. */
export function requesterOf({ team, user }: Pick<Visit, 'team' | 'user'>): string {
  return `${team}:${user}`
}

const CLAIMED_FOR = 10 * 60_000

/**
 * Everything that is asked of the app goes through here: handled once, only for those who may ask, counted, leased, and
 * never without a word to the asker when it fails.
 */
export function receive(services: Services, asked: Asked, work: (visit: Visit) => Promise<void>): Promise<void> {
  return services.inFlight.run(async () => {
    const started = Date.now()
    const incident = newIncident()
    const audit: AuditFields = { outcome: 'told' }
    let lease: Lease | undefined
    let visit: Visit | undefined
    try {
      if (!(await isFirst(services, asked.claims))) {
        audit.outcome = 'duplicate'
        return
      }
      const access =
        asked.always === true
          ? ({ ok: true, hidden: null } as const)
          : await judgeAccess(
              { ...asked, channel: asked.place.channel, external: asked.external ?? null },
              services,
              asked.client,
            )
      if (!access.ok) {
        audit.outcome = 'denied'
        await tellAsker(services, asked, access.say)
        return
      }
      lease = await services.leases.take(asked.place)
      const { move } = lease
      visit = {
        ...asked,
        services,
        hidden: access.hidden,
        audit,
        settled: async () => undefined,
        async move(place) {
          this.place = place
          await move(place)
        },
      }
      await work(visit)
    } catch (error) {
      audit.outcome = 'failed'
      services.log.error({ incident, surface: asked.surface, ...failureFields(error) }, 'a request failed')
      await tellAsker(services, visit ?? asked, sayIncident(incident)).catch((again: unknown) => {
        services.log.error({ incident, ...failureFields(again) }, 'the asker could not be told')
      })
    } finally {
      await lease?.end()
      const { surface, team, user, place } = asked
      const duration = Date.now() - started
      services.metrics.requests.inc({ surface, outcome: audit.outcome })
      services.metrics.seconds.observe({ surface }, duration / 1_000)
      services.log.info(
        { audit: { surface, team, channel: place.channel, user, ...audit, duration, incident } },
        'request',
      )
    }
  })
}

/**
 * One claim after the other, up to the first that another has: were all made at once, of two deliveries each could get
 * one and neither would be the first.
 */
async function isFirst({ store, log }: Services, claims: readonly string[]): Promise<boolean> {
  for (const key of claims) {
    // An answer too many is better than none, so a store that does not answer stops nobody.
    const claimed = await store.claim(`once:${key}`, CLAIMED_FOR).catch((error: unknown) => {
      log.error(failureFields(error), 'the store did not answer')
      return true
    })
    if (!claimed) return false
  }
  return true
}

/** A sentence where the answer would go. */
export function tell({ services, place, client }: Pick<Visit, 'services' | 'place' | 'client'>, text: string) {
  const escaped = escapeText(text)
  return say({ services, place, client }, { text: escaped, blocks: sections(escaped) })
}

/** A message where the answer would go, of text that Slack takes in any case. */
export function say(
  { services, place, client }: Pick<Visit, 'services' | 'place' | 'client'>,
  reply: Reply,
): Promise<Sent> {
  return deliver({ best: reply, plain: [{ text: reply.text, blocks: [] }], file: null }, place, services, client)
}

/** A sentence for the asker alone; one that takes the place of a placeholder, where there is one. */
async function tellAsker(services: Services, { place, client }: Asked, text: string): Promise<void> {
  const alone: Place =
    place.placeholder !== null || place.channel.startsWith('D') ? place : { ...place, kind: 'private' }
  await tell({ services, place: alone, client }, text)
}
