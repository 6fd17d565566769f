import { expect } from 'vitest'
import { directOf, person } from '../../../src/playground/cast.ts'
import { fieldName } from '../../../src/playground/form-state.ts'
import { fileObject, messageObject } from '../../../src/playground/payload-objects.ts'
import { submitModal } from '../../../src/playground/pressing.ts'
import { mention } from '../../../src/playground/typed-text.ts'
import { openHome, sendEvent, typeText } from '../../../src/playground/writing.ts'
import { LIST_A, LIST_B, shown } from '../../slack/workspace.ts'
import {
  ANSWER,
  answered,
  CHANNEL,
  fromApp,
  goesOn,
  type Lane,
  press,
  QUESTION,
  seen,
  seenFile,
  until,
} from '../support/lane.ts'
import type { Misbehaviour } from '../support/slack-door.ts'

/** One call that the program makes, and what a person sees when it goes wrong. The texts stand in docs/operations.md. */
export interface FaultyCall {
  readonly call: string
  readonly madeFor: string
  /** When Slack asks to wait. */
  readonly waits: string
  /** Whatever else happens to it. */
  readonly breaks: string
  readonly lost: string
  /** Does what leads to the call, with the fault set just before it, and looks at what the person sees. */
  run(lane: Lane, kind: Misbehaviour, strike: () => void): Promise<void>
}

/** A file takes longer than a moment, so that a placeholder is shown. */
const SLOW_FILE = 1_500

/** The calls in the order in which a lane makes them; `conversations.info` comes first, since its answer is remembered. */
export const calls: readonly FaultyCall[] = [
  {
    call: 'conversations.info',
    madeFor: 'whether a channel is shared with another organisation',
    waits: 'the answer, later by that time',
    breaks: 'the answer; until Slack tells, answers stay private and nothing is shared',
    lost: 'nothing',
    async run(lane, _, strike) {
      strike()
      await typeText(lane.slack, CHANNEL, `/ipsec-diagnose ${QUESTION}`)
      expect((await seen(lane, ANSWER)).ephemeral).toBe(true)
    },
  },
  {
    call: 'response_url',
    madeFor: 'private answers',
    waits: 'the answer, by another way',
    breaks: 'the answer, by another way',
    lost: 'nothing',
    async run(lane, kind, strike) {
      strike()
      await typeText(lane.slack, CHANNEL, `/ipsec-diagnose ${QUESTION}`)
      if (kind === 'ok without anything else') await goesOn(lane)
      else expect((await seen(lane, ANSWER)).to).toBe(person.id)
    },
  },
  {
    call: 'chat.postMessage',
    madeFor: 'answers in a thread',
    waits: 'a line that the answer is ready and when it comes; the answer',
    breaks: 'the answer for the asker alone, with the reason; twice if Slack had taken it before',
    lost: 'nothing',
    async run(lane, kind, strike) {
      strike()
      await typeText(lane.slack, CHANNEL, `${mention}\n${QUESTION}`)
      if (waits(kind)) {
        await seen(lane, 'Slack asks to wait a second')
        expect((await seen(lane, ANSWER)).ephemeral).toBe(false)
        return
      }
      const told = await seen(lane, 'Only you see this, since it could not be posted for all')
      expect(shown(told)).toContain(ANSWER)
      expect(shown(told)).toMatch(/\((http_500|no_answer_in_time|garbled_answer|connection_lost)\)\./)
      expect(shown(told), 'nothing of what Slack sent instead').not.toMatch(/Guru|doctype|undefined/i)
    },
  },
  {
    call: 'chat.postEphemeral',
    madeFor: 'what is for one person in a thread',
    waits: 'the same, later by that time',
    breaks: 'the same, by another way',
    lost: 'nothing',
    async run(lane, _, strike) {
      const answer = await answered(lane)
      strike()
      await press(lane, answer, 'after-the-fix')
      expect((await seen(lane, 'After the steps the simulation says: up.')).to).toBe(person.id)
    },
  },
  {
    call: 'chat.update',
    madeFor: 'the answer in the place of its placeholder',
    waits: 'the answer, later by that time',
    breaks: 'the answer below its placeholder, which stays',
    lost: 'nothing',
    async run(lane, kind, strike) {
      lane.door.fileDelay = SLOW_FILE
      strike()
      await typeText(lane.slack, CHANNEL, `${mention}\n${LIST_B}`, { files: [new File([LIST_A], 'a.txt')] })
      await seen(lane, 'Is this still here at')
      await seen(lane, ANSWER)
      const placeholder = fromApp(lane).some((each) => shown(each).includes('Is this still here at'))
      if (waits(kind)) expect(placeholder).toBe(false)
    },
  },
  {
    call: 'views.open',
    madeFor: 'windows',
    waits: 'a request to press again, since a window may open within three seconds only',
    breaks: 'the same',
    lost: 'nothing',
    async run(lane, kind, strike) {
      strike()
      await typeText(lane.slack, CHANNEL, '/ipsec-diagnose')
      if (kind === 'ok without anything else') await goesOn(lane)
      else await seen(lane, 'The window did not open')
    },
  },
  {
    call: 'views.update',
    madeFor: 'the end of the work in a window',
    waits: 'the answer at once; the window says so later by that time',
    breaks: 'the answer; the window goes on saying that it may be closed',
    lost: 'nothing',
    async run(lane, _, strike) {
      await typeText(lane.slack, CHANNEL, '/ipsec-diagnose')
      await until(lane, () => lane.door.workspace.views.length > 0)
      const fields = new FormData()
      fields.append(fieldName('text_A', 'value'), LIST_A)
      fields.append(fieldName('text_B', 'value'), LIST_B)
      strike()
      await submitModal(lane.slack, lane.door.workspace.views[0]?.id ?? '', fields)
      await seen(lane, ANSWER)
      await until(lane, () => lane.door.struck.includes('views.update'))
    },
  },
  {
    call: 'views.publish',
    madeFor: 'the Home tab',
    waits: 'the tab, later by that time',
    breaks: 'the tab as it was; a direct message with an incident id',
    lost: 'nothing',
    async run(lane, kind, strike) {
      strike()
      await openHome(lane.slack)
      if (kind === 'ok without anything else') await goesOn(lane)
      else if (waits(kind)) await until(lane, () => lane.door.workspace.home(person.id) !== undefined)
      else await seen(lane, /incident id [0-9a-f]{8}/)
    },
  },
  {
    call: 'conversations.replies',
    madeFor: 'the pastes of a thread',
    waits: 'the answer, later by that time',
    breaks: 'an answer from the one message, which says that and why; asking again helps',
    lost: 'nothing',
    async run(lane, kind, strike) {
      await typeText(lane.slack, CHANNEL, LIST_A)
      const root = lane.door.workspace.messages[0]?.ts ?? ''
      strike()
      await typeText(lane.slack, CHANNEL, `${mention}\n${LIST_B}`, { thread: root })
      await seen(lane, waits(kind) ? ANSWER : 'Of this thread only the message itself was read')
    },
  },
  {
    call: 'conversations.open',
    madeFor: 'where a file for one person goes',
    waits: 'the file, later by that time',
    breaks: 'a message with an incident id; pressing again helps',
    lost: 'nothing',
    async run(lane, kind, strike) {
      await typeText(lane.slack, CHANNEL, `/ipsec-diagnose ${QUESTION}`)
      const answer = await seen(lane, ANSWER)
      strike()
      await press(lane, answer, 'full-report')
      if (waits(kind) || kind === 'ok without anything else') await seenFile(lane, directOf(person.id)?.id ?? '')
      else await seen(lane, /incident id [0-9a-f]{8}/)
    },
  },
  ...(['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'] as const).map(
    (call): FaultyCall => ({
      call,
      madeFor: 'the full report, and answers that Slack takes in no other form',
      waits: 'the file, later by that time',
      breaks: 'a message with an incident id; pressing again helps',
      lost: 'nothing',
      async run(lane, kind, strike) {
        const answer = await answered(lane)
        strike()
        await press(lane, answer, 'full-report')
        if (waits(kind)) await seenFile(lane, CHANNEL)
        else if (taken(call, kind)) await goesOn(lane)
        else await seen(lane, /incident id [0-9a-f]{8}/)
      },
    }),
  ),
  {
    call: 'files.info',
    madeFor: 'files of other workspaces',
    waits: 'the answer, later by that time',
    breaks: 'an answer from the rest, which names the file and why it was not read',
    lost: 'nothing',
    async run(lane, kind, strike) {
      const { workspace } = lane.door
      const bytes = new TextEncoder().encode(LIST_A)
      const file = workspace.addFile({ name: 'a.txt', mimetype: 'text/plain', owner: person.id, bytes })
      const message = workspace.post({ channel: CHANNEL, author: 'person', text: `${mention}\n${LIST_B}` })
      const { id, name } = fileObject(file)
      const files = [{ id, name, mode: 'file_access', file_access: 'check_file_info' }]
      strike()
      await sendEvent(lane.slack, { ...messageObject(message), files, channel: CHANNEL, type: 'app_mention' })
      await seen(lane, waits(kind) ? ANSWER : 'Slack does not hand it out')
    },
  },
  {
    call: 'download',
    madeFor: 'files',
    waits: 'the answer, later by that time',
    breaks: 'an answer from the rest, which names the file and why it was not read; within half a minute',
    lost: 'nothing',
    async run(lane, kind, strike) {
      strike()
      await typeText(lane.slack, CHANNEL, `${mention}\n${LIST_B}`, { files: [new File([LIST_A], 'a.txt')] })
      if (waits(kind)) await seen(lane, ANSWER)
      else if (kind === 'an HTML page') await seen(lane, 'a login page')
      // Text that is none of its own is a paste like any other: not recognised.
      else if (/JSON|ok without/.test(kind)) await seen(lane, 'ISA-B')
      else await seen(lane, 'Slack did not hand it out')
    },
  },
]

/** Calls at the start; a fault there ends it with a sentence. */
export const startCalls = [
  {
    call: 'auth.test',
    madeFor: 'who the app is; once, at the start',
    waits: 'the start, later by that time',
    breaks: 'the start ends with 1 and a sentence about it',
    lost: 'nothing',
  },
  {
    call: 'apps.connections.open',
    madeFor: 'Socket Mode: at the start, and when Slack renews the connection',
    waits: 'the connection, later by that time; until then commands fail in Slack, and `/readyz` says 503',
    breaks: 'the same; it is tried again until it works',
    lost: 'what Slack could not deliver meanwhile',
  },
] as const

export function waits(kind: Misbehaviour): boolean {
  return kind === 'HTTP 429 with Retry-After'
}

/** Slack says that it took it, or the content of the answer does not matter. */
function taken(call: string, kind: Misbehaviour): boolean {
  if (kind === 'ok without anything else') return call !== 'files.getUploadURLExternal'
  return call === 'upload' && /HTML|JSON/.test(kind)
}
