import type { AppsManifestValidateArguments } from '@slack/web-api'
import { COMMAND } from './command.ts'

type Manifest = AppsManifestValidateArguments['manifest']

/** Where Slack reaches the app over HTTP; whoever installs it puts their own host in. */
const REQUEST_URL = 'https://ipsec-diagnose.example.com/slack/events'

/** What the app asks Slack for, and what for: nothing that no listener uses. */
const SCOPES = [
  // The slash command.
  'commands',
  // Answers where a response address has expired.
  'chat:write',
  // Files of the window.
  'files:read',
] as const

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
      bot_user: { display_name: 'IPsec Diagnose', always_online: true },
      slash_commands: [
        {
          command: COMMAND,
          description: 'Why does the tunnel not come up?',
          usage_hint: '[paste | help | formats | example | explain CODE]',
          // Escaping would wrap addresses and host names in angle brackets.
          should_escape: false,
          ...(http && { url: REQUEST_URL }),
        },
      ],
    },
    oauth_config: { scopes: { bot: [...SCOPES] } },
    settings: {
      interactivity: { is_enabled: true, ...(http && { request_url: REQUEST_URL }) },
      org_deploy_enabled: false,
      socket_mode_enabled: !http,
      token_rotation_enabled: false,
    },
  }
}
