import { base64Of, hexOf, type Spelling } from '../planted-secrets.ts'

/** A key or a password as files of keys, commands and prose have it. */
export const keys: readonly Spelling[] = [
  { what: 'psk:', write: (secret) => `psk: ${secret}` },
  { what: 'psk = "..."', write: (secret) => `psk = "${secret}"` },
  { what: "psk='...'", write: (secret) => `psk='${secret}'` },
  { what: 'psk without a separator, in quotes', write: (secret) => `    psk "${secret}"` },
  { what: 'PSK behind a colon, quoted', write: (secret) => `192.0.2.1 198.51.100.7 : PSK "${secret}"` },
  { what: 'PSK behind a colon, in single quotes', write: (secret) => `192.0.2.1 198.51.100.7 : PSK '${secret}'` },
  { what: 'PSK behind a colon, bare', write: (secret) => `%any : PSK ${secret}` },
  { what: 'PSK in hexadecimal', write: (secret) => `192.0.2.1 : PSK 0x${hexOf(secret)}` },
  { what: 'PSK in capital hexadecimal', write: (secret) => `192.0.2.1 : PSK 0x${hexOf(secret).toUpperCase()}` },
  { what: 'PSK in base64', write: (secret) => `192.0.2.1 : PSK 0s${base64Of(secret)}` },
  { what: 'XAUTH', write: (secret) => `@user : XAUTH "${secret}"` },
  { what: 'EAP', write: (secret) => `user : EAP "${secret}"` },
  { what: 'a passphrase of a private key', write: (secret) => `: RSA key.pem "${secret}"` },
  { what: 'a PIN', write: (secret) => `: PIN %smartcard ${secret}` },
  {
    what: 'an RSA key of ipsec.secrets',
    write: (secret) => `: RSA {\n\tPrivateExponent: 0x${hexOf(secret)}\n\tPrime1: 0x${hexOf(secret)}\n\t}`,
  },
  { what: 'a secret of swanctl.conf', write: (secret) => `secrets {\n  ike-a {\n    secret = "${secret}"\n  }\n}` },
  { what: 'a secret of swanctl.conf, on one line', write: (secret) => `secrets { ike-a { secret = ${secret} } }` },
  {
    what: 'a secret of swanctl.conf in base64',
    write: (secret) => `secrets {\n  ike-a {\n    secret = 0s${base64Of(secret)}\n  }\n}`,
  },
  {
    what: 'a passphrase of swanctl.conf',
    write: (secret) => `secrets {\n  private-a {\n    file = a.pem\n    secret = ${secret}\n  }\n}`,
  },
  { what: 'a key in words', write: (secret) => `Our pre-shared key is ${secret}` },
  { what: 'a password in words', write: (secret) => `the password is ${secret}` },
  { what: 'a key in brackets', write: (secret) => `Authentication Method: Pre-shared secret (${secret})` },
  { what: 'a label in German', write: (secret) => `Kennwort: ${secret}` },
  { what: 'a label in French', write: (secret) => `Mot de passe : ${secret}` },
  { what: 'a label in Chinese', write: (secret) => `预共享密钥：${secret}` },
  { what: 'a row of a table', write: (secret) => `| PSK | ${secret} |` },
  { what: 'a mark of Markdown', write: (secret) => `**Pre-shared key**: \`${secret}\`` },
  { what: 'a variable of a shell', write: (secret) => `export VPN_PSK="${secret}"` },
  { what: 'a variable with a longer name', write: (secret) => `TUNNEL1_PRESHARED_KEY=${secret}` },
  {
    what: 'an option with an equals sign',
    write: (secret) => `gcloud compute vpn-tunnels create t --shared-secret=${secret}`,
  },
  { what: 'an option with a blank', write: (secret) => `az network vpn-connection create -n c --shared-key ${secret}` },
  { what: 'a password as an option', write: (secret) => `tool --password ${secret} --verbose` },
  { what: 'a user with a password', write: (secret) => `curl -u admin:${secret} https://fw.example/` },
  { what: 'sshpass', write: (secret) => `sshpass -p ${secret} ssh admin@192.0.2.1` },
  { what: 'a URL', write: (secret) => `https://admin:${secret}@fw.example/path` },
  { what: 'a URL of Redis', write: (secret) => `redis://:${secret}@redis.example:6379` },
  { what: 'a parameter of a URL', write: (secret) => `https://fw.example/api?type=op&key=${secret}` },
  { what: 'a token in a URL', write: (secret) => `https://fw.example/api?access_token=${secret}&x=1` },
  { what: 'a header', write: (secret) => `Authorization: Bearer ${secret}` },
  {
    what: 'a header with a name and a password',
    write: (secret) => `Authorization: Basic ${base64Of(`admin:${secret}`)}`,
  },
  { what: 'a header with a token', write: (secret) => `authorization: token ${secret}` },
  { what: 'a header with a key', write: (secret) => `X-API-Key: ${secret}` },
  { what: 'a cookie', write: (secret) => `Cookie: session=${secret}` },
  ...[
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'DSA PRIVATE KEY',
    'PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
    'SSH2 ENCRYPTED PRIVATE KEY',
    'OpenVPN Static key V1',
  ].map(
    (kind): Spelling => ({
      what: `PEM: ${kind}`,
      write: (secret) =>
        `-----BEGIN ${kind}-----\n${base64Of(`xxxxxxxxxxxxxxxxxx${secret}`)}\n${base64Of(secret)}\n-----END ${kind}-----`,
    }),
  ),
  {
    what: 'PEM with headers',
    write: (secret) =>
      `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${base64Of(secret)}\n-----END RSA PRIVATE KEY-----`,
  },
  {
    what: 'PEM on one line, escaped',
    write: (secret) =>
      `"private_key": "-----BEGIN PRIVATE KEY-----\\n${base64Of(secret)}\\n-----END PRIVATE KEY-----\\n",`,
  },
  {
    what: 'PEM that is indented',
    write: (secret) => `    -----BEGIN EC PRIVATE KEY-----\n    ${base64Of(secret)}\n    -----END EC PRIVATE KEY-----`,
  },
  {
    what: 'a key of PuTTY',
    write: (secret) =>
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${base64Of(secret)}\nPrivate-MAC: ${hexOf(secret)}`,
  },
  { what: 'a key of WireGuard', write: (secret) => `[Interface]\nPrivateKey = ${base64Of(secret)}` },
  { what: 'a pre-shared key of WireGuard', write: (secret) => `[Peer]\nPresharedKey = ${base64Of(secret)}` },
  { what: 'a hash of shadow', write: (secret) => `root:$6$salt$${secret}${secret}:19000:0:99999:7:::` },
  { what: 'a hash of bcrypt', write: (secret) => `admin:$2y$10$${secret}abcdefghijklmnopqrstuvwxyz012345` },
]
