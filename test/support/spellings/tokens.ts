import { base64Of, hexOf, type Spelling } from './spelling.ts'

/** Tokens and keys of clouds and services. */
export const tokens: readonly Spelling[] = [
  { what: 'Slack: a bot token', write: (secret) => `xoxb-123456789012-123456789012-${secret}` },
  { what: 'Slack: a bot token in a sentence', write: (secret) => `we use (xoxb-1-${secret}).` },
  { what: 'Slack: a user token', write: (secret) => `xoxp-123456789012-123456789012-${secret}` },
  { what: 'Slack: a token that is rotated', write: (secret) => `xoxe.xoxb-1-${secret}` },
  { what: 'Slack: an app token', write: (secret) => `xapp-1-A0123456789-123456789012-${secret}` },
  { what: 'Slack: a signing secret', write: (secret) => `SLACK_SIGNING_SECRET=${hexOf(secret)}` },
  { what: 'Slack: a signing secret in words', write: (secret) => `Signing Secret: ${hexOf(secret)}` },
  { what: 'Slack: a webhook', write: (secret) => `https://hooks.slack.com/services/T01234567/B01234567/${secret}` },
  {
    what: 'Slack: a response address',
    write: (secret) => `https://hooks.slack.com/commands/T01234567/1234567890/${secret}`,
  },
  { what: 'AWS: a secret key', write: (secret) => `aws_secret_access_key = ${base64Of(secret)}` },
  { what: 'AWS: a secret key in JSON', write: (secret) => `{"SecretAccessKey": "${base64Of(secret)}", "Version": 1}` },
  { what: 'AWS: a session token', write: (secret) => `export AWS_SESSION_TOKEN="${base64Of(secret)}"` },
  {
    what: 'AWS: a VPN as text',
    write: (secret) =>
      `  - IKE version              : IKEv1\n  - Authentication Method    : Pre-Shared Key\n  - Pre-Shared Key           : ${secret}`,
  },
  {
    what: 'AWS: a VPN as XML',
    write: (secret) =>
      `<ike><authentication_protocol>sha1</authentication_protocol><pre_shared_key>${secret}</pre_shared_key></ike>`,
  },
  {
    what: 'Google: a service account',
    write: (secret) =>
      `{\n  "type": "service_account",\n  "private_key_id": "${hexOf(secret)}",\n  "private_key": "-----BEGIN PRIVATE KEY-----\\n${base64Of(secret)}\\n-----END PRIVATE KEY-----\\n"\n}`,
  },
  { what: 'Google: an API key', write: (secret) => `AIza${secret}012345678901234` },
  { what: 'Google: a token', write: (secret) => `ya29.a0${secret}` },
  { what: 'Azure: a shared key', write: (secret) => `"sharedKey": "${secret}",` },
  {
    what: 'Azure: an account key',
    write: (secret) =>
      `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${base64Of(secret)};EndpointSuffix=core.windows.net`,
  },
  { what: 'Azure: a signature', write: (secret) => `https://a.blob.core.windows.net/c?sv=2022-11-02&sig=${secret}%3D` },
  { what: 'Azure: a client secret', write: (secret) => `AZURE_CLIENT_SECRET=${secret}` },
  { what: 'GitHub: a classic token', write: (secret) => `ghp_${secret}abcdefghijklmnop` },
  { what: 'GitHub: a fine-grained token', write: (secret) => `github_pat_11ABCDEFG_${secret}` },
  { what: 'GitHub: a token of an app', write: (secret) => `ghs_${secret}abcdefghijklmnop` },
  { what: 'GitLab: a token', write: (secret) => `glpat-${secret}` },
  { what: 'npm: a token', write: (secret) => `//registry.example/:_authToken=${secret}` },
  {
    what: 'a JWT',
    write: (secret) => `eyJhbGciOiJIUzI1NiJ9.${base64Of(`{"sub":"${secret}"}`).replaceAll('=', '')}.${secret}`,
  },
  { what: 'a key of a language model', write: (secret) => `sk-${secret}abcdefghijklmnop` },
  { what: 'a key of Stripe', write: (secret) => `sk_live_${secret}` },
]
