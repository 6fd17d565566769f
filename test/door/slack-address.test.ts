import { afterEach, describe, expect, it } from 'vitest'
import { deliver } from '../../src/playground/app-link.ts'
import { channels, person, team } from '../../src/playground/cast.ts'
import { isSlackAddress } from '../../src/slack/calls/slack-address.ts'
import { LIST_A, LIST_B, openScene, type Scene } from '../slack/workspace.ts'

/** Addresses that somebody who holds the signing secret, or the store, might put in the place of Slack's. */
const forged = [
  'https://example.com/commands/T1/1/x',
  'http://hooks.slack.com/commands/T1/1/x',
  'https://hooks.slack.com.example.com/commands/x',
  'https://hooks.slack.com@example.com/x',
  'https://user:word@hooks.slack.com/commands/x',
  'https://hooks.slack.com:8443/commands/x',
  'https://evilslack.com/x',
  'https://xn--slck-6na.com/x',
  'https://slack.com./x',
  'https://127.0.0.1/x',
  'https://[::1]/x',
  'https://2130706433/x',
  'https://0x7f.1/x',
  'http://169.254.169.254/latest/meta-data/',
  'https://localhost/x',
  'https:hooks.slack.com.example.com',
  'https://example.com\\@hooks.slack.com/x',
  'https://example.com#@hooks.slack.com/x',
  'https://example.com/?x=.slack.com',
  '//hooks.slack.com/x',
  'hooks.slack.com/x',
  'file:///etc/passwd',
  'data:text/plain,x',
  'javascript:alert(1)',
  '',
] as const

describe('an address of Slack', () => {
  it.each([
    'https://hooks.slack.com/commands/T1/1/x',
    'https://hooks.slack.com:443/actions/T1/1/x',
    'https://slack.com/api/auth.test',
    'https://files.slack.com/files-pri/T1-F1/a.txt',
    'https://a-team.enterprise.slack.com/files/1',
    'HTTPS://HOOKS.SLACK.COM/x',
  ])('is %s', (url) => {
    expect(isSlackAddress(url)).toBe(true)
  })

  it.each(forged)('is not %s', (url) => {
    expect(isSlackAddress(url)).toBe(false)
  })
})

describe("a response address that is not Slack's", () => {
  let scene: Scene
  const called: string[] = []
  afterEach(() => scene.close())

  function open(answer?: (request: Request) => Response | undefined): Promise<Scene> {
    called.length = 0
    return openScene({
      between: async (request, slack) => {
        called.push(request.url)
        expect(request.redirect, request.url).toBe(
          request.url.includes('hooks.slack.com') ? 'manual' : request.redirect,
        )
        return answer?.(request) ?? slack(request)
      },
    })
  }

  async function ask(responseUrl: string, text: string, trigger: string): Promise<void> {
    const command = { command: '/ipsec-diagnose', text, trigger_id: trigger, response_url: responseUrl }
    const where = { team_id: team.id, user_id: person.id, channel_id: channels[0].id }
    expect((await deliver(scene.slack.link, { ...command, ...where })).ok).toBe(true)
  }

  it('is never called; the answer takes another way', async () => {
    scene = await open()
    for (const [index, url] of forged.entries())
      await ask(url, index % 2 === 0 ? 'help' : `${LIST_A}\n\n${LIST_B}`, `T.${index}`)
    const answers = await scene.answers(forged.length)
    expect(answers).toHaveLength(forged.length)
    for (const answer of answers) expect(answer).toMatchObject({ ephemeral: true })
    expect(new Set(called.map((url) => new URL(url).host))).toEqual(new Set(['slack.com']))
  })

  it('is not followed to by a redirect', async () => {
    const location = 'https://example.com/collect'
    scene = await open(({ url }) =>
      url.startsWith('https://hooks.slack.com/')
        ? new Response(null, { status: 307, headers: { location } })
        : undefined,
    )
    await ask('https://hooks.slack.com/commands/T1/1/x', 'help', 'T.redirect')
    expect(await scene.answers(1)).toHaveLength(1)
    expect(called.filter((url) => url.startsWith(location))).toEqual([])
    expect(called.filter((url) => url.startsWith('https://hooks.slack.com/'))).not.toEqual([])
  })
})
