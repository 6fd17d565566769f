import type { ReactNode } from 'react'
import { app, people, shortcut } from '../cast.ts'
import type { Message, WorkspaceFile } from '../workspace.ts'
import { Blocks, MarkedUp } from './blocks.tsx'
import { AppAvatar, Eye, PersonAvatar, Sheet, SlackbotAvatar } from './icons.tsx'

/** One message in a channel or thread, with its author, its time, who can see it, and what can be done with it. */
export function MessageRow({ message }: { readonly message: Message }): ReactNode {
  const posted = new Date(Number(message.ts) * 1_000)
  return (
    <article
      id={`m-${message.ts}`}
      className={message.ephemeral ? 'message ephemeral' : 'message'}
      data-ts={message.ts}
      data-channel={message.channel}
      data-thread={threadOf(message) ?? undefined}
    >
      {message.ephemeral && (
        <p className="visibility">
          <Eye /> Only visible to you
        </p>
      )}
      <Avatar message={message} />
      <div className="body">
        <p className="byline">
          <strong>{authorOf(message)}</strong>
          {message.author === 'app' && <span className="tag">APP</span>}
          <time dateTime={posted.toISOString()}>{clockTime(posted)}</time>
        </p>
        <div className="content">
          <Content message={message} />
          {message.edited && <span className="edited">(edited)</span>}
        </div>
        {!message.ephemeral && <Doings message={message} />}
      </div>
    </article>
  )
}

/** The thread that a message is a reply in. */
export function threadOf({ ts, thread }: Message): string | null {
  return thread === null || thread === ts ? null : thread
}

function authorOf(message: Message): string {
  if (message.author === 'app') return app.name
  if (message.author === 'slackbot') return 'Slackbot'
  return people.find(({ id }) => id === message.user)?.realName ?? message.user
}

function Avatar({ message }: { readonly message: Message }): ReactNode {
  if (message.author === 'app') return <AppAvatar />
  return message.author === 'slackbot' ? <SlackbotAvatar /> : <PersonAvatar />
}

function Doings({ message }: { readonly message: Message }): ReactNode {
  return (
    <p className="doings">
      {threadOf(message) === null && (
        <button type="button" data-thread-of={message.ts}>
          Reply in thread
        </button>
      )}
      {message.author === 'person' && (
        <button type="button" data-shortcut={message.ts}>
          {shortcut.name}
        </button>
      )}
      <button type="button" className="replies" data-thread-of={message.ts} hidden />
    </p>
  )
}

/** Where a message has blocks, its text is for notifications only. */
function Content({ message }: { readonly message: Message }): ReactNode {
  return (
    <>
      {message.author === 'person' ? (
        message.text !== '' && <p className="typed">{message.text}</p>
      ) : message.blocks.length > 0 ? (
        <Blocks blocks={message.blocks} />
      ) : (
        <MarkedUp text={message.text} />
      )}
      {message.files.map((file) => (
        <Attachment key={file.id} file={file} deletable={message.author === 'person'} />
      ))}
    </>
  )
}

function Attachment({ file, deletable }: { readonly file: WorkspaceFile; readonly deletable: boolean }): ReactNode {
  return (
    <>
      {file.deleted ? (
        <p className="file">This file was deleted.</p>
      ) : (
        <>
          <a className="file" href={`/files/${file.id}`} download={file.name}>
            <Sheet />
            <span>
              <strong>{file.name}</strong>
              <small>
                {file.snippet ? 'text snippet, ' : ''}
                {Math.ceil(file.bytes.byteLength / 1_000)} kB, download
              </small>
            </span>
          </a>
          {deletable && (
            <p className="doings">
              <button type="button" data-delete-file={file.id}>
                Delete {file.name}
              </button>
            </p>
          )}
        </>
      )}
    </>
  )
}

function clockTime(date: Date): string {
  return date.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' })
}
