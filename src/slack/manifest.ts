import type { AppsManifestValidateArguments } from '@slack/web-api'
import { SHORTCUT } from './shortcut.ts'
import { COMMAND } from './words.ts'

type Manifest = AppsManifestValidateArguments['manifest']

/** Where Slack reaches the app over HTTP; whoever installs it puts their own host in. */
const REQUEST_URL = 'https://ipsec-diagnose.example.com/slack/events'

/** What the app asks Slack for, and what for: nothing that no listener uses. */
const SCOPES = [
  // The slash command and the shortcut.
  'commands',
  // Answers, their placeholders and updates.
  'chat:write',
  // To hear of mentions.
  'app_mentions:read',
  // Files of the window, of threads and of direct messages.
  'files:read',
  // The full report as a file, and answers that Slack takes in no other form.
  'files:write',
  // To be written to in direct messages.
  'im:history',
  // To open the direct message that a private answer's file goes to.
  'im:write',
] as const

/** What a workspace may leave out; then the app says what it cannot do. */
const OPTIONAL_SCOPES = [
  // To read the thread that the app is mentioned in.
  'channels:history',
  'groups:history',
  // To see whether a channel is shared with another organisation.
  'channels:read',
  'groups:read',
] as const

const EVENTS = ['app_home_opened', 'app_mention', 'app_uninstalled', 'message.im', 'tokens_revoked'] as const

/** The app as Slack's page "create an app from a manifest" takes it; `manifests/` holds what this gives. */
export function manifest(mode: 'socket' | 'http'): Manifest {
  const http = mode === 'http'
  return {
    display_information: {
      name: 'IPsec Diagnose',
      description: 'Says why an IPsec tunnel does not come up, for which traffic, and exactly what to change.',
      background_color: '#1d3d5c',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      shortcuts: [
        {
          name: 'Diagnose IPsec tunnel',
          type: 'message',
          callback_id: SHORTCUT,
          description: 'Reads the text and files of a message and says why the tunnel does not come up.',
        },
      ],
      bot_user: { display_name: 'IPsec Diagnose', always_online: true },
      slash_commands: [
        {
          command: COMMAND,
          description: 'Why does the tunnel not come up?',
          usage_hint: '[paste | help | formats | example | explain CODE | forget]',
          // Escaping would wrap addresses and host names in angle brackets.
          should_escape: false,
          ...(http && { url: REQUEST_URL }),
        },
      ],
    },
    oauth_config: { scopes: { bot: [...SCOPES, ...OPTIONAL_SCOPES], bot_optional: [...OPTIONAL_SCOPES] } },
    settings: {
      event_subscriptions: { bot_events: [...EVENTS], ...(http && { request_url: REQUEST_URL }) },
      interactivity: { is_enabled: true, ...(http && { request_url: REQUEST_URL }) },
      org_deploy_enabled: false,
      socket_mode_enabled: !http,
      token_rotation_enabled: false,
    },
  }
}
