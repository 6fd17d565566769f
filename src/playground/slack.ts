import type { Acknowledgement, AppLink } from './app-link.ts'
import { app, channelOf, people, person, team } from './cast.ts'
import type { Workspace } from './workspace.ts'

/** What the person at the page does, turned into the requests that Slack would send for it. */
export interface Slack {
  readonly workspace: Workspace
  readonly link: AppLink
}

/** The frame of what a person does. */
export function who(workspace: Workspace, channel: string, user: string): object {
  const { id, name } = people.find((someone) => someone.id === user) ?? person
  return {
    team: { id: team.id, domain: team.domain },
    user: { id, username: name, name, team_id: team.id },
    api_app_id: app.id,
    token: 'playground',
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: workspace.triggers.issue(channel, user),
  }
}

export function channelName(id: string): string {
  const channel = channelOf(id)
  return channel === undefined || channel.direct ? 'directmessage' : channel.name
}

/** Slackbot says something to a person alone. */
export function tell({ workspace }: Pick<Slack, 'workspace'>, channel: string, text: string, to: string): void {
  workspace.post({ channel, author: 'slackbot', text, ephemeral: true, to })
}

export function recordFailure(workspace: Workspace, call: string, failure: Acknowledgement & { ok: false }): void {
  workspace.recordRefusal(call, { error: failure.error, messages: [failure.say] })
}

export function jsonOr(body: string, otherwise: object): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return otherwise
  }
}
