import { expect, it } from 'vitest'
import type { Modal } from '../../src/playground/block-kit.ts'
import { fieldName, judgeFields } from '../../src/playground/form-state.ts'

it.each([
  ['', 'Please complete this required field.'],
  ['abcd', 'Please enter at least 5 characters.'],
  ['abcde', undefined],
])('a field that wants five characters says of "%s": %s', (text, mistake) => {
  const view: Modal = {
    type: 'modal',
    callback_id: 'form',
    title: { type: 'plain_text', text: 'Form' },
    blocks: [
      {
        type: 'input',
        block_id: 'name',
        label: { type: 'plain_text', text: 'Name' },
        element: { type: 'plain_text_input', action_id: 'text', min_length: 5 },
      },
    ],
  }
  const form = new FormData()
  form.set(fieldName('name', 'text'), text)
  expect(judgeFields(view, form)).toEqual(mistake === undefined ? {} : { name: mistake })
})
