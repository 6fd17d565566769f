import * as z from 'zod'
import { app } from '../cast.ts'
import { fileObject } from '../payload-objects.ts'
import type { Workspace } from '../workspace.ts'
import { type Answer, type Arguments, asMember, type Method, no, parsed } from './answer.ts'

const FileArguments = z.array(z.object({ id: z.string() }))

/** `files.*`: what there is, and the two calls around an upload. */
export const fileMethods: readonly (readonly [string, Method])[] = [
  ['files.info', filesInfo],
  ['files.getUploadURLExternal', getUploadUrl],
  ['files.completeUploadExternal', completeUpload],
]

function filesInfo(workspace: Workspace, args: Arguments): Answer {
  const file = workspace.file(args['file'] ?? '')
  return file === undefined ? no('file_not_found') : { ok: true, file: fileObject(file) }
}

function getUploadUrl(workspace: Workspace, args: Arguments): Answer {
  const name = args['filename']
  if (name === undefined || !(Number(args['length']) > 0)) return no('invalid_arguments')
  const file = workspace.addFile({ name, mimetype: 'text/plain', owner: app.user, bytes: new Uint8Array() })
  return { ok: true, file_id: file.id, upload_url: `https://files.slack.com/upload/v1/${file.id}` }
}

function completeUpload(workspace: Workspace, args: Arguments): Answer {
  const listed = FileArguments.catch([]).parse(parsed(args['files']))
  const files = listed.flatMap(({ id }) => workspace.file(id) ?? [])
  if (files.length === 0) return no('file_not_found')
  const done: Answer = { ok: true, files: files.map(fileObject) }
  const channel = args['channel_id'] ?? args['channels']
  if (channel === undefined) return done
  return asMember({ channel }, ({ id }) => {
    const text = args['initial_comment'] ?? ''
    workspace.post({ channel: id, author: 'app', text, files, thread: args['thread_ts'] ?? null })
    return done
  })
}
