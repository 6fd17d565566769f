import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { manifest } from '../../src/slack/manifest.ts'

const sources = readdirSync('src/slack', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && path !== 'manifest.ts')
  .map((path) => readFileSync(`src/slack/${path}`, 'utf8'))
  .join('\n')

/** Scopes of a bot that each method needs, as its page at docs.slack.dev/reference/methods lists them. */
const SCOPES_OF: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // Of public and private channels; of a direct message the app has been written to.
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.info': ['files:read'],
  filesUploadV2: ['files:write'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
}
/** The command and the shortcut, the event `app_mention`, and the event `message.im`. */
const OTHERWISE = ['commands', 'app_mentions:read', 'im:history']

/** Every method of the Web API that the code calls, however the call is broken over lines. */
function methodsCalled(): string[] {
  const calls = sources.matchAll(/\bclient((?:\s*\??\.\s*[A-Za-z0-9]+)+)\s*\(/g)
  return [...calls].map(([, path = '']) => path.replaceAll(/[\s?]/g, '').slice(1)).filter((path) => path !== 'on')
}

/** The limits of Slack's manifest schema, version 1. */
describe.each(['socket', 'http'] as const)('the manifest for %s', (mode) => {
  const { display_information: shown, features, settings, oauth_config: oauth } = manifest(mode)
  const bot = oauth?.scopes?.bot ?? []

  it('keeps within the lengths that Slack allows', () => {
    expect(shown.name.length).toBeLessThanOrEqual(35)
    expect(shown.description?.length).toBeLessThanOrEqual(140)
    expect(features?.bot_user?.display_name.length).toBeLessThanOrEqual(80)
    for (const { command, description, usage_hint: hint } of features?.slash_commands ?? []) {
      expect(command).toMatch(/^\/.{1,31}$/)
      expect(description.length).toBeLessThanOrEqual(2_000)
      expect(hint?.length).toBeLessThanOrEqual(1_000)
    }
    for (const { name, callback_id: id, description } of features?.shortcuts ?? []) {
      expect(name.length).toBeLessThanOrEqual(24)
      expect(id.length).toBeLessThanOrEqual(255)
      expect(description.length).toBeLessThanOrEqual(150)
    }
  })

  it('leaves the text of the command as it was typed', () => {
    expect(features?.slash_commands?.map((each) => each.should_escape)).toEqual([false])
  })

  it('names addresses for HTTP only', () => {
    const urls = [
      features?.slash_commands?.[0]?.url,
      settings?.interactivity?.request_url,
      settings?.event_subscriptions?.request_url,
    ]
    expect(urls.every((url) => (mode === 'http' ? url?.endsWith('/slack/events') : url === undefined))).toBe(true)
    expect(settings?.socket_mode_enabled).toBe(mode === 'socket')
  })

  it('subscribes to the events that the code listens to, and to no other', () => {
    const listened = [...sources.matchAll(/app\.event\('([a-z_]+)'/g)].map(([, name]) => name)
    const subscribed = (settings?.event_subscriptions?.bot_events ?? []).map((name) => name.split('.')[0])
    expect(subscribed.toSorted()).toEqual([...new Set(listened)].toSorted())
  })

  it('registers the shortcut and the command that the code answers', () => {
    expect(features?.shortcuts?.map(({ callback_id: id }) => id)).toEqual(['diagnose-message'])
    expect(sources).toContain("export const SHORTCUT = 'diagnose-message'")
    expect(features?.slash_commands?.map(({ command }) => command)).toEqual(['/ipsec-diagnose'])
  })

  it('asks for a scope only where a call or an event needs it, and for each that is needed', () => {
    const needs: Readonly<Record<string, RegExp>> = {
      commands: /app\.command\(/,
      'chat:write': /client\.chat\.postMessage\(/,
      'app_mentions:read': /'app_mention'/,
      'files:read': /url_private/,
      'files:write': /filesUploadV2\(/,
      'im:history': /channel_type === 'im'/,
      'im:write': /conversations\.open\(/,
      'channels:history': /conversations\.replies\(|\.replies\(/,
      'groups:history': /\.replies\(/,
      'channels:read': /conversations\.info\(/,
      'groups:read': /conversations\.info\(/,
    }
    expect([...bot].toSorted()).toEqual(Object.keys(needs).toSorted())
    for (const [scope, use] of Object.entries(needs)) expect(sources, scope).toMatch(use)
  })

  it('has the scopes that the methods called need, and none that no method, event or payload needs', () => {
    const called = [...new Set(methodsCalled())]
    expect(called.filter((method) => SCOPES_OF[method] === undefined)).toEqual([])
    expect(Object.keys(SCOPES_OF).filter((method) => !called.includes(method))).toEqual([])
    const needed = new Set([...called.flatMap((method) => SCOPES_OF[method] ?? []), ...OTHERWISE])
    expect([...bot].toSorted()).toEqual([...needed].toSorted())
  })

  it('lets a workspace leave out what the app can do without', () => {
    expect(oauth?.scopes?.bot_optional).toEqual(['channels:history', 'groups:history', 'channels:read', 'groups:read'])
    for (const scope of oauth?.scopes?.bot_optional ?? []) expect(bot).toContain(scope)
  })

  it('opens the Home tab and lets people write to the app', () => {
    expect(features?.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    })
  })
})
