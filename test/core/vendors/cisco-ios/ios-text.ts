import { blankSecrets } from '../../../../src/core/text/secrets/blank-secrets.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { iosRunningConfig } from '../../../../src/core/vendors/cisco-ios/running-config.ts'
import { secretSpellings } from '../../../../src/core/vendors/index.ts'

/** What is read of a text, as the analysis reads it: secrets are blanked first. */
export function readIos(text: string) {
  const [paste] = blankSecrets([{ source: 'a.txt', text }], secretSpellings).pastes
  const lines = splitLines('a.txt', paste?.text ?? '')
  const reading = iosRunningConfig.read({ source: 'a.txt', lines })
  return { ...reading, lines, end: reading.endpoints[0], connections: reading.endpoints[0]?.ike?.connections ?? [] }
}

/** The lines that no reader took, other than blank ones. */
export function unread({ lines, roles }: Pick<ReturnType<typeof readIos>, 'lines' | 'roles'>): string[] {
  return lines
    .filter(({ number, text }) => text.trim() !== '' && !['read', 'irrelevant'].includes(roles.get(number) ?? ''))
    .map(({ number, text }) => `${number} ${text}`)
}

/** A crypto map towards 198.51.100.7 with one access list, in IKEv1; `more` stands behind it. */
export function cryptoMap(list: string, more = ''): string {
  return `crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address 198.51.100.7
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode tunnel
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address VPN
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 crypto map VPN
ip access-list extended VPN
${list}
${more}`
}
