import type { ReactNode } from 'react'
import type { Input } from '../block-kit.ts'
import { fieldName } from '../form-state.ts'
import { limits } from '../limits.ts'
import type { OpenView } from '../workspace.ts'
import { Blocks } from './blocks.tsx'
import { AppAvatar } from './icons.tsx'

/** The topmost modal over the channel. */
export function ModalDialog({ open }: { readonly open: OpenView }): ReactNode {
  const { view, errors } = open
  return (
    <div className="overlay">
      <form
        className="modal"
        data-view={open.id}
        role="dialog"
        aria-modal="true"
        aria-labelledby="modal-title"
        noValidate
      >
        <header>
          <AppAvatar />
          <h2 id="modal-title">{view.title.text}</h2>
          <button type="button" className="close" data-close="" aria-label="Close">
            ×
          </button>
        </header>
        <div className="fields">
          {errors[''] !== undefined && <p className="notice">{errors['']}</p>}
          {view.blocks.map((block, index) =>
            block.type === 'input' ? (
              <Field key={block.block_id ?? index} block={block} error={errors[block.block_id ?? '']} />
            ) : (
              <Blocks key={block.block_id ?? index} blocks={[block]} />
            ),
          )}
        </div>
        <footer>
          <button type="button" className="button" data-close="">
            {view.close?.text ?? 'Close'}
          </button>
          {view.submit !== undefined && (
            <button type="submit" className="button primary">
              {view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </div>
  )
}

function Field({ block, error }: { readonly block: Input; readonly error: string | undefined }): ReactNode {
  const id = `f-${block.block_id}`
  return (
    <div className={error === undefined ? 'field' : 'field wrong'}>
      <label htmlFor={id} id={`${id}-label`}>
        {block.label.text}
        {block.optional === true && <span className="optional"> (optional)</span>}
      </label>
      <Control block={block} id={id} />
      {error !== undefined && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {block.hint !== undefined && <p className="hint">{block.hint.text}</p>}
    </div>
  )
}

function Control({ block, id }: { readonly block: Input; readonly id: string }): ReactNode {
  const { element } = block
  const name = fieldName(block.block_id, element.action_id)
  switch (element.type) {
    case 'plain_text_input': {
      const shared = { id, name, placeholder: element.placeholder?.text, defaultValue: element.initial_value }
      if (element.multiline !== true) return <input {...shared} type="text" autoComplete="off" />
      return (
        <>
          <textarea {...shared} rows={5} spellCheck={false} data-most={element.max_length ?? limits.plainTextInput} />
          <span className="counter" />
        </>
      )
    }
    case 'file_input':
      return (
        <div className="files">
          <input
            id={id}
            name={name}
            type="file"
            multiple={(element.max_files ?? limits.fileInput.files) > 1}
            accept={element.filetypes?.map((type) => `.${type}`).join(',')}
          />
        </div>
      )
    case 'static_select':
      return (
        <select id={id} name={name} defaultValue={element.initial_option?.value ?? ''}>
          <option value="">{element.placeholder?.text ?? 'Choose'}</option>
          {element.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text.text}
            </option>
          ))}
        </select>
      )
    default: {
      const initial = element.type === 'checkboxes' ? (element.initial_options ?? []) : [element.initial_option]
      return (
        <fieldset className="choices" id={id} aria-labelledby={`${id}-label`}>
          {element.options.map((option) => (
            <label key={option.value}>
              <input
                type={element.type === 'checkboxes' ? 'checkbox' : 'radio'}
                name={name}
                value={option.value}
                defaultChecked={initial.some((chosen) => chosen?.value === option.value)}
              />
              {option.text.text}
            </label>
          ))}
        </fieldset>
      )
    }
  }
}
