import type { ReactNode } from 'react'
import type { RecordedRefusal } from '../workspace.ts'

/** What Slack would not have taken from the app, each with its error and the place. Empty when it took all. */
export function Refusals({ refusals }: { readonly refusals: readonly RecordedRefusal[] }): ReactNode {
  if (refusals.length === 0) return null
  return (
    <details className="refusals" open>
      <summary>
        Slack refused {refusals.length === 1 ? 'one request' : `${refusals.length} requests`} of the app
      </summary>
      <ol>
        {refusals.toReversed().map((refusal) => (
          <li key={`${refusal.at}-${refusal.call}-${refusal.error}`}>
            <code>{refusal.call}</code> <strong>{refusal.error}</strong>
            {refusal.messages.map((message) => (
              <p key={message}>{message}</p>
            ))}
          </li>
        ))}
      </ol>
    </details>
  )
}
