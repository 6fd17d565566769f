import { z } from 'zod'

/** What the program is told from outside, checked. Without Slack tokens `slack` is `null`: the playground. */
export interface Environment {
  readonly slack: SlackEnvironment | null
  readonly port: number
  readonly host?: string
  readonly logLevel: LogLevel
}

export interface SlackEnvironment {
  readonly mode: 'socket' | 'http'
  readonly botToken: string
  readonly appToken?: string
  readonly signingSecret?: string
}

/** There is no "debug": at that level Slack's libraries print whole messages, and with them what people paste. */
export type LogLevel = 'error' | 'warn' | 'info'

export type EnvironmentReading =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly message: string }

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
  LOG_LEVEL: z.enum(['error', 'warn', 'info'], 'is none of "error", "warn" and "info"').default('info'),
})

/** Reads the variables. When they do not fit together, the message lists all that is missing or wrong. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): EnvironmentReading {
  const given = Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
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
  const { PORT: port, HOST: host, LOG_LEVEL: logLevel } = read.data
  return { ok: true, environment: { slack: slackOf(read.data), port, ...(host && { host }), logLevel } }
}

function* missing(given: Readonly<Record<string, string>>): Generator<string> {
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret, STORE_URL: store } = given
  if (bot === undefined && (app !== undefined || secret !== undefined)) {
    yield 'SLACK_BOT_TOKEN is missing; the other Slack variables are of no use without it.'
  }
  if (bot !== undefined && app === undefined && secret === undefined) {
    yield 'SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing beside SLACK_BOT_TOKEN.'
  }
  if (store !== undefined) yield 'STORE_URL is not supported yet; the state of this version lives in its memory.'
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
