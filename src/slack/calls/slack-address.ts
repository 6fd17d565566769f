/**
 * Whether an address is one of Slack's: https on its own port, `slack.com` or a host below it, nobody's name in front. It
 * may come from whoever holds the signing secret, from the store, or out of a redirect, and no other one is ever called.
 */
export function isSlackAddress(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username, password } = new URL(url)
  const isSlack = hostname === 'slack.com' || hostname.endsWith('.slack.com')
  return protocol === 'https:' && isSlack && port === '' && username === '' && password === ''
}
