import { app } from './cast.ts'

/** How a person writes to the app in a channel. */
export const mention = `@${app.name}`

/** Names between colons that Slack takes for an emoji, also inside an IPv6 address. A few of them, all real. */
const emoji = /:(100|1234|a|ab|b|abc|m|o|v|x|key|lock|on|end):/g
const host = /(?:\bhttps?:\/\/)?(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\.){1,9}(?:com|net|org|example)\b(?:\/[^\s<>]*)?/g

/** Typed text as `text` carries it: entities, links around what looks like a host, and a mention by id. */
export function typedText(text: string): string {
  const entities = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return entities.replace(host, (found) => `<${address(found)}|${found}>`).replaceAll(mention, `<@${app.user}>`)
}

/** Typed text as `blocks` carry it: verbatim, but for mentions, links, emoji, lists and fenced code. */
export function typedBlock(text: string): object {
  const elements = text
    .split(/^```\n?|\n?```$/m)
    .flatMap((part, index) => (part === '' ? [] : index % 2 === 1 ? [preformatted(part)] : [...prose(part)]))
  return { type: 'rich_text', block_id: 'typed', elements }
}

function preformatted(text: string): object {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }
}

/** Lines that begin with a dash become a list. */
function* prose(text: string): Generator<object> {
  let plain: string[] = []
  let list: string[] = []
  const flush = function* () {
    if (plain.length > 0) yield { type: 'rich_text_section', elements: leaves(plain.join('\n')) }
    if (list.length > 0) {
      const elements = list.map((item) => ({ type: 'rich_text_section', elements: leaves(item) }))
      yield { type: 'rich_text_list', style: 'bullet', indent: 0, elements }
    }
    plain = []
    list = []
  }
  for (const line of text.split('\n')) {
    const item = /^- (.+)$/.exec(line)?.[1]
    if (item === undefined ? list.length > 0 : plain.length > 0) yield* flush()
    if (item === undefined) plain.push(line)
    else list.push(item)
  }
  yield* flush()
}

function leaves(text: string): object[] {
  const special = new RegExp(`${mention}|${host.source}|${emoji.source}`, 'g')
  const found: object[] = []
  let done = 0
  for (const match of text.matchAll(special)) {
    // A colon that closes one name may open the next.
    if (match.index < done) continue
    if (match.index > done) found.push({ type: 'text', text: text.slice(done, match.index) })
    found.push(leaf(match[0]))
    done = match.index + match[0].length
  }
  if (done < text.length) found.push({ type: 'text', text: text.slice(done) })
  return found
}

function leaf(text: string): object {
  if (text === mention) return { type: 'user', user_id: app.user }
  if (text.startsWith(':')) return { type: 'emoji', name: text.slice(1, -1) }
  return { type: 'link', url: address(text), text }
}

function address(text: string): string {
  return text.includes('://') ? text : `http://${text}`
}
