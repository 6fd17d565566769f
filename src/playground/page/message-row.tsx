import type { ReactNode } from 'react'
import { app, person } from '../cast.ts'
import type { Message } from '../workspace.ts'
import { Blocks, MarkedUp } from './blocks.tsx'
import { AppAvatar, Eye, PersonAvatar, Sheet, SlackbotAvatar } from './icons.tsx'

const authors = {
  app: { name: app.name, tag: 'APP', Avatar: AppAvatar },
  person: { name: person.realName, tag: null, Avatar: PersonAvatar },
  slackbot: { name: 'Slackbot', tag: null, Avatar: SlackbotAvatar },
} as const

/** One message in a channel, with its author, its time and who can see it. */
export function MessageRow({ message }: { readonly message: Message }): ReactNode {
  const { name, tag, Avatar } = authors[message.author]
  const posted = new Date(Number(message.ts) * 1_000)
  return (
    <article
      id={`m-${message.ts}`}
      className={message.ephemeral ? 'message ephemeral' : 'message'}
      data-ts={message.ts}
      data-channel={message.channel}
    >
      {message.ephemeral && (
        <p className="visibility">
          <Eye /> Only visible to you
        </p>
      )}
      {message.thread !== null && <p className="visibility">replied to a thread</p>}
      <Avatar />
      <div className="body">
        <p className="byline">
          <strong>{name}</strong>
          {tag !== null && <span className="tag">{tag}</span>}
          <time dateTime={posted.toISOString()}>{clockTime(posted)}</time>
        </p>
        <div className="content">
          <Content message={message} />
          {message.edited && <span className="edited">(edited)</span>}
        </div>
      </div>
    </article>
  )
}

/** Where a message has blocks, its text is for notifications only. */
function Content({ message }: { readonly message: Message }): ReactNode {
  if (message.author === 'person') return <p className="typed">{message.text}</p>
  return (
    <>
      {message.blocks.length > 0 ? <Blocks blocks={message.blocks} /> : <MarkedUp text={message.text} />}
      {message.files.map((file) => (
        <a key={file.id} className="file" href={`/files/${file.id}`} download={file.name}>
          <Sheet />
          <span>
            <strong>{file.name}</strong>
            <small>{Math.ceil(file.bytes.byteLength / 1_000)} kB, download</small>
          </span>
        </a>
      ))}
    </>
  )
}

function clockTime(date: Date): string {
  return date.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' })
}
