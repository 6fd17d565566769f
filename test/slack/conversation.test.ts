import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { app, channels, colleague, person } from '../../src/playground/cast.ts'
import { messageObject } from '../../src/playground/payload-objects.ts'
import { mention } from '../../src/playground/typed-text.ts'
import type { Message } from '../../src/playground/workspace.ts'
import { sendEvent } from '../../src/playground/writing.ts'
import { direct, FIXED_A, FIXED_B, LIST_A, LIST_B, openScene, poolForAll, type Scene, shown } from './workspace.ts'

const [channel] = channels
const { pool, close } = poolForAll()
let scene: Scene
afterEach(() => scene.close())
afterAll(close)

/** Two colleagues paste the two ends into a thread. Resolves with its first message. */
async function twoEnds(a = LIST_A, b = LIST_B): Promise<Message> {
  const root = await scene.write(`It is down since this morning. Ours:\n\`\`\`\n${a}\n\`\`\``)
  await scene.write(b, { thread: root.ts, user: colleague.id })
  return root
}

describe('a mention in a thread', () => {
  it('is answered there, from the pastes of both, and says which message was taken for what', async () => {
    scene = await openScene({ pool })
    const root = await twoEnds()
    const answer = await scene.type(`${mention} what is wrong?`, { thread: root.ts })
    expect(answer).toMatchObject({ thread: root.ts, ephemeral: false, channel: channel.id })
    const text = shown(answer)
    expect(text).toContain('The tunnel works in part')
    expect(text).toMatch(/message 1 \(.*: end A, ISA-A; isa\/filter-list, 4 lines read/)
    expect(text).toMatch(/message 2 \(.*: end B, ISA-B; isa\/filter-list, 4 lines read/)
    expect(text).toContain('one message holds nothing that is known, and was taken as talk')
    expect(JSON.stringify(answer.blocks)).toContain(
      `https://playground.slack.com/archives/${channel.id}/p${root.ts.replace('.', '')}?thread_ts=${root.ts}`,
    )
    expect(text).not.toContain('What changed')
    expect(answer.text).toMatch(/^The tunnel works in part\. The tunnel between ISA-A and ISA-B/)
    expect(scene.workspace.refusals).toEqual([])
  })

  it('after the change begins with what is fixed, and says what replaced what', async () => {
    scene = await openScene({ pool })
    const root = await twoEnds()
    await scene.type(`${mention} what is wrong?`, { thread: root.ts })
    await scene.write(FIXED_A, { thread: root.ts })
    await scene.write(FIXED_B, { thread: root.ts, user: colleague.id })
    const answer = await scene.type(`${mention} and now?`, { thread: root.ts, user: colleague.id })
    const [, first, second, ...rest] = shown(answer).split('\n')
    expect(first).toBe('Fixed')
    expect(second).toMatch(/^Since/)
    expect(rest.join('\n')).toMatch(/The verdict was "partial" and is now "up".*\n• TS001 is fixed\./)
    expect(shown(answer)).toContain('The tunnel comes up')
    expect(shown(answer)).toContain('message 1: replaced by message 4, the same list of end A at a later time')
    expect(shown(answer)).toContain('message 2: replaced by message 5, the same list of end B at a later time')
  })

  it('when one end alone was changed says what remains', async () => {
    scene = await openScene({ pool })
    const root = await twoEnds()
    await scene.type(mention, { thread: root.ts })
    await scene.write(FIXED_A, { thread: root.ts })
    const answer = await scene.type(mention, { thread: root.ts })
    expect(shown(answer)).toContain('What changed')
    expect(shown(answer)).toMatch(/Of 2 findings TS001, 1 is fixed\.|TS001 remains/)
  })

  it('reads snippets, files in several encodings, and says of one that is no text what it is', async () => {
    scene = await openScene({ pool })
    const utf16 = new File([Buffer.from(`\uFEFF${LIST_A}`, 'utf16le')], 'a.txt')
    const root = await scene.write('Ours', { files: [utf16, new File([Buffer.from('PK\u0003\u0004')], 'b.zip')] })
    const long = `${LIST_B}\n${'# a remark\n'.repeat(400)}`
    await scene.write(long, { thread: root.ts, user: colleague.id })
    const answer = await scene.type(mention, { thread: root.ts })
    expect(shown(answer)).toContain('The tunnel works in part')
    expect(shown(answer)).toMatch(/a\.txt \(.*: end A, ISA-A/)
    expect(shown(answer)).toMatch(/Untitled\.txt \(.*: end B, ISA-B/)
    expect(shown(answer)).toContain('ZIP archive')
  })

  it('in a thread of more messages than are read at once answers from all of them', async () => {
    scene = await openScene({ pool })
    const root = await scene.write(LIST_A)
    for (let said = 0; said < 110; said += 1) await scene.write(`what about ${said}?`, { thread: root.ts })
    await scene.write(LIST_B, { thread: root.ts, user: colleague.id })
    const answer = await scene.type(mention, { thread: root.ts })
    expect(shown(answer)).toContain('The tunnel works in part')
    expect(shown(answer)).toContain('110 messages hold nothing that is known')
    expect(shown(answer)).not.toContain('Of this thread only')
  })

  it('without the permission to read the thread answers what stands in the message itself, and says so', async () => {
    scene = await openScene({ pool })
    scene.workspace.scopes.delete('channels:history')
    const root = await twoEnds()
    const answer = await scene.type(`${mention} ours:\n${LIST_A}`, { thread: root.ts })
    expect(shown(answer)).toContain('only the message itself was read: the app lacks the permission channels:history')
    expect(shown(answer)).toContain('ISA-A')
    const told = await scene.type(mention, { thread: root.ts })
    expect(shown(told)).toContain('There is nothing pasted here to look at.')
    expect(shown(told)).toContain('channels:history')
  })

  it('takes what one person pasted as one end where the texts do not tell', async () => {
    scene = await openScene({ pool })
    const conf = (local: string, remote: string) =>
      `\`\`\`\nconnections {\n  vpn {\n    remote_addrs = %any\n    children {\n      net {\n        local_ts = ${local}\n        remote_ts = ${remote}\n      }\n    }\n  }\n}\n\`\`\``
    const more = `\`\`\`\nconnections {\n  other {\n    remote_addrs = %any\n    proposals = aes256-sha256-modp2048\n    children {\n      lan {\n        local_ts = 10.9.0.0/24\n      }\n    }\n  }\n}\n\`\`\``
    const root = await scene.write(conf('10.1.0.0/24', '10.2.0.0/24'))
    await scene.write(conf('10.2.0.0/24', '10.1.0.0/24'), { thread: root.ts, user: colleague.id })
    await scene.write(more, { thread: root.ts })
    const answer = await scene.type(mention, { thread: root.ts })
    expect(shown(answer)).toContain('so what one person pasted was taken as one end')
    expect(shown(answer)).toMatch(/message 1 \(.*: end A; .*message 3 \(.*: end A; .*message 2 \(.*: end B; /)
  })

  it('tells that a message was edited since the answer before', async () => {
    scene = await openScene({ pool })
    const root = await twoEnds()
    await scene.type(mention, { thread: root.ts })
    const edited = { user: person.id, ts: String(Number(root.ts) + 1_000) }
    const replies = scene.workspace.messages.filter(({ thread, ts }) => ts === root.ts || thread === root.ts)
    const messages = replies.map((message) => ({
      ...messageObject(message),
      ...(message.ts === root.ts && { edited }),
    }))
    await scene.close()
    scene = await openScene({
      pool,
      workspace: scene.workspace,
      between: (request, slack) =>
        request.url.endsWith('conversations.replies')
          ? Promise.resolve(Response.json({ ok: true, messages }))
          : slack(request),
    })
    const answer = await scene.type(mention, { thread: root.ts })
    expect(shown(answer)).toContain('A message was edited since the answer before')
  })

  it('takes a word of the help as such', async () => {
    scene = await openScene({ pool })
    const help = await scene.type(`${mention} help`)
    expect(shown(help)).toContain('In a thread')
    expect(help.thread).toBe(scene.workspace.messages[0]?.ts)
    expect(shown(await scene.type(`${mention} explain TS001`))).toContain("gateway's own address is not covered")
    expect(shown(await scene.type(`${mention} example`))).toContain('The tunnel works in part')
    expect(shown(await scene.type(`${mention} forget`))).toContain('Deleted: 1 answer')
  })
})

describe('what a message becomes on its way through Slack', () => {
  it('is undone: emoji in addresses, links around hosts, lists, typographic quotes', async () => {
    scene = await openScene({ pool })
    const text = [
      `${mention} “ours”:`,
      'ends:',
      '  A:',
      '    name: gw.example.com',
      '    vendor: isa',
      '    external_address: 2001:db8:a:b::1',
      '    local_networks: [2001:db8:1::/48]',
      '    remote_site: [2001:db8:2::/48]',
    ].join('\n')
    const answer = await scene.type(text)
    expect(JSON.stringify(scene.workspace.messages[0] && messageObject(scene.workspace.messages[0]))).toContain(
      '"emoji"',
    )
    expect(shown(answer)).toContain('gw.example.com')
    expect(shown(answer)).not.toContain('http://gw')
    const kept = await scene.store.list('answer-rest:')
    expect(JSON.stringify(kept)).toContain('external_address: 2001:db8:a:b::1')
  })
})

describe('a direct message', () => {
  it('is answered in a thread below it, and a reply there adds the other end', async () => {
    scene = await openScene({ pool })
    const where = direct()
    const one = await scene.type(LIST_A, { channel: where })
    const root = scene.workspace.messages[0]?.ts ?? ''
    expect(one).toMatchObject({ channel: where, thread: root, ephemeral: false })
    expect(shown(one)).not.toContain('Share in')
    const both = await scene.type(LIST_B, { channel: where, thread: root })
    expect(shown(both)).toContain('The tunnel works in part')
    expect(shown(both)).toMatch(/message 2 \(.*: end B, ISA-B/)
  })

  it('that is talk is answered with what can be pasted', async () => {
    scene = await openScene({ pool })
    expect(shown(await scene.type('hello?', { channel: direct() }))).toContain('PA002')
  })
})

describe('an event', () => {
  it('is answered once, however often and in however many forms it comes', async () => {
    scene = await openScene({ pool })
    await scene.type(`${mention}\n${LIST_A}`)
    const [question] = scene.workspace.messages
    if (question === undefined) throw new Error('no question')
    const event = { ...messageObject(question), channel: channel.id, type: 'app_mention' }
    await sendEvent(scene.slack, event, false, 'Ev1')
    await sendEvent(scene.slack, event, false, 'Ev2')
    await sendEvent(scene.slack, { ...event, type: 'message', channel_type: 'im' }, false, 'Ev3')
    await scene.type(`${mention} help`)
    expect(await scene.answers(2)).toHaveLength(2)
  })

  it('that comes twice at the same moment is answered, and once', async () => {
    scene = await openScene({ pool })
    const question = scene.workspace.post({ channel: channel.id, author: 'person', text: `${mention}\n${LIST_A}` })
    const event = { ...messageObject(question), channel: channel.id, type: 'app_mention' }
    await Promise.all([1, 2, 3].map(() => sendEvent(scene.slack, event, false, 'Ev1')))
    expect(shown((await scene.answers(1))[0])).toContain('ISA-A')
    await scene.type(`${mention} help`)
    expect(await scene.answers(2)).toHaveLength(2)
  })

  it('of an edit, of another bot, of an unfurl or of itself is not answered', async () => {
    scene = await openScene({ pool })
    const event = { type: 'app_mention', channel: channel.id, user: person.id, text: `<@${app.user}> help` }
    const others: readonly Readonly<Record<string, unknown>>[] = [
      { subtype: 'message_changed' },
      { subtype: 'bot_message', bot_id: 'B2' },
      { bot_id: 'B2' },
      { edited: { user: person.id, ts: '2.0' } },
      { subtype: 'channel_topic' },
      { user: undefined },
    ]
    for (const [at, other] of others.entries()) {
      await sendEvent(scene.slack, { ...event, ts: `${at + 1}.000100`, ...other })
      await sendEvent(scene.slack, { ...event, ts: `${at + 1}.000200`, ...other, type: 'message', channel_type: 'im' })
    }
    await scene.type(`${mention} help`)
    expect(await scene.answers(1)).toHaveLength(1)
  })
})

describe('an answer that takes longer than a moment', () => {
  it('is announced by a placeholder, which says until when to wait and which the answer takes the place of', async () => {
    const said: string[] = []
    scene = await openScene({
      pool: {
        ...pool,
        run: async (...task) => {
          await scene.answers(1)
          said.push(shown(scene.workspace.messages.at(-1)))
          return pool.run(...task)
        },
      },
      patience: 0,
    })
    await scene.type(`${mention}\n${LIST_A}\n\n${LIST_B}`)
    await scene.until(() => shown(scene.workspace.messages.at(-1)).includes('The tunnel works in part'))
    expect(said[0]).toMatch(
      /^Analysing what was pasted here \.\.\. Is this still here at <!date\^\d+\^\{time\}\|\d\d:\d\d UTC>/,
    )
    expect(scene.workspace.messages).toHaveLength(2)
    expect(scene.workspace.messages[1]?.edited).toBe(true)
  })

  it('of a command is preceded by one line', async () => {
    scene = await openScene({ pool, patience: 0 })
    const line = await scene.type(`/ipsec-diagnose ${LIST_A}`)
    expect(shown(line)).toContain('Analysing what stands behind the command')
    expect(shown((await scene.answers(2))[1])).toContain('ISA-A')
  })
})

describe('a paste with several tunnels', () => {
  const HUB = ['one 198.51.100.7 10.2.0.0/24', 'two 198.51.100.8 10.3.0.0/24']
    .map((line) => line.split(' '))
    .map(
      ([name, peer, net]) =>
        `  ${name} {\n    local_addrs = 203.0.113.1\n    remote_addrs = ${peer}\n    children {\n      net {\n        local_ts = 10.1.0.0/24\n        remote_ts = ${net}\n      }\n    }\n  }`,
    )
    .join('\n')

  it('is answered with an overview, then with the one that is chosen', async () => {
    scene = await openScene({ pool })
    const overview = await scene.type(`${mention}\n\`\`\`\nconnections {\n${HUB}\n}\n\`\`\``)
    const table = overview.blocks.find(({ type }) => type === 'table')
    expect(JSON.stringify(table)).toContain('198.51.100.7')
    expect(JSON.stringify(table)).toContain('198.51.100.8')
    const menu = overview.blocks.flatMap((block) => (block.type === 'section' ? [block.accessory] : []))
    const select = menu.find((element) => element?.type === 'static_select')
    const second = select?.type === 'static_select' ? (select.options[1]?.value ?? '') : ''
    await scene.press(overview, 'choose-tunnel', person.id, [second])
    const [, one] = await scene.answers(2)
    expect(shown(one)).toContain('198.51.100.8')
    expect(shown(one)).not.toContain('Several tunnels')
    expect(one?.thread).toBe(overview.thread)
  })

  it('is answered with the one that a word behind the mention names', async () => {
    scene = await openScene({ pool })
    const root = await scene.write(`\`\`\`\nconnections {\n${HUB}\n}\n\`\`\``)
    const one = await scene.type(`${mention} tunnel 198.51.100.8`, { thread: root.ts })
    expect(shown(one)).toContain('10.3.0.0/24')
    expect(shown(one)).toContain('This is one tunnel of several.')
  })
})
