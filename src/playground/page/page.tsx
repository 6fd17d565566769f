import type { ReactNode } from 'react'
import { type Channel, channels, channelsOf, command, type Person, people } from '../cast.ts'
import { mention } from '../typed-text.ts'
import type { Message, Workspace } from '../workspace.ts'
import { Blocks } from './blocks.tsx'
import { Composer } from './composer.tsx'
import { AppAvatar, PersonAvatar } from './icons.tsx'
import { MessageRow, threadOf } from './message-row.tsx'
import { ModalDialog } from './modal.tsx'
import { Refusals } from './refusals.tsx'

/** Whether somebody sees a message: not what is for another alone, nor another's direct messages. */
export function isSeenBy(viewer: Person, { channel, ephemeral, to }: Message): boolean {
  return channelsOf(viewer.id).some(({ id }) => id === channel) && (!ephemeral || to === viewer.id)
}

/** The whole page as it stands now; `version` tells the page's script which changes it has already. */
export function Page({
  workspace,
  viewer,
  version,
}: {
  readonly workspace: Workspace
  readonly viewer: Person
  readonly version: string
}): ReactNode {
  const top = workspace.viewsOf(viewer.id).at(-1)
  const messages = workspace.messages.filter((message) => isSeenBy(viewer, message))
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
      <body data-version={version} data-command={command} data-channel={channels[0].id} data-as={viewer.id}>
        <Sidebar viewer={viewer} />
        <main>
          {channelsOf(viewer.id).map((channel) => (
            <Conversation
              key={channel.id}
              channel={channel}
              messages={messages.filter(({ channel: id }) => id === channel.id)}
              shown={channel === channels[0]}
            />
          ))}
          <section className="conversation" data-channel="home" hidden aria-label="Home">
            <header>
              <h1>ipsec-diagnose</h1>
              <p>Home</p>
            </header>
            <div className="scroller">
              <div id="home" className="content">
                <HomeTab workspace={workspace} viewer={viewer} />
              </div>
            </div>
          </section>
          <div id="refusals">
            <Refusals refusals={workspace.refusals} />
          </div>
          <Composer id="composer" label="Message" placeholder={`Message #${channels[0].name}`} chips />
        </main>
        <aside id="thread" aria-label="Thread" hidden>
          <header>
            <h2>Thread</h2>
            <button type="button" className="close" data-close-thread="" aria-label="Close the thread">
              ×
            </button>
          </header>
          <div className="scroller">
            <div id="thread-root" />
            {roots(messages).map((root) => (
              <div key={root} className="thread" data-root={root} hidden>
                {messages
                  .filter((message) => threadOf(message) === root)
                  .map((message) => (
                    <MessageRow key={message.ts} message={message} />
                  ))}
              </div>
            ))}
          </div>
          <Composer id="thread-composer" label="Reply" placeholder={`Reply, or ${mention} for a diagnosis`} />
        </aside>
        <div id="modal">{top !== undefined && <ModalDialog open={top} />}</div>
      </body>
    </html>
  )
}

function roots(messages: readonly Message[]): string[] {
  return [...new Set(messages.flatMap((message) => threadOf(message) ?? []))]
}

/** What the app has published for a person. */
export function HomeTab({ workspace, viewer }: { readonly workspace: Workspace; readonly viewer: Person }): ReactNode {
  const home = workspace.home(viewer.id)
  return (
    <div className="home-blocks">
      {home === undefined ? (
        <p className="note">The app has not published anything here yet.</p>
      ) : (
        <Blocks blocks={home.blocks} />
      )}
    </div>
  )
}

function Sidebar({ viewer }: { readonly viewer: Person }): ReactNode {
  return (
    <nav aria-label="Conversations">
      <p className="workspace">Playground</p>
      <h2>Channels</h2>
      {channelsOf(viewer.id)
        .filter(({ direct }) => !direct)
        .map((channel) => (
          <button
            key={channel.id}
            type="button"
            data-show={channel.id}
            aria-current={channel === channels[0] ? 'page' : undefined}
          >
            <span className="hash">#</span>
            {channel.name}
            <span className="unread" />
          </button>
        ))}
      <h2>Apps</h2>
      {channelsOf(viewer.id)
        .filter(({ direct }) => direct)
        .map((channel) => (
          <button key={channel.id} type="button" data-show={channel.id}>
            <AppAvatar />
            {channel.name}
            <span className="unread" />
          </button>
        ))}
      <button type="button" data-show="home">
        <span className="hash">⌂</span>
        Home of the app
      </button>
      <h2>You are</h2>
      {people.map(({ id, realName }) => (
        <a key={id} className="who" href={`/?as=${id}`} aria-current={id === viewer.id ? 'true' : undefined}>
          <PersonAvatar />
          {realName}
        </a>
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
    <section className="conversation" data-channel={channel.id} hidden={!shown} aria-label={channel.name}>
      <header>
        <h1>
          {!channel.direct && <span className="hash"># </span>}
          {channel.name}
          {channel.direct && <span className="tag">APP</span>}
        </h1>
        <p>{topicOf(channel)}</p>
      </header>
      <div className="scroller">
        <div className="beginning">
          {channel.direct ? (
            <p>Paste or attach here what you have of a tunnel; the app answers in a thread below it.</p>
          ) : (
            <>
              <h2># {channel.name}</h2>
              <p>
                Type <code>{command}</code> and paste what you have of a tunnel's two ends, or start with the example
                below. In a thread, mention <code>{mention}</code>. The answer comes from the real bot; this page plays
                Slack.
              </p>
            </>
          )}
        </div>
        <div className="messages">
          {messages
            .filter((message) => threadOf(message) === null)
            .map((message) => (
              <MessageRow key={message.ts} message={message} />
            ))}
        </div>
      </div>
    </section>
  )
}

function topicOf({ direct, external, member }: Channel): string {
  if (direct) return 'Direct messages with the app'
  if (external) return 'Shared with another organisation'
  return member ? 'Site-to-site tunnels: who sees what, and why not' : 'The app was not invited to this channel'
}
