/** What a sentence says of a secret instead. */
const PLAIN =
  /^(?:[a-z_]{2,20}=.*|%\w*|ml-?kem.*|aes\S*|sha-?\d*|md5|3?des|modp\d+|ike(?:v[12])?|ipsec|group\d*|esp|dh\d*|\d{1,3}(?:,\d{3})*|\d{1,5}|[\da-f]{16}_[ir]\*?|correct|wrong|right|identical|equal|same|different|fine|good|known|unknown|invalid|valid|missing|empty|changed|required|needed|used|shared|both|match(?:es|ed|ing)?|mismatch|stored|encrypted|blanked|them|this|that|there|here|what|ends?|again|plain|text|sides?|keys?|methods?|authentication|psks?|passwords?|secrets?|not|still|just|only|already|probably|perhaps|maybe|definitely|certainly|obviously|always|never|usually|exactly|either|neither|also|really|actually|being|been|supposed|going|longer|short|long|weak|strong|vulnerable|configured|set|default|optional|none|string|enabled|disabled|redacted|removed|hidden|masked|omitted|above|below|with|from|where|which|they|then|when|your|ours|mine|theirs|problem|issue|cause|reason|question|point|failed|failure|success|work(?:s|ed|ing)?|connect(?:s|ed|ing)?|establish(?:es|ed|ing)?|coming|responding|denied|rejected|accepted|nicht|noch|auch|falsch|richtig|gleich|pas|bien|même|faux|incorrecta|igual)$/i
/** A name in capitals, as of algorithms. */
const CAPITALS = /^[A-Z]{2,6}\d{0,3}$/
/** With up to 16 hexadecimal digits as of an SPI or a cookie of IKE. */
const ADDRESS =
  /^\W{0,2}(?:[\d.]{7,15}|(?=[\da-f]{0,4}[:.])[\da-f:.]{2,45}|[\da-f]{2,16}|0x[\da-f]{1,8}(?:\/0x[\da-f]{1,8})?)(?:\/\d{1,3})?\W{0,2}$/i
/** What proposals are put together of. */
const TERM =
  /des|aes|gcm|ccm|ctr|cbc|cmac|hmac|xcbc|gmac|sha|md|modp|ecp|prf|dh|esp|ah|ike|psk|rsa|ecdsa|chacha|poly|curve|camellia|cast|null|ml|kem|trunc|group|bp|enc|auth|[\d_\W]/gi
const SIGN = /[!@$%^&*?~]|#(?!\d+$)/

/** Whether it is a word that sentences about secrets have instead of one, or an address. */
export function isPlain(word: string): boolean {
  return PLAIN.test(word) || CAPITALS.test(word) || ADDRESS.test(word)
}

/**
 * Pairs of letters that hardly stand side by side: each makes up less than 0.05 % of the pairs in word lists of Dutch, English,
 * French, German, Italian, Polish, Portuguese, Spanish and Swedish, without accents. Of letters drawn at random a third are so.
 */
const RARE_PAIRS =
  'aex bcdfhjkmnpqvwxz cbdfgmnpqvwx dbcfhjmqtx fbchjkmnpqvwxyz gbcfjkmpqvwxyz hbcdfghjkpqvxz ihxy jbghjlpqrtvwxyz kbcdfghjmpqxz lfqrwxz mcfghjkqrvwxz njmx ox pbcdgjkmnqvwxz qabcdefghijklmnopqrstvwxyz rjqx sx tdfmpqx uqy vbcdfghjkmpqtuwxyz wbdfgjlmpqrtvwxz xbcdefghjklmnopqrstuvwyz yfhoquvxy zfhjqvx'
/** One for each pair of letters, by the codes of both. */
const IS_RARE = new Uint8Array(128 * 128)
for (const [first = '', ...others] of RARE_PAIRS.split(' ')) {
  for (const second of others) IS_RARE[first.charCodeAt(0) * 128 + second.charCodeAt(0)] = 1
}

/** What part of its neighbouring characters a word has, by this measure, and a key hardly has less of. */
const PART = 0.25

/** Whether nobody would say it: a word with signs in it, or with too many neighbours that words and names don't have. */
export function isMadeUp(word: string): boolean {
  if (word.length < 8 || !(hasSigns(word) || isOdd(word))) return false
  return !isPlain(word) && word.replace(TERM, '') !== '' && !/\s|@[\w-]{1,60}\./.test(word)
}

function hasSigns(word: string): boolean {
  return /\d/.test(word) && /[a-z]/i.test(word) && SIGN.test(word.slice(1))
}

function isOdd(word: string): boolean {
  const odd = oddNeighbours(word)
  return odd > 2 && odd / (word.length - 1) > PART
}

/** Whether it is a key wherever it stands, of small and capital letters and mostly of digits: much more is odd than in a word. */
export function isRandom(word: string): boolean {
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word)) return false
  return oddNeighbours(word) / (word.length - 1) > (/\d/.test(word) ? 1.4 : 2) * PART
}

/** How many pairs are rare, or are where a digit meets a letter or a new word may begin in a name that is put together. */
function oddNeighbours(word: string): number {
  let odd = 0
  let before = 0
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at)
    const isRare = IS_RARE[(before | 32) * 128 + (code | 32)] === 1
    const isTurn = (isDigit(before) && isLetter(code)) || (isLetter(before) && isDigit(code))
    if (isTurn || (isLetter(before) && isLetter(code) && (isRare || (isSmall(before) && !isSmall(code))))) odd++
    before = code
  }
  return odd
}

function isDigit(code: number): boolean {
  return code > 47 && code < 58
}

function isLetter(code: number): boolean {
  return (code > 96 && code < 123) || (code > 64 && code < 91)
}

function isSmall(code: number): boolean {
  return code > 96
}
