import type { ReactNode } from 'react'
import { command } from '../cast.ts'
import { mention } from '../typed-text.ts'
import { AppAvatar, Arrow } from './icons.tsx'

const starts = [
  { label: 'Try the example', text: `${command} example` },
  { label: 'Open the form', text: command },
  { label: 'Show the help', text: `${command} help` },
  { label: 'Mention the app', text: `${mention} ` },
] as const

/** Where a message is written, with files if there are any. */
export function Composer({
  id,
  label,
  placeholder,
  chips = false,
}: {
  readonly id: string
  readonly label: string
  readonly placeholder: string
  readonly chips?: boolean
}): ReactNode {
  return (
    <form id={id} className="composer">
      {chips && (
        <div id="suggestion" hidden>
          <AppAvatar />
          <p>
            <strong>{command}</strong> <span>[paste | help | formats | example | explain CODE | forget]</span>
            <small>Says why an IPsec tunnel does not come up, and what to change. Alone it opens a form.</small>
          </p>
        </div>
      )}
      <div className="chips">
        {(chips ? starts : starts.slice(3)).map((chip) => (
          <button key={chip.label} type="button" data-type={chip.text} data-for={id}>
            {chip.label}
          </button>
        ))}
      </div>
      <div className="box">
        <textarea name="text" rows={1} placeholder={placeholder} aria-label={label} spellCheck={false} />
        <div className="row">
          <input type="file" name="files" multiple aria-label={`Files for the ${label.toLowerCase()}`} />
          <span className="keys">
            <b>Enter</b> to send, <b>Shift + Enter</b> for a new line
          </span>
          <button type="submit" className="send" aria-label={`Send the ${label.toLowerCase()}`} disabled>
            <Arrow />
          </button>
        </div>
      </div>
    </form>
  )
}
