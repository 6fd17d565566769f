import type { WebClient } from '@slack/web-api'
import { patiently } from './calls/patiently.ts'
import { isDirect } from './delivery/place.ts'
import type { Services } from './services.ts'

/** Whether a request is answered at all, and whether its answer may be seen by others than the asker. */
type Access =
  | { readonly ok: false; readonly say: string }
  /** `hidden`: why nothing may be shared here; `null` when it may. */
  | { readonly ok: true; readonly hidden: string | null }

interface AccessQuestion {
  /** The asker's own workspace. */
  readonly team: string
  /** `''` where there is no channel, as in the Home tab. */
  readonly channel: string
  readonly user: string
  /** Whether the channel is shared with another organisation, where the payload tells. */
  readonly external: boolean | null
}

/** Decided by ids alone, since names can be changed by anybody. An empty list allows nobody. */
export async function judgeAccess(question: AccessQuestion, services: Services, client: WebClient): Promise<Access> {
  const { team, channel, user } = question
  const { teams = [services.installed().team], channels, users } = services.allowed
  if (!teams.includes(team)) return refuse('your workspace is not among those that it answers')
  if (users !== undefined && !users.includes(user)) return refuse('you are not among those whom it answers')
  const listed = channels?.includes(channel) === true
  const isChannel = channel !== '' && !isDirect(channel)
  if (channels !== undefined && !listed && (isChannel || channels.length === 0)) {
    return refuse('this channel is not among those in which it answers')
  }
  if (listed || !isChannel) return { ok: true, hidden: null }
  const external = question.external ?? (await isExternal(channel, services, client))
  if (external === true) {
    return refuse(
      'this channel is shared with another organisation. Send the text to the app in a direct message, or have the channel listed in ALLOWED_CHANNELS',
    )
  }
  if (external === null) {
    return {
      ok: true,
      hidden:
        'The app cannot see whether this channel is shared with another organisation (it is not in the channel, or lacks channels:read), so answers stay private here. Invite it with /invite, or have the channel listed in ALLOWED_CHANNELS.',
    }
  }
  return { ok: true, hidden: null }
}

function refuse(why: string): Access {
  return { ok: false, say: `IPsec Diagnose does not answer here: ${why}. Whoever runs it can change that.` }
}

const KNOWN_FOR = 10 * 60_000
const MOST_KNOWN = 1_000
const known = new WeakMap<Services, Map<string, { readonly external: boolean; readonly until: number }>>()

/** `null`: Slack does not tell. What it told is good for ten minutes. */
async function isExternal(channel: string, services: Services, client: WebClient): Promise<boolean | null> {
  const answers = known.get(services) ?? new Map()
  known.set(services, answers)
  const before = answers.get(channel)
  if (before !== undefined && before.until > Date.now()) return before.external
  try {
    const { channel: info } = await patiently(services, 'conversations.info', () =>
      client.conversations.info({ channel }),
    )
    if (info === undefined) return null
    const external = info.is_ext_shared === true || info.is_pending_ext_shared === true
    if (answers.size >= MOST_KNOWN) answers.clear()
    answers.set(channel, { external, until: Date.now() + KNOWN_FOR })
    return external
  } catch {
    return null
  }
}
