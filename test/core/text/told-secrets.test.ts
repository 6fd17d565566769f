import { describe, expect, it } from 'vitest'
import { blankSecrets } from '../../../src/core/text/secrets.ts'

function blank(text: string): string {
  return blankSecrets([{ source: 'a.txt', text }], []).pastes[0]?.text ?? ''
}

describe('a secret that somebody tells of', () => {
  it.each([
    ['psk for site B - hunter2', 'psk for site B - ‹secret 1›'],
    ['PSK — hunter2', 'PSK — ‹secret 1›'],
    ['PSK/hunter2', 'PSK/‹secret 1›'],
    ['PSK/KEY hunter2', 'PSK/KEY ‹secret 1›'],
    ['psk hunter2 on both ends', 'psk ‹secret 1› on both ends'],
    ['password for admin: swordfish', 'password for admin: ‹secret 1›'],
    ['PSK for the tunnel to the branch: swordfish', 'PSK for the tunnel to the branch: ‹secret 1›'],
    ['use swordfish as the pre-shared key', 'use ‹secret 1› as the pre-shared key'],
    ['I set the PSK to "swordfish" on both ends', 'I set the PSK to "‹secret 1›" on both ends'],
    ['we changed the PSK from hunter2 to hunter3', 'we changed the PSK from ‹secret 1› to ‹secret 2›'],
    ['both have Zq7Rb2Kx9Wm4 for a shared secret.', 'both have ‹secret 1› for a shared secret.'],
    ['with the shared secret Tr0ub4dor&3, nothing works', 'with the shared secret ‹secret 1›, nothing works'],
    ['the key on our side is hunter2.', 'the key on our side is ‹secret 1›.'],
    ['login admin/Zq7Rb2Kx9Wm4', 'login admin/‹secret 1›'],
    ['Das Kennwort lautet swordfish', 'Das Kennwort lautet ‹secret 1›'],
    ['La clé partagée est hunter2', 'La clé partagée est ‹secret 1›'],
    ['la contraseña es swordfish', 'la contraseña es ‹secret 1›'],
    ['a senha é swordfish', 'a senha é ‹secret 1›'],
    ['La chiave condivisa è swordfish', 'La chiave condivisa è ‹secret 1›'],
    ['het wachtwoord is swordfish', 'het wachtwoord is ‹secret 1›'],
    ['hasło: swordfish', 'hasło: ‹secret 1›'],
    ['пароль — swordfish', 'пароль — ‹secret 1›'],
    ['密码是swordfish', '密码是‹secret 1›'],
    ['パスワードはswordfishです', 'パスワードは‹secret 1›です'],
    ['비밀번호: swordfish', '비밀번호: ‹secret 1›'],
    ['the password for them was swordfish. Now', 'the password for them was ‹secret 1›. Now'],
    ['the Kennwort is swordfish and the peer 192.0.2.1', 'the Kennwort is ‹secret 1› and the peer 192.0.2.1'],
    ['Der PSK ist swordfish, bitte prüfen', 'Der PSK ist ‹secret 1›, bitte prüfen'],
    ["psk should be 'sword fish' without quotes", "psk should be '‹secret 1›' without quotes"],
    ['clé partagée : swordfish', 'clé partagée : ‹secret 1›'],
    ['my PIN is 48213907x', 'my PIN is ‹secret 1›'],
    ['la cle est hunter2', 'la cle est ‹secret 1›'],
    ['secret is: 8f3a9c1d', 'secret is: ‹secret 1›'],
    ['PSK in hex 64656164626565662e', 'PSK in hex ‹secret 1›'],
    ['gateway add psk swordfish peer 192.0.2.1', 'gateway add psk ‹secret 1› peer 192.0.2.1'],
    ['_psk_: swordfish', '_psk_: ‹secret 1›'],
    ['PSK ?= swordfish', 'PSK ?= ‹secret 1›'],
    ['the pre-shared key is\nswordfish', 'the pre-shared key is\n‹secret 1›'],
    ['PSK\nhunter2', 'PSK\n‹secret 1›'],
    ['PSK\nZq7Rb2Kx9Wm4', 'PSK\n‹secret 1›'],
    ['Pre-shared key\n"swordfish"\nnext', 'Pre-shared key\n"‹secret 1›"\nnext'],
    ['crypto isakmp key\nhunter2 address 192.0.2.1', 'crypto isakmp key\n‹secret 1› address 192.0.2.1'],
    ['az network vpn create --shared-key \\\n  Zq7Rb2Kx9Wm4', 'az network vpn create --shared-key \\\n  ‹secret 1›'],
    ['vpn create --shared-secret \\\n  swordfish', 'vpn create --shared-secret \\\n  ‹secret 1›'],
    ['-SharedSecret `\n "swordfish" `\n -Force', '-SharedSecret `\n "‹secret 1›" `\n -Force'],
    ['pre-shared key KLqyPseHktxMhuqsNqfK is on both ends', 'pre-shared key ‹secret 1› is on both ends'],
    ['Pre-shared key\nxPScYagvkdykRbHWXZvk', 'Pre-shared key\n‹secret 1›'],
  ])('is blanked: %j', (told, safe) => {
    expect(blank(told)).toBe(safe)
  })

  it.each([
    'PSK mismatch, says the log of 192.0.2.1',
    'PQC Key Exchange: ML-KEM-1024',
    'policy: IKEv2+PSK+ENCRYPT+TUNNEL+PFS+IKE_FRAG_ALLOW+ESN_NO;',
    '#1: IKE SA established {auth=PRESHARED_KEY cipher=AES_CBC_256 integ=HMAC_SHA2_256 group=MODP2048}',
    "loaded IKE shared key with id 'ike-peer' for: '%any'",
    'net[1]: IKEv2 SPIs: afd0d8b8dc004989_i* 9fb22c8bbef8bc78_r, pre-shared key reauthentication in 2 hours',
    'what an IKE policy does not say: 3DES, SHA-1, pre-shared key, 86,400 s',
    'algorithm IKE DH Key Exchange: name=MODP1536, bits=1536',
    'passwords are asked for by 198.51.100.7 in the lobby',
    'The shared key of gw-a.example and 2001:db8::1 is the same.',
    '"psk",\n"shuffle"',
    'aes256gcm16-prfsha256-ecp384 with psk',
    'the pre-shared key of newConnectionNameOfBranch has changed',
    'vpn create --shared-secret \\\n  --name branch',
    'the password for this tunnel was changed, and still nothing works',
    'Das Kennwort ist different, und der PSK ist correct and known.',
    'the pre-shared key with remote 192.0.2.1',
    '<psk/>\n<tunneladdress>172.19.0.2/32</tunneladdress>',
    'PSK\n192.0.2.1',
    'the pre-shared key is\nnot the same as theirs',
  ])('is not seen where there is none: %j', (text) => {
    expect(blank(text)).toBe(text)
  })
})
