import { combine, type SecretSpelling, withHint } from '../spelling.ts'

/** Tokens, addresses and hashes that show by their shape, with no word in front of them. */
export const TOKENS: readonly SecretSpelling[] = withHint(
  {
    words: [
      ...combine('akia|asia|aiza|ya29.|github_pat_|eyj|sk-|sk_|rk_|hvs.|npm_|pypi-|sg.|:::|skey'),
      ...combine('://|xox|xapp-|hooks.slack|webhook|telegram|tskey-|hf_|doo_v1_|dop_v1_|dp.'),
      ...combine('gh', 'o|p|s|u|r', '_'),
      ...combine('gl', 'pat|rt|dt|cbt|ptt|ft|soat|agent', '-'),
      ...combine('{', '|s', 'md5|sha'),
      '{crypt}',
      ...combine('$', '1|1a|1b|1c|2|2a|2b|2x|2y|5|6|7|8|9|14|y|gy|apr1', '$'),
      ...combine('$', 'sha|argon2'),
    ],
  },
  [
    { pattern: /\b(?<secret>A(?:KIA|SIA)[A-Z0-9]{16})\b/dg },
    { pattern: /\b(?<secret>AIza[\w-]{20,100})/dg },
    { pattern: /\b(?<secret>ya29\.[\w.-]{10,500})/dg },
    { pattern: /\b(?<secret>gh[opsur]_[A-Za-z0-9]{16,255}|github_pat_\w{16,255})/dg },
    { pattern: /\b(?<secret>gl(?:pat|rt|dt|cbt|ptt|ft|soat|agent)-[\w-]{16,255})/dg },
    // A JSON Web Token (RFC 7519): its head is `{"` in base64.
    { pattern: /(?<![\w-])(?<secret>eyJ[\w-]{6,4000}\.[\w-]{6,4000}(?:\.[\w-]{0,2000})?)/dg },
    { pattern: /\b(?<secret>sk-[\w-]{20,300}|[rs]k_(?:live|test)_\w{10,300})/dg },
    { pattern: /\b(?<secret>hvs\.[\w-]{16,300}|npm_\w{30,60}|pypi-[\w-]{30,300}|SG\.[\w-]{16,60}\.[\w-]{16,80})/dg },
    // With a name and a password in front of a host, or with a token.
    { pattern: /:\/\/[^\s/:@]{0,100}:(?<secret>(?:(?!:\/\/)\S){1,200})@/dg },
    { pattern: /:\/\/(?<secret>[\w-]{16,300})@/dg },
    { pattern: /(?<secret>\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,})/dg },
    { pattern: /\bhooks\.slack\.com\/\w+\/(?<secret>[\w/]{8,200})/dg },
    {
      pattern:
        /\b(?:hooks\.slack-gov\.com\/\w{1,20}|discord(?:app)?\.com\/api\/webhooks|api\.telegram\.org\/bot\d{1,20}:|\w{1,60}\.webhook\.office\.com\/webhookb2)\/?(?<secret>[\w/@:-]{8,300})/dg,
    },
    {
      pattern:
        /\b(?<secret>tskey-[\w-]{8,200}|hf_[A-Za-z\d]{16,100}|do[op]_v1_[\da-f]{16,100}|dp\.[a-z]{2,5}\.[\w-]{16,100})/dg,
    },
    // What is derived from keys, in logs.
    {
      pattern:
        /\b(?:SKEYID(?:_[ade])?|SKEYSEED|SK_[adep][ir]?)(?:[ \t]{0,9}[:=])?[ \t]{0,9}(?:\d{1,3}:)?(?<secret>[\da-f]{16,1024})/dgi,
    },
    // RFC 2307, and the hashes of Windows.
    { pattern: /\{(?:S?(?:MD5|SHA\d{0,3})|CRYPT)\}(?<secret>[\w+/=$.]{12,400})/dg },
    { pattern: /(?<secret>\b[\da-f]{32}:[\da-f]{32}):::/dgi },
    // crypt(3), and what Cisco (types 5, 8, 9, 14) and Juniper ($9$) write in its manner.
    {
      pattern:
        /(?<secret>\$(?:1[abc]?|2[abxy]?|5|6|7|8|9|14|y|gy|apr1|sha\d{1,3}|argon2\w{0,2})\$[^\s"';:,<>)]{4,300})/dg,
    },
  ],
)
