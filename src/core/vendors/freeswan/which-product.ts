import type { Block, BlockOfFormat } from '../../model/format.ts'
import { rememberedOf, rememberedTexts } from '../../model/remembered.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { confAnchors } from './anchors.ts'

type Product = 'libreswan' | 'strongswan'

/** Keys that only one of the two products has (ipsec.conf(5) of Libreswan 4.10, of Openswan 2.6, and of strongSwan 5.9.8). */
const ONLY_LIBRESWAN = names(
  `accept-redirect aggrmode alsoflip audit-log clientaddrfamily decap-dscp encap-dscp encapsulation enable-tcp esn
  failureshunt hostaddrfamily ikev1-policy ikev2 initial-contact intermediate ipsec-interface ipsec-max-bytes logappend
  logfile logip logtime modecfgpull modecfgdns modecfgdomains ms-dh-downgrade mtu narrowing nat-ikev1-method
  negotiationshunt nhelpers nic-offload nssdir oe overlapip pfs phase2 phase2alg ppk priority protostack
  remote-peer-type replay-window retransmit-interval retransmit-timeout salifetime send-redirect send-vendorid sendca
  sha2-truncbug virtual-private vti-interface xauthby listen dnssec-enable sec-label policy-label`,
  'subnets nexthop addresspool modecfgclient modecfgserver xauthserver xauthclient username xauthusername vti ckaid ecdsakey interface-ip autheap',
)
const ONLY_STRONGSWAN = names(
  `aaa_identity cachecrls charondebug charonstart closeaction eap eap_identity inactivity
  installpolicy lifebytes lifepackets margintime marginbytes marginpackets me_peerid mediated_by mediation modeconfig
  plutostart replay_window strictcrlpolicy xauth xauth_identity mark_in mark_out cacert crluri crluri1 ocspuri
  ocspuri1 certuribase ldaphost ldapbase pkcs11module`,
  'allowany auth2 ca2 cert2 certpolicy dns firewall groups groups2 hostaccess id2 natip sigkey',
)

/** What a value of a key that both products have tells. */
interface TellingValue {
  readonly product: Product
  readonly value: RegExp
  /** Later versions of the other product have it too. */
  readonly weak?: true
}

/** Values of keys that both have; of the ones of one key the first that fits counts. */
const TELLING_VALUES: readonly (TellingValue & { readonly keys: string })[] = [
  { product: 'strongswan', keys: 'keyexchange', value: /^ikev[12]$/, weak: true },
  { product: 'strongswan', keys: 'leftsubnet rightsubnet', value: /,/, weak: true },
  { product: 'strongswan', keys: 'authby', value: /^(?:psk|pubkey|ecdsasig|xauth\w+)$/ },
  { product: 'strongswan', keys: 'leftauth rightauth', value: /^(?:psk|pubkey|xauth|eap-|eap$|ike:|any$)/ },
  { product: 'libreswan', keys: 'ike esp ah', value: /;/ },
  { product: 'strongswan', keys: 'ike esp ah', value: /!$|modp1024\b|modp768|prfsha|modpnone/ },
  { product: 'strongswan', keys: 'leftsubnet rightsubnet', value: /\[|^%dynamic/ },
  { product: 'strongswan', keys: 'leftsourceip rightsourceip', value: /%config|%dhcp|%radius|\// },
  { product: 'strongswan', keys: 'dpdaction', value: /^none$/ },
  { product: 'strongswan', keys: 'type', value: /^(?:beet|transport_proxy|pass)$/ },
  { product: 'strongswan', keys: 'leftid rightid', value: /^(?:fqdn|keyid|email|asn1dn|userfqdn|rfc822):/ },
  { product: 'strongswan', keys: 'uniqueids', value: /^(?:never|replace|keep)$/ },
  { product: 'libreswan', keys: 'ike esp ah', value: /\+|aes_|dh\d/ },
  { product: 'libreswan', keys: 'ike esp ah', value: /sha2_/, weak: true },
  { product: 'libreswan', keys: 'auto', value: /^(?:ondemand|keep|up)$/ },
  { product: 'libreswan', keys: 'authby', value: /^(?:rsa-|ecdsa-|null)/ },
  { product: 'libreswan', keys: 'leftrsasigkey rightrsasigkey', value: /^(?:%cert|0s)/ },
  { product: 'libreswan', keys: 'leftid rightid', value: /^@\[/ },
  { product: 'libreswan', keys: 'keyexchange', value: /^ike$/ },
]

function names(plain: string, sided: string): string[] {
  const both = sided.split(/\s+/).flatMap((name) => [`left${name}`, `right${name}`])
  return [...plain.split(/\s+/), ...both]
}

/** What a key tells by being there, or its values. */
const TELLING_KEYS: ReadonlyMap<string, number | readonly TellingValue[]> = tellingKeys()

function tellingKeys(): Map<string, number | TellingValue[]> {
  const values = new Map<string, TellingValue[]>()
  for (const value of TELLING_VALUES) {
    for (const key of value.keys.split(' ')) values.set(key, [...(values.get(key) ?? []), value])
  }
  const found = new Map<string, number | TellingValue[]>(values)
  for (const key of ONLY_STRONGSWAN) found.set(key, -2)
  for (const key of ONLY_LIBRESWAN) found.set(key, 2)
  return found
}

/** Whose ipsec.conf or ipsec.secrets this is, by what only one product has; `null` where nothing decides. */
export function productOf(lines: readonly SourceLine[]): Product | null {
  let balance = 0
  const weight = rememberedTexts(weightOf)
  for (let at = 0; at < lines.length; at++) balance += weight(lines[at]?.text ?? '')
  if (balance === 0) return null
  return balance > 0 ? 'libreswan' : 'strongswan'
}

/**
 * The first lines of the gateways in a text that go to the reader of a product. Where nothing decides for one of them, the whole text
 * does; then an ipsec.conf goes to strongSwan's reader, since it is the more common one, and secrets alone to Libreswan's, which takes
 * more ways to write them.
 */
export function confAnchorsOf(product: Product, lines: readonly SourceLine[]): number[] {
  return blocksOf(lines).flatMap((block) => (block.product === product ? [block.anchor] : []))
}

const blocksOf = rememberedOf((lines: readonly SourceLine[]) => {
  const anchors = confAnchors(lines)
  const first = lines[0]?.number ?? 1
  const whole = readerOf(lines)
  return anchors.map((anchor, at) => {
    const block = lines.slice(anchor - first, (anchors[at + 1] ?? Number.POSITIVE_INFINITY) - first)
    return { anchor, product: anchors.length === 1 ? whole : (productOf(block) ?? whole) }
  })
})

/**
 * The format of an ipsec.conf or of ipsec.secrets by what else the same end has: an ipsec.secrets in a file of its own seldom tells
 * its product, and the two products read it differently.
 */
export function formatAmong(blocks: readonly BlockOfFormat[]): (block: Block) => string {
  const [product, ...others] = new Set(blocks.flatMap((each) => productOfBlock(each) ?? []))
  if (others.length > 0) return ({ lines }) => formatOf(readerOf(lines))
  const all = product ?? readerOf(blocks.filter(isShared).flatMap(({ lines }) => lines))
  return ({ lines }) => formatOf(productOf(lines) ?? all)
}

const PRODUCTS = ['libreswan', 'strongswan'] as const

function formatOf(product: Product): string {
  return `${product}/ipsec-conf`
}

/** It is of a format that the two products share. */
function isShared({ format }: BlockOfFormat): boolean {
  return PRODUCTS.some((product) => format.id === formatOf(product))
}

function productOfBlock(block: BlockOfFormat): Product | null {
  if (isShared(block)) return productOf(block.lines)
  return PRODUCTS.find((product) => block.format.id.startsWith(`${product}/`)) ?? null
}

function readerOf(lines: readonly SourceLine[]): Product {
  const product = productOf(lines)
  if (product !== null) return product
  return lines.some(({ text }) => /^(?:config[ \t]+setup|conn[ \t]|[ \t]*right[ \t]*=)/.test(text))
    ? 'strongswan'
    : 'libreswan'
}

const [QUOTE, HASH] = [34, 35]

/** Positive for Libreswan. A remark or a path that names the product weighs more than one key. */
function weightOf(text: string): number {
  const start = indentOf(text)
  if (start === text.length) return 0
  if (text.charCodeAt(start) === HASH) return /libreswan/i.test(text) ? 6 : /strongswan/i.test(text) ? -6 : 0
  if (text.startsWith('ca') && /^ca\s+\S/.test(text)) return -6
  if (text.includes(':')) {
    if (/:\s*(?:EAP|NTLM|P12|PKCS8|BLISS|ECDSA|PIN)\s/.test(text)) return -6
    if (/:\s*(?:PPKS\s|RSA\s*\{)/.test(text)) return 6
  }
  const equals = text.indexOf('=')
  if (equals < 0) return 0
  const telling = TELLING_KEYS.get(text.slice(start, equals).trimEnd().toLowerCase())
  if (telling === undefined) return 0
  if (typeof telling === 'number') return telling
  const written = valueBehind(text, equals + 1)
  for (const { value, product, weak } of telling) {
    if (value.test(written)) return (product === 'libreswan' ? 1 : -1) * (weak === true ? 1 : 2)
  }
  return 0
}

/** Without quotes and a remark, in lower case. */
function valueBehind(text: string, from: number): string {
  let start = indentOf(text, from)
  if (text.charCodeAt(start) === QUOTE) start++
  let end = start
  while (end < text.length && text.charCodeAt(end) !== QUOTE && text.charCodeAt(end) !== HASH) end++
  return text.slice(start, end).trim().toLowerCase()
}
