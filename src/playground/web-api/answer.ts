import { type Channel, channels, people } from '../cast.ts'
import type { Refusal } from '../judge.ts'
import type { Workspace } from '../workspace.ts'

/** What a Web API method answers. */
export type Answer = { readonly ok: true; readonly [key: string]: unknown } | RefusedAnswer

/** A method's "no", with the places at fault where blocks or a view were judged. */
interface RefusedAnswer {
  readonly ok: false
  readonly error: string
  readonly errors?: readonly string[]
  readonly needed?: string
  readonly response_metadata?: { readonly messages: readonly string[] }
}

/** A call's arguments as they came over the wire: text, with JSON in it where the method takes a structure. */
export type Arguments = Readonly<Record<string, string>>

export type Method = (workspace: Workspace, args: Arguments) => Answer

/** The conversation that a call is about; a person's id stands for their conversation with the app. */
export function withChannel(args: Arguments, answer: (channel: Channel) => Answer): Answer {
  const wanted = args['channel']
  const channel = channels.find(({ id, owner }) => id === wanted || (owner !== null && owner === wanted))
  return channel === undefined ? no('channel_not_found') : answer(channel)
}

/** The same, where the app has to have been invited. */
export function asMember(args: Arguments, answer: (channel: Channel) => Answer): Answer {
  return withChannel(args, (channel) => (channel.member ? answer(channel) : no('not_in_channel')))
}

export function isPerson(id: string | undefined): boolean {
  return people.some((someone) => someone.id === id)
}

export function refused(refusal: Refusal): RefusedAnswer {
  return {
    ok: false,
    error: refusal.error,
    errors: refusal.messages.map((message) => message.replace('[ERROR] ', '')),
    response_metadata: { messages: refusal.messages },
  }
}

export function no(error: string): Answer {
  return { ok: false, error }
}

export function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null')
  } catch {
    return null
  }
}
