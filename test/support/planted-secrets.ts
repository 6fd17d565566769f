/** One spelling of a secret, as a person might paste it. */
export interface Spelling {
  /** What is planted, for the name of a test. */
  readonly what: string
  /** Lines that hold the secret and need nothing around them. The secret has letters and digits alone. */
  readonly write: (secret: string) => string
}

/** Six neighbouring characters of the secret, in whatever spelling, that stand in what came out. */
export function leaksOf(secret: string, outputs: readonly unknown[]): string[] {
  const text = outputs.map((output) => (typeof output === 'string' ? output : JSON.stringify(output))).join('\n')
  return [secret, hexOf(secret), base64Of(secret)]
    .flatMap((spelling) => Array.from({ length: spelling.length - 7 }, (_, at) => spelling.slice(at, at + 8)))
    .filter((fragment) => text.includes(fragment))
}

export function hexOf(secret: string): string {
  return Buffer.from(secret).toString('hex')
}

export function base64Of(secret: string): string {
  return Buffer.from(secret).toString('base64')
}

/** Spellings that show by themselves, wherever they stand. */
export const spellings: readonly Spelling[] = [
  { what: 'psk:', write: (secret) => `psk: ${secret}` },
  { what: 'psk = "..."', write: (secret) => `psk = "${secret}"` },
  { what: "psk='...'", write: (secret) => `psk='${secret}'` },
  { what: 'PSK behind a colon', write: (secret) => `192.0.2.1 198.51.100.7 : PSK "${secret}"` },
  { what: 'PSK in hexadecimal', write: (secret) => `192.0.2.1 : PSK 0x${hexOf(secret)}` },
  { what: 'PSK in base64', write: (secret) => `192.0.2.1 : PSK 0s${base64Of(secret)}` },
  { what: 'crypto isakmp key', write: (secret) => `crypto isakmp key ${secret} address 198.51.100.7` },
  { what: 'set psksecret ENC', write: (secret) => `set psksecret ENC ${base64Of(secret)}` },
  { what: 'Auth1PSK', write: (secret) => `Auth1PSK:  ${secret}` },
  { what: 'a URL with a password', write: (secret) => `https://admin:${secret}@fw.example/` },
  { what: 'an Authorization header', write: (secret) => `Authorization: Bearer ${secret}` },
  { what: 'a bot token of Slack', write: (secret) => `xoxb-1-${secret}` },
  { what: 'an element of XML', write: (secret) => `<PreSharedKey>${secret}</PreSharedKey>` },
  {
    what: 'a private key in PEM',
    write: (secret) => `-----BEGIN RSA PRIVATE KEY-----\n${base64Of(secret)}\n-----END RSA PRIVATE KEY-----`,
  },
]
