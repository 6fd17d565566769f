import type { Input, Modal } from './block-kit.ts'
import { person } from './cast.ts'
import { limits } from './limits.ts'
import { fileObject } from './payload-objects.ts'
import type { Workspace } from './workspace.ts'

/** The name of an input's value in the page's form. */
export function fieldName(block: string | undefined, action: string | undefined): string {
  return JSON.stringify([block ?? '', action ?? ''])
}

/** What Slack itself says under a field before the app hears of it, by `block_id`. */
export function judgeFields(view: Modal, form: FormData): Record<string, string> {
  const mistakes: Record<string, string> = {}
  for (const block of inputsOf(view)) {
    const mistake = judgeField(block, form)
    if (mistake !== null) mistakes[block.block_id ?? ''] = mistake
  }
  return mistakes
}

function judgeField(block: Input, form: FormData): string | null {
  const { element } = block
  const { texts, files } = valuesOf(block, form)
  const text = texts[0] ?? ''
  if (texts.every((value) => value === '') && files.length === 0) {
    return block.optional === true ? null : 'Please complete this required field.'
  }
  if (element.type === 'plain_text_input') {
    const most = element.max_length ?? limits.plainTextInput
    if (text.length > most) return `${text.length} characters; Slack takes at most ${most} here. Attach a file instead.`
    if (text.length < (element.min_length ?? 0)) return `Please enter at least ${element.min_length} characters.`
  }
  if (element.type === 'file_input') {
    const most = element.max_files ?? limits.fileInput.files
    if (files.length > most) return `${files.length} files; Slack takes at most ${most} here.`
    const large = files.find((file) => file.size > limits.fileInput.bytes)
    if (large !== undefined) return `${large.name} is larger than 10 MB.`
  }
  return null
}

/** `view.state.values` as a submission carries it; the form's files are uploaded on the way. */
export async function stateOf(
  view: Modal,
  form: FormData,
  workspace: Workspace,
  user: string = person.id,
): Promise<Record<string, object>> {
  const values: Record<string, object> = {}
  for (const block of inputsOf(view)) {
    values[block.block_id ?? ''] = { [block.element.action_id ?? '']: await valueObject(block, form, workspace, user) }
  }
  return values
}

async function valueObject(block: Input, form: FormData, workspace: Workspace, user: string): Promise<object> {
  const { element } = block
  const { texts, files } = valuesOf(block, form)
  const type = element.type
  if (element.type === 'plain_text_input') return { type, value: texts[0] === '' ? null : (texts[0] ?? null) }
  if (element.type === 'file_input') {
    const uploaded: object[] = []
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer())
      const mimetype = file.type === '' ? 'application/octet-stream' : file.type
      uploaded.push(fileObject(workspace.addFile({ name: file.name, mimetype, owner: user, bytes })))
    }
    return { type, files: uploaded }
  }
  const chosen = element.options.filter((option) => texts.includes(option.value))
  return type === 'checkboxes' ? { type, selected_options: chosen } : { type, selected_option: chosen[0] ?? null }
}

function inputsOf(view: Modal): Input[] {
  return view.blocks.filter((block) => block.type === 'input')
}

/** A browser sends an empty file for "none chosen", and CR LF for each line end of a text area. */
function valuesOf(block: Input, form: FormData): { texts: string[]; files: File[] } {
  const texts: string[] = []
  const files: File[] = []
  for (const value of form.getAll(fieldName(block.block_id, block.element.action_id))) {
    if (typeof value === 'string') texts.push(value.replaceAll('\r\n', '\n'))
    else if (value.name !== '') files.push(value)
  }
  return { texts, files }
}
