/**
 * How a product writes a secret. The pattern has the group `secret`; what it matches is blanked. `decode` gives the text
 * that two spellings of one key have in common, or `null` when the text cannot be decoded and so not be compared.
 */
export interface SecretSpelling {
  readonly pattern: RegExp
  readonly decode?: (written: string) => string | null
  readonly hint: Hint
  /** How it goes on in the next line, where the match ends with its line; with the group `secret`. */
  readonly rest?: RegExp
  /** It does so only where the line has at least so many characters, as a terminal breaks it. */
  readonly width?: number
  /** Where it is a secret only in one section: how lines begin sections, and which of them that one is. */
  readonly within?: { readonly heading: RegExp; readonly section: RegExp }
}

/** What tells quickly of nearly every line that none of some spellings is in it. */
export interface Hint {
  /** One of them stands in every line that a spelling matches; as `WordSearch` takes them. */
  readonly words: readonly string[]
  /** Or a run of characters that is as long as a key. */
  readonly orRun?: boolean
}

/** The spellings of one product, with what they have in common. */
export function withHint(hint: Hint, spellings: readonly Omit<SecretSpelling, 'hint'>[]): readonly SecretSpelling[] {
  return spellings.map((spelling) => ({ ...spelling, hint }))
}

/** Each way to put words together of one of each part; what a part may be stands between strokes. */
export function combine(...parts: readonly string[]): string[] {
  let words = ['']
  for (const part of parts) words = words.flatMap((word) => part.split('|').map((next) => word + next))
  return words
}

/** What Windows and others call a pre-shared key, or a password, where they don't speak English. */
export const TRANSLATED =
  'schl[üu]e?ssel|kennwort|geheimnis|mot de passe|cl[ée] (?:pr[ée]-?|pr[ée]alablement )?partag[ée]e|contraseña|clave (?:previamente )?compartida|chiave (?:pre|già )?condivisa|senha|chave (?:pré-)?compartilhada|vooraf gedeelde sleutel|wachtwoord|предварительный ключ|общий ключ|пароль|事前共有(?:キー|鍵)|パスワード|预共享(?:的)?密钥|预先共享的密钥|密码|口令|has[łl]o|klucz (?:współdzielony|wstępny)|heslo|klíč|lösenord(?:et)?|adgangskode(?:n)?|passord(?:et)?|salasana|parol[aăe]|şifre|jelszó|lozinka|κωδικός|비밀번호|(?:사전 )?공유 ?(?:키|암호)|סיסמה|كلمة المرور|mật khẩu|kata sandi|khóa chia sẻ|clave precompartida|secreto compartido|segreto condiviso|segredo (?:pré-)?compartilhado|gedeeld geheim|secret partagé|общий секрет|共享密钥|密钥|密鑰|암호|密碼|(?:預先?)?共用(?:的)?金鑰|金鑰|共有鍵|(?:共有)?シークレット(?:キー)?|暗証番号|mdp|palavra-passe|chave pré-partilhada|llave (?:pre|previamente )compartida|clef (?:pré-?)?partagée|chiave segreta|gedeelde sleutel|jaettu avain|del(?:ad|t) (?:nyckel|nøgle|nøkkel)|ön paylaşımlı anahtar|zaporka|geslo|slaptažodis|parool|contrasenya|pasahitza|lykilorð|парола|гасло|общий секретный ключ|предварительно распредел[её]нный ключ|спільний ключ|споделен ключ|รหัสผ่าน|पासवर्ड|رمز عبور|گذرواژه'

/** What is called a key, which counts only before a colon or an equals sign. */
const TRANSLATED_KEY =
  'clave|llave|chave|chiave|cl[ée]f?|sleutel|klucz|ключ|секрет|nyckel|nøgle|nøkkel|avain|anahtar|kulcs|cheie|ključ|κλειδί|מפתח|(?:ال)?مفتاح|kunci|losung'

/** What names a secret and hardly anything else; not `shared key with id 'ike-1' for: 'gw-a'` of charon, which names whose it is. */
export const NOUN = `(?<![\\p{L}\\p{N}])(?:psks?|pre[-_ ]?shared[-_ ]?(?:keys?|secrets?)|shared[-_ ](?:keys?|secrets?)|(?<!loaded )(?:ike|ipsec|vpn|tunnel|api|radius|tacacs|chap|group|wi-?fi)[-_ ](?:keys?|secrets?)|pass(?:words?|[- ]?phrases?|code|wort)|pw(?![-\\w])|${TRANSLATED})(?![\\p{sc=Latn}\\p{sc=Cyrl}\\p{N}]| with id ')`
/** Words that name a secret. `key` and `token` alone, and names that end with `key`, count only before a colon or an equals sign. */
const WORDS =
  'pre-?shared[-_ ]?(?:keys?|secrets?)|pre-?shared|auth[12]?psk|psk(?:s|secret|[-_]\\w{1,20})?|(?:shared|ike|client|tunnel)[-_ ]?secret|secret[-_ ]?access[-_ ]?key|secrets?|secret[-_]\\w{1,20}|pass(?:words?|[- ]?phrase|code|wd|wort)?|pwd?|bindpw|credentials?|snmp[-_ ]community|community[-_ ]string|stringdata|\\w{0,20}(?:secret|password|admin|user)[-_]?hash|otp[-_]seed|(?:api|private|encryption|authentication|ike|shared|account|access)[-_ ]?key(?:[-_ ]?id)?|w[ep][pa][-_]?key\\d?|key|auth[-_ ]?token|token|ntlm(?:[-_ ]hash)?|nt[-_ ]hash'

/** `mykey`, `tunnelKey`; those of which the key is public, or none, are left out. */
const OWN_KEY =
  '(?!\\w{0,20}(?:pub|public|sig|re|host|hot|primary|foreign|mon|don|tur|jour|by|index|cache|map|sort|registry)_?key)\\w{1,20}key(?=["\'`\\\\]{0,3}[ \\t]{0,40}[:=])'

/** One of them stands in every line in which any of the following is found, up to `OTHER`, or a foreign word for it. */
export const COMMON_WORDS: readonly string[] = [
  ...combine(
    'shared|psk|secret|pass|pw|key|token|wort|geheim|ssel|partag|contrase|compart|condivis|seed|prv|priv|material|pmk|hmac|-mode|-hex|cisco-auth|stringdata|snmp|senha|sleutel|woord|clave|chave|chiave|klucz|haslo|klic|heslo|adgangskode|salasana|parol|lozinka|kata sandi|hash|community|private-lines|creden|ntlm|sk_|zugangsdaten|identifiants|inloggegevens|log in|logged in|logging in|mdp|llave|nyckel|avain|anahtar|kulcs|cheie|geslo|zaporka|kunci|losung|clef|pasahitza|contrasenya',
  ),
  ...combine('pin|cle', ' |:'),
  ...combine('cred|creds|login|logins', ' |:|='),
  ...combine('pre|pre-|:xauth|: xauth|:eap|: eap', '\n| \n'),
]
export const FOREIGN_HINT =
  /ключ|пароль|секрет|事前共有|パスワード|密钥|密码|口令|密鑰|キー|鍵|hasło|kl[ií]č|lösenord|parol|şifre|jelszó|κωδικός|비밀번호|암호|키|סיסמה|كلمة|mật khẩu|khóa|cl[ée]|has[łl]o|金鑰|密碼|シークレット|暗証番号|nøgle|nøkkel|slaptažodis|lykilorð|парола|гасло|ključ|κλειδί|מפתח|مفتاح|รหัสผ่าน|पासवर्ड|رمز عبور|گذرواژه/iu

/** A word, perhaps with marks of Markdown or quotes around it and a remark in brackets, and a separator. */
export const LABELLED = new RegExp(
  `(?:^|[^\\p{L}\\p{N}])(?<label>(?:${WORDS}|\\w{1,20}(?:psk|secret|passw(?:or)?d|passphrase|pwd|sharedkey)|${OWN_KEY})(?:(?<!key)[-_# ]?\\d{1,3})?|${TRANSLATED}|${TRANSLATED_KEY})["'*_~\`\\\\]{0,3}[ .\\t]{0,40}(?:\\([^()\\n]{0,20}\\)[ .\\t]{0,20})?(?:[?+]?[:=＝]+|->|\\|)[ \\t]*`,
  'giu',
)

/** `Pre-shared secret (...)` of ISA's summary; other brackets and quotes are taken for the same. */
export const IN_BRACKETS = /shared[-_ ]?(?:key|secret)[ \t]{0,20}[([]/gi
/** The words in front of the bracket, broken over two lines by a mail client. */
export const BROKEN_LABEL = /pre-?[ \t]*$|pre-?shared(?:[-_ ]?(?:key|secret))?[ \t]*$/i
export const BROKEN_REST = /^[>\s]{0,20}(?:shared[-_ ]?)?(?:(?:key|secret)\s{0,20})?[([]/i

const WORD = `(?<secret>"[^"\\n]{1,200}"|'[^'\\n]{1,200}'|[^\\s;]{1,200})`

/** What is said of a key instead. */
const NO_SECRET =
  '(?:not|the|an?|on|in|at|to|for|of|from|by|and|or|but|so|too|also|still|now|again|just|only|probably|perhaps|maybe|always|never|both|been|set|wrong|right|correct|incorrect|different|identical|same|ok|okay|fine|good|bad|invalid|valid|unknown|known|there|here|what|this|that|my|our|your|their|longer|short|long|weak|strong|vulnerable|[a-z]{1,30}(?:ed|ing|ly))'

const OTHER_HINT = {
  words: [
    ...combine('key|secret|community|securestring|password|phrase|psk|pwd|bearer|basic', ' '),
    ...combine(':|: ', 'psk|xauth|eap|pin', ' |"|\''),
    ...combine('://|xox|xapp-|hooks.slack|pin:|pin=|pin :|pin ='),
  ],
}

/** Commands and lines without a separator, and secrets that show by their own shape. */
export const OTHER = withHint(OTHER_HINT, [
  // Not `xauth us:none` of `ipsec status`, nor `XAUTH PAM support` of pluto.
  { pattern: /:[ \t]*(?:PSK|XAUTH|EAP|PIN)(?:[ \t]+|(?=["']))(?!us:|PAM support )(?<secret>\S.*)/dgis },
  {
    pattern: new RegExp(
      `(?:isakmp key|pre-?shared-(?:key|secret)|psksecret|snmp-server community|securestring)[ \\t]+(?:[0-9][ \\t]+|ENC[ \\t]+|-(?:string|asplaintext|force)[ \\t]+|ascii-text[ \\t]+|hexadecimal[ \\t]+){0,3}(?!ID\\b|\\(|(?:address|hostname|local|remote|hex)[ \\t]+\\S)${WORD}`,
      'dgi',
    ),
  },
  // `The pre-shared key that we use is KEY`, `the password is KEY`, `secret is: KEY`.
  {
    pattern: new RegExp(
      `(?:(?:shared[ -](?:key|secret)|psk|passphrase)(?:[ \\t]+[a-z]{1,12}){0,4}[ \\t]+(?:is|was):?|(?:key|community|password) is|pwd (?:is|was):?|secret (?:is|was):)[ \\t]+(?:(?:now|still|not|again|just)[ \\t]+)?(?!${NO_SECRET}(?![\\w-]))${WORD}`,
      'dgi',
    ),
  },
  // A key of IPsec that is not negotiated.
  { pattern: /\bkey[ \t]+(?<secret>(?:0x)?[\da-f]{16,1024})(?![\w-])/dgi },
  { pattern: /:\/\/[^\s/:@]{0,100}:(?<secret>(?:(?!:\/\/)\S){1,200})@/dg },
  { pattern: /(?<secret>\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,})/dg },
  { pattern: /\bhooks\.slack\.com\/\w+\/(?<secret>[\w/]{8,200})/dg },
  { pattern: /\b(?:Bearer|Basic)[ \t]+(?<secret>[\w+/=.-]{8,})/dgi },
  { pattern: /\bpin[ \t]*[=:][ \t]*(?<secret>\S{1,100})/dgi },
])

/** An element of XML (or its escaped form) that holds a secret, up to its value. */
export const TAG =
  /(?:<|&lt;)(?:\w{1,20}:)?[\w-]{0,30}(?:Shared|Passw|Passphrase|Secret|Private-?Key|psk|phash|bcrypt-hash|pwd|prv|privkey|bindpw|key-?material|community-string|otp_seed|shared_key|(?:md5|sha512)-hash|r[ow]community)[\w-]{0,30}(?:\s[^<>]{0,200})?(?:>|&gt;)/dgi
export const TAG_END = /<\/|&lt;\//

/** Private keys: PEM (RFC 7468) of all kinds, PGP, SSH2 (RFC 4716), static keys of OpenVPN, and those of PuTTY. */
export const PEM_BEGIN =
  /(?:[-–—]{2,5} ?|^[>\s]{0,20})BEGIN (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)(?: ?[-–—]{2,5}|\s{0,9}$)|^[>\s]{0,20}Private-Lines:/
export const PEM_END =
  /(?:[-–—]{2,5} ?|^[>\s]{0,20})END (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)(?: ?[-–—]{2,5}|\s{0,9}$)|^[>\s]{0,20}Private-MAC:/
