import * as z from 'zod'
import { limits } from './limits.ts'

/**
 * The parts that Block Kit's blocks are made of, as Slack accepts them. Objects are closed, since Slack answers "invalid
 * additional property" to a key that it does not know.
 */

/** `block_id` and `action_id`: optional, Slack makes one up. */
export const id = z.string().min(1).max(limits.id).optional()

/** A `plain_text` object of at most `max` characters. */
export function plain(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  })
}

/** A `mrkdwn` object of at most `max` characters. */
export function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  })
}

/** Either kind of text object. */
export function text(max: number) {
  return z.discriminatedUnion('type', [plain(max), mrkdwn(max)])
}

const Confirm = z.strictObject({
  title: plain(limits.confirm.title),
  text: text(limits.confirm.text),
  confirm: plain(limits.confirm.button),
  deny: plain(limits.confirm.button),
  style: z.enum(['primary', 'danger']).optional(),
})

const Option = z.strictObject({
  text: text(limits.option.text),
  value: z.string().min(1).max(limits.option.value),
  description: text(limits.option.description).optional(),
})

const Button = z.strictObject({
  type: z.literal('button'),
  text: plain(limits.button.text),
  action_id: id,
  value: z.string().min(1).max(limits.button.value).optional(),
  url: z.string().min(1).max(limits.button.url).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: Confirm.optional(),
  accessibility_label: z.string().max(limits.button.label).optional(),
})

const StaticSelect = z.strictObject({
  type: z.literal('static_select'),
  action_id: id,
  placeholder: plain(limits.placeholder).optional(),
  options: z.array(Option).min(1).max(limits.options.select),
  initial_option: Option.optional(),
  confirm: Confirm.optional(),
  focus_on_load: z.boolean().optional(),
})

const Overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: id,
  options: z.array(Option).min(1).max(limits.options.overflow),
  confirm: Confirm.optional(),
})

const Choices = {
  action_id: id,
  confirm: Confirm.optional(),
  focus_on_load: z.boolean().optional(),
}

const Checkboxes = z.strictObject({
  ...Choices,
  type: z.literal('checkboxes'),
  options: z.array(Option).min(1).max(limits.options.checkboxes),
  initial_options: z.array(Option).min(1).optional(),
})

const RadioButtons = z.strictObject({
  ...Choices,
  type: z.literal('radio_buttons'),
  options: z.array(Option).min(1).max(limits.options.radio),
  initial_option: Option.optional(),
})

const PlainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: id,
  initial_value: z.string().max(limits.plainTextInput).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(limits.plainTextInput).optional(),
  max_length: z.int().min(1).max(limits.plainTextInput).optional(),
  placeholder: plain(limits.placeholder).optional(),
  focus_on_load: z.boolean().optional(),
  dispatch_action_config: z.looseObject({}).optional(),
})

const FileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: id,
  filetypes: z.array(z.string()).min(1).optional(),
  max_files: z.int().min(1).max(limits.fileInput.files).optional(),
})

/** What can be pressed or chosen in a message. */
export const InteractiveElement = z.discriminatedUnion('type', [
  Button,
  StaticSelect,
  Overflow,
  Checkboxes,
  RadioButtons,
])
export type InteractiveElement = z.infer<typeof InteractiveElement>

/** What can be filled in, in a modal. */
export const InputElement = z.discriminatedUnion('type', [
  PlainTextInput,
  FileInput,
  StaticSelect,
  Checkboxes,
  RadioButtons,
])
export type InputElement = z.infer<typeof InputElement>

/** A small picture beside text. */
export const ImageElement = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().min(1).max(limits.image.url),
  alt_text: z.string().max(limits.image.altText),
})
