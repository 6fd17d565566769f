import { describe, expect, it } from 'vitest'
import { manifest } from '../../src/slack/manifest.ts'

/** The limits of Slack's manifest schema, version 1. */
describe.each(['socket', 'http'] as const)('the manifest for %s', (mode) => {
  const { display_information: shown, features, settings } = manifest(mode)

  it('keeps within the lengths that Slack allows', () => {
    expect(shown.name.length).toBeLessThanOrEqual(35)
    expect(shown.description?.length).toBeLessThanOrEqual(140)
    for (const { command, description, usage_hint: hint } of features?.slash_commands ?? []) {
      expect(command).toMatch(/^\/.{1,31}$/)
      expect(description.length).toBeLessThanOrEqual(2_000)
      expect(hint?.length).toBeLessThanOrEqual(1_000)
    }
  })

  it('leaves the text of the command as it was typed', () => {
    expect(features?.slash_commands?.map((each) => each.should_escape)).toEqual([false])
  })

  it('names addresses for HTTP only', () => {
    const urls = [features?.slash_commands?.[0]?.url, settings?.interactivity?.request_url]
    expect(urls.every((url) => (mode === 'http' ? url?.endsWith('/slack/events') : url === undefined))).toBe(true)
    expect(settings?.socket_mode_enabled).toBe(mode === 'socket')
  })
})
