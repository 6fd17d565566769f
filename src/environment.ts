import * as z from 'zod'

/** What the program is told from outside, checked. Without Slack tokens `slack` is `null`: the playground. */
export interface Environment {
  readonly slack: SlackEnvironment | null
  readonly port: number
  readonly host?: string
  readonly logLevel: LogLevel
  /** Redis, where several processes share state and it is to outlive them; else it lives in memory. */
  readonly storeUrl?: string
  readonly allowed: Allowed
}

/**
 * Ids of the teams, channels and people that are answered. What is left out is not restricted beyond the workspace in
 * which the app is installed; an empty list means nobody.
 */
export interface Allowed {
  readonly teams?: readonly string[]
  readonly channels?: readonly string[]
  readonly users?: readonly string[]
}

interface SlackEnvironment {
  readonly mode: 'socket' | 'http'
  readonly botToken: string
  readonly appToken?: string
  readonly signingSecret?: string
}

/** There is no "debug": at that level Slack's libraries print whole messages, and with them what people paste. */
export type LogLevel = 'error' | 'warn' | 'info'

type EnvironmentReading =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly message: string }

/** Slack's ids of one kind, parted by commas or spaces. */
function ids(initials: string, kind: string) {
  return z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((id) => id !== ''))
    .refine(
      (list) => list.every((id) => new RegExp(`^[${initials}][A-Z0-9]+$`).test(id)),
      `lists something that is no id of a ${kind}`,
    )
    .optional()
}

/** The variables that are read; `.env.example` explains each of them. Messages never repeat a value. */
export const EnvironmentVariables = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'does not begin with "xoxb-", as a bot token does').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'does not begin with "xapp-", as an app-level token does').optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^(?!xox|xapp)\S+$/, 'looks like a token, or has spaces in it')
    .optional(),
  PORT: z
    .string()
    .regex(/^\d+$/, 'is not a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port number: they end at 65535')
    .default(3000),
  HOST: z.string().optional(),
  STORE_URL: z
    .string()
    .refine(
      (url) => URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol),
      'is not an address of Redis, "redis://..."',
    )
    .optional(),
  REQUIRE_SLACK: z.enum(['0', '1'], 'is neither "0" nor "1"').default('0'),
  ALLOWED_TEAMS: ids('TE', 'team'),
  ALLOWED_CHANNELS: ids('CGD', 'channel'),
  ALLOWED_USERS: ids('UW', 'person'),
  LOG_LEVEL: z.enum(['error', 'warn', 'info'], 'is none of "error", "warn" and "info"').default('info'),
})

/** Set and empty is not the same as not set: it allows nobody. */
const EMPTY_COUNTS: readonly string[] = ['ALLOWED_TEAMS', 'ALLOWED_CHANNELS', 'ALLOWED_USERS']

/** Reads the variables. When they do not fit together, the message lists all that is missing or wrong. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): EnvironmentReading {
  const given = Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value?.trim() || (value !== undefined && EMPTY_COUNTS.includes(name)) ? [[name, value.trim()]] : [],
    ),
  )
  const read = EnvironmentVariables.safeParse(given)
  const problems = [
    ...(read.success ? [] : read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`)),
    ...missing(given),
  ]
  if (!read.success || problems.length > 0) {
    const list = problems.map((problem) => `  - ${problem}`).join('\n')
    return {
      ok: false,
      message: `The environment, or the file .env, cannot be used as it is:\n${list}\nThe file .env.example explains each variable, docs/slack.md where its value comes from.`,
    }
  }
  const { PORT: port, HOST: host, LOG_LEVEL: logLevel, STORE_URL: storeUrl } = read.data
  const { ALLOWED_TEAMS: teams, ALLOWED_CHANNELS: channels, ALLOWED_USERS: users } = read.data
  return {
    ok: true,
    environment: {
      slack: slackOf(read.data),
      port,
      ...(host && { host }),
      logLevel,
      ...(storeUrl !== undefined && { storeUrl }),
      allowed: { ...(teams && { teams }), ...(channels && { channels }), ...(users && { users }) },
    },
  }
}

function* missing(given: Readonly<Record<string, string>>): Generator<string> {
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret, REQUIRE_SLACK: required } = given
  if (required === '1' && bot === undefined && app === undefined && secret === undefined) {
    yield 'SLACK_BOT_TOKEN is missing, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET beside it; REQUIRE_SLACK=1 forbids the playground.'
  }
  if (bot === undefined && (app !== undefined || secret !== undefined)) {
    yield 'SLACK_BOT_TOKEN is missing; the other Slack variables are of no use without it.'
  }
  if (bot !== undefined && app === undefined && secret === undefined) {
    yield 'SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing beside SLACK_BOT_TOKEN.'
  }
}

function slackOf(read: z.infer<typeof EnvironmentVariables>): SlackEnvironment | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = read
  if (botToken === undefined) return null
  return {
    mode: appToken === undefined ? 'http' : 'socket',
    botToken,
    ...(appToken !== undefined && { appToken }),
    ...(signingSecret !== undefined && { signingSecret }),
  }
}
