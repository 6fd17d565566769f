/** What a sentence says of a secret instead. */
const PLAIN =
  /^(?:[a-z_]{2,20}=.*|%\w*|ml-?kem.*|aes\S*|sha-?\d*|md5|3?des|modp\d+|ike(?:v[12])?|ipsec|group\d*|esp|dh\d*|\d{1,3}(?:,\d{3})*|\d{1,5}|[\da-f]{16}_[ir]\*?|correct|wrong|right|identical|equal|same|different|fine|good|known|unknown|invalid|valid|missing|empty|changed|required|needed|used|shared|both|match(?:es|ed|ing)?|mismatch|stored|encrypted|blanked|them|this|that|there|here|what|ends?|again|plain|text|sides?|keys?|methods?|authentication)$/i
/** A name in capitals, as of algorithms. */
const CAPITALS = /^[A-Z]{2,6}\d{0,3}$/
const ADDRESS = /^\W{0,2}(?:[\d.]{7,15}|[\da-f:.]{2,45})(?:\/\d{1,3})?\W{0,2}$/i
const SIGN = /[!@$%^&*?~]|#(?!\d+$)/
const TURN = /[a-z](?=\d)|\d(?=[a-z])/gi

/** Whether it is a word that sentences about secrets have instead of one, or an address. */
export function isPlain(word: string): boolean {
  return PLAIN.test(word) || CAPITALS.test(word) || ADDRESS.test(word)
}

/** More consonants than any word of English or German has, where capitals do not stand for words of their own. */
const CONSONANTS = /[bcdfghjklmnpqrstvwxz]{6}/i
/** Where one letter is small and the next one is not, or the other way round. */
const CHANGE_OF_CASE = /[a-z](?=[A-Z])|[A-Z](?=[a-z])/g

/** Whether nobody would say it: a word with signs in it, with letters and digits by turns, or with small and capital letters so. */
export function isMadeUp(word: string): boolean {
  if (word.length < 8 || isPlain(word) || /\s|@[\w-]{1,60}\./.test(word)) return false
  if (hasRandomCase(word)) return true
  if (!/\d/.test(word) || !/[a-z]/i.test(word)) return false
  return SIGN.test(word.slice(1)) || word.split(/[-_./]/).some((part) => (part.match(TURN) ?? []).length > 2)
}

/** Names that are put together, such as `preSharedKey`, change their case less often, and can be spoken. */
function hasRandomCase(word: string): boolean {
  if (word.length < 12 || /[^a-z\d]/i.test(word)) return false
  const changes = (word.match(CHANGE_OF_CASE) ?? []).length
  return changes > word.length / 2 || (changes > 4 && CONSONANTS.test(word))
}
