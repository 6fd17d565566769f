import type { KnownBlock } from '@slack/types'
import { explain, formats } from '../core/index.ts'
import { bold, bullets, plain, sentence } from './blocks/rich-text.ts'
import { context, escapeText, header, markdownBlocks, type Reply, sections } from './blocks/text.ts'

export const COMMAND = '/ipsec-diagnose'

/** The founding case: two ISA Servers whose Remote Sites lack each other's external address. */
export const EXAMPLE = `ISA-A:
A1 SubnetA > SubnetB
A3 ISA-A > SubnetB
A2 SubnetA < SubnetB
A4 ISA-A < SubnetB

ISA-B:
B1 SubnetB > SubnetA
B3 ISA-B > SubnetA
B2 SubnetB < SubnetA
B4 ISA-B < SubnetA
`

/** `help`, `formats` and `explain CODE`; a paste that merely begins with such a word is a paste. */
export function wordReply(text: string): Reply | undefined {
  if (text === 'help') return helpReply()
  if (text === 'formats') return formatsReply()
  const code = /^explain\s+(\S+)$/i.exec(text)?.[1]
  return code === undefined ? undefined : explanation(code)
}

export function explanation(code: string): Reply {
  const page = explain(code)
  if (page === undefined) {
    const say = `There is no diagnostic ${code}. Codes stand in front of each finding, for example TS001.`
    return { text: escapeText(say), blocks: sections(escapeText(say)) }
  }
  const [heading = '', ...body] = page.markdown.split('\n')
  const title = heading.replace(/^# /, '')
  return { text: escapeText(title), blocks: [header(title), ...markdownBlocks(body.join('\n'))] }
}

function formatsReply(): Reply {
  return {
    text: `What can be pasted: ${formats.map(({ title }) => escapeText(title)).join(', ')}.`,
    blocks: [...sections('*What can be pasted*'), ...formatsList()],
  }
}

/** What can be pasted and how to get it, made of the formats themselves. */
export function formatsList(): KnownBlock[] {
  return bullets(
    formats.map(({ title, command }) => [...bold(title.replaceAll('`', '')), ...plain(': '), ...sentence(command)]),
  )
}

function helpReply(): Reply {
  const lines = [
    `\`${COMMAND}\` opens a window with a field and files for each end: the way for long text.`,
    `\`${COMMAND} <text>\` diagnoses what is pasted behind it; only you see the answer.`,
    '*In a thread*, mention the app: it reads the pastes and files of the thread and answers there. After a change, paste again and mention it again; the answer begins with what changed.',
    '*On any message*, the shortcut "Diagnose IPsec tunnel" (under the three dots) answers to you alone or in the thread; in a thread it can read what was pasted before, too.',
    '*In a direct message*, paste or attach what you have. Reply below the answer with what you changed, and the next answer begins with what changed.',
    `\`${COMMAND} example\` answers the founding case: a ping from the gateway itself.`,
    `\`${COMMAND} formats\` lists what can be pasted, \`${COMMAND} explain TS001\` explains a finding, \`${COMMAND} forget\` deletes what is kept of you.`,
  ]
  return {
    text: `How to use this: paste behind ${COMMAND}, mention the app in a thread, use the shortcut of a message, or write to it.`,
    blocks: [
      ...sections(`*Why does the tunnel not come up?*\n${lines.join('\n')}`),
      context(
        'Leave pre-shared keys out of what you paste. They are blanked before anything is read. Addresses may be hidden, the same one always in the same way: 203.0.113.x, 10.x.x.0/24.',
      ),
    ],
  }
}
