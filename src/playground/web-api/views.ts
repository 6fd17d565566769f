import { judgeHome, judgeView } from '../judge.ts'
import { viewObject } from '../payload-objects.ts'
import type { Workspace } from '../workspace.ts'
import { type Answer, type Arguments, isPerson, type Method, no, parsed, refused } from './answer.ts'

/** `views.*`: modals and the Home tab. */
export const viewMethods: readonly (readonly [string, Method])[] = [
  ['views.open', (workspace, args) => showView(workspace, args, 'open')],
  ['views.push', (workspace, args) => showView(workspace, args, 'push')],
  ['views.update', updateView],
  ['views.publish', publishView],
]

function showView(workspace: Workspace, args: Arguments, place: 'open' | 'push'): Answer {
  const judged = judgeView(parsed(args['view']))
  if ('refused' in judged) return refused(judged.refused)
  const trigger = workspace.triggers.use(args['trigger_id'] ?? '')
  if (typeof trigger === 'string') return no(trigger)
  const shown = workspace.show(judged.accepted, trigger, place)
  return shown === null ? no('push_limit_reached') : { ok: true, view: viewObject(shown, workspace) }
}

function updateView(workspace: Workspace, args: Arguments): Answer {
  const open = workspace.views.find(
    ({ id, view }) =>
      id === args['view_id'] || (view.external_id !== undefined && view.external_id === args['external_id']),
  )
  if (open === undefined) return no('not_found')
  if (args['hash'] !== undefined && args['hash'] !== open.hash) return no('hash_conflict')
  const judged = judgeView(parsed(args['view']))
  if ('refused' in judged) return refused(judged.refused)
  const updated = workspace.updateView(open.id, judged.accepted)
  return updated === null ? no('not_found') : { ok: true, view: viewObject(updated, workspace) }
}

function publishView(workspace: Workspace, args: Arguments): Answer {
  const { user_id: user = '' } = args
  if (!isPerson(user)) return no('user_not_found')
  const judged = judgeHome(parsed(args['view']))
  if ('refused' in judged) return refused(judged.refused)
  workspace.publish(user, judged.accepted)
  return { ok: true, view: judged.accepted }
}
