import { combine } from './spelling.ts'

/** What Windows and others call a pre-shared key, or a password, where they don't speak English. */
export const TRANSLATED =
  'schl[üu]e?ssel|kennwort|geheimnis|mot de passe|cl[ée] (?:pr[ée]-?|pr[ée]alablement )?partag[ée]e|contraseña|clave (?:previamente )?compartida|chiave (?:pre|già )?condivisa|senha|chave (?:pré-)?compartilhada|vooraf gedeelde sleutel|wachtwoord|предварительный ключ|общий ключ|пароль|事前共有(?:キー|鍵)|パスワード|预共享(?:的)?密钥|预先共享的密钥|密码|口令|has[łl]o|klucz (?:współdzielony|wstępny)|heslo|klíč|lösenord(?:et)?|adgangskode(?:n)?|passord(?:et)?|salasana|parol[aăe]|şifre|jelszó|lozinka|κωδικός|비밀번호|(?:사전 )?공유 ?(?:키|암호)|סיסמה|كلمة المرور|mật khẩu|kata sandi|khóa chia sẻ|clave precompartida|secreto compartido|segreto condiviso|segredo (?:pré-)?compartilhado|gedeeld geheim|secret partagé|общий секрет|共享密钥|密钥|密鑰|암호|密碼|(?:預先?)?共用(?:的)?金鑰|金鑰|共有鍵|(?:共有)?シークレット(?:キー)?|暗証番号|mdp|palavra-passe|chave pré-partilhada|llave (?:pre|previamente )compartida|clef (?:pré-?)?partagée|chiave segreta|gedeelde sleutel|jaettu avain|del(?:ad|t) (?:nyckel|nøgle|nøkkel)|ön paylaşımlı anahtar|zaporka|geslo|slaptažodis|parool|contrasenya|pasahitza|lykilorð|парола|гасло|общий секретный ключ|предварительно распредел[её]нный ключ|спільний ключ|споделен ключ|รหัสผ่าน|पासवर्ड|رمز عبور|گذرواژه'

/** What is called a key, which counts only before a colon or an equals sign. */
export const TRANSLATED_KEY =
  'clave|llave|chave|chiave|cl[ée]f?|sleutel|klucz|ключ|секрет|nyckel|nøgle|nøkkel|avain|anahtar|kulcs|cheie|ključ|κλειδί|מפתח|(?:ال)?مفتاح|kunci|losung'

/** What names a secret and hardly anything else; not `shared key with id 'ike-1' for: 'gw-a'` of charon, which names whose it is. */
export const NOUN = `(?<![\\p{L}\\p{N}])(?:psks?|pre[-_ ]?shared[-_ ]?(?:keys?|secrets?)|shared[-_ ](?:keys?|secrets?)|(?<!loaded )(?:ike|ipsec|vpn|tunnel|api|radius|tacacs|chap|group|wi-?fi)[-_ ](?:keys?|secrets?)|pass(?:words?|[- ]?phrases?|code|wort)|pw(?![-\\w])|${TRANSLATED})(?![\\p{sc=Latn}\\p{sc=Cyrl}\\p{N}]| with id ')`
/** Words that name a secret. `key` and `token` alone, and names that end with `key`, count only before a colon or an equals sign. */
export const WORDS =
  'pre-?shared[-_ ]?(?:keys?|secrets?)|pre-?shared|auth[12]?psk|psk(?:s|secret|[-_]\\w{1,20})?|(?:shared|ike|client|tunnel)[-_ ]?secret|secret[-_ ]?access[-_ ]?key|secrets?|secret[-_]\\w{1,20}|pass(?:words?|[- ]?phrase|code|wd|wort)?|pwd?|bindpw|credentials?|snmp[-_ ]community|community[-_ ]string|stringdata|\\w{0,20}(?:secret|password|admin|user)[-_]?hash|otp[-_]seed|(?:api|private|encryption|authentication|ike|shared|account|access)[-_ ]?key(?:[-_ ]?id)?|w[ep][pa][-_]?key\\d?|key|auth[-_ ]?token|token|ntlm(?:[-_ ]hash)?|nt[-_ ]hash'

/** `mykey`, `tunnelKey`; those of which the key is public, or none, are left out. */
export const OWN_KEY =
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
