import type { ReactNode } from 'react'
import { type Channel, channels, command } from '../cast.ts'
import type { Message, Workspace } from '../workspace.ts'
import { AppAvatar, Arrow } from './icons.tsx'
import { MessageRow } from './message-row.tsx'
import { ModalDialog } from './modal.tsx'
import { Refusals } from './refusals.tsx'

const chips = [
  { label: 'Try the example', text: `${command} example` },
  { label: 'Open the form', text: command },
  { label: 'Show the help', text: `${command} help` },
] as const

/** The whole page as it stands now; `version` tells the page's script which changes it has already. */
export function Page({ workspace, version }: { readonly workspace: Workspace; readonly version: string }): ReactNode {
  const top = workspace.views.at(-1)
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>ipsec-diagnose playground</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/blocks.css" />
        <link rel="stylesheet" href="/style.css" />
        <script src="/client.js" defer />
      </head>
      <body data-version={version} data-command={command} data-channel={channels[0].id}>
        <Sidebar />
        <main>
          {channels.map((channel) => (
            <Conversation
              key={channel.id}
              channel={channel}
              messages={workspace.messages.filter((message) => message.channel === channel.id)}
              shown={channel === channels[0]}
            />
          ))}
          <div id="refusals">
            <Refusals refusals={workspace.refusals} />
          </div>
          <Composer />
        </main>
        <div id="modal">{top !== undefined && <ModalDialog open={top} />}</div>
      </body>
    </html>
  )
}

function Sidebar(): ReactNode {
  return (
    <nav>
      <p className="workspace">Playground</p>
      <h2>Channels</h2>
      {channels.map((channel) => (
        <div key={channel.id}>
          {channel.direct && <h2>Apps</h2>}
          <button type="button" data-show={channel.id} aria-current={channel === channels[0] ? 'page' : undefined}>
            {channel.direct ? <AppAvatar /> : <span className="hash">#</span>}
            {channel.name}
            <span className="unread" />
          </button>
        </div>
      ))}
      <p className="note">A stand-in for Slack on this machine. What you paste stays in its memory until it stops.</p>
    </nav>
  )
}

function Conversation({
  channel,
  messages,
  shown,
}: {
  readonly channel: Channel
  readonly messages: readonly Message[]
  readonly shown: boolean
}): ReactNode {
  return (
    <section className="conversation" data-channel={channel.id} hidden={!shown}>
      <header>
        <h1>
          {!channel.direct && <span className="hash"># </span>}
          {channel.name}
          {channel.direct && <span className="tag">APP</span>}
        </h1>
        <p>{channel.direct ? 'Direct messages with the app' : 'Site-to-site tunnels: who sees what, and why not'}</p>
      </header>
      <div className="scroller">
        <div className="beginning">
          {channel.direct ? (
            <p>This is where the app writes to you alone: full reports as files, for example.</p>
          ) : (
            <>
              <h2># {channel.name}</h2>
              <p>
                Type <code>{command}</code> and paste what you have of a tunnel's two ends, or start with the example
                below. The answer comes from the real bot; this page plays Slack.
              </p>
            </>
          )}
        </div>
        <div className="messages">
          {messages.map((message) => (
            <MessageRow key={message.ts} message={message} />
          ))}
        </div>
      </div>
    </section>
  )
}

function Composer(): ReactNode {
  return (
    <form id="composer">
      <div id="suggestion" hidden>
        <AppAvatar />
        <p>
          <strong>{command}</strong> <span>[paste | help | formats | example | explain CODE]</span>
          <small>Says why an IPsec tunnel does not come up, and what to change. Alone it opens a form.</small>
        </p>
      </div>
      <div className="chips">
        {chips.map((chip) => (
          <button key={chip.label} type="button" data-type={chip.text}>
            {chip.label}
          </button>
        ))}
      </div>
      <div className="box">
        <textarea
          id="text"
          rows={1}
          placeholder={`Message #${channels[0].name}`}
          aria-label="Message"
          spellCheck={false}
        />
        <div className="row">
          <span className="keys">
            <b>Enter</b> to send, <b>Shift + Enter</b> for a new line
          </span>
          <button type="submit" id="send" aria-label="Send" disabled>
            <Arrow />
          </button>
        </div>
      </div>
    </form>
  )
}
