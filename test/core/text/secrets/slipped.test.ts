import { describe, expect, it } from 'vitest'
import { blank } from '../../../support/blanked.ts'

describe('a word in the line below its command', () => {
  it.each([
    'crypto isakmp key\nKEY address 192.0.2.1',
    'crypto isakmp key 6\nKEY address 192.0.2.1',
    'crypto isakmp key\n\nKEY address 192.0.2.1',
    'crypto isakmp\nkey KEY address 192.0.2.1',
    '    set psksecret\nKEY',
    '    set psksecret\n"KEY"\n    next',
    'fw (to-b) # set passwd\nKEY',
    ' pre-shared-key\n KEY',
    ' pre-shared-key local\nKEY',
    ' pre-shared-key address 192.0.2.1 key\nKEY',
    ' ikev1 pre-shared-key\nKEY',
    'set security ike policy P pre-shared-key ascii-text\n"KEY"',
    'set security ike policy P pre-shared-key\nascii-text KEY',
    'set vpn ipsec site-to-site peer B authentication pre-shared-secret\nKEY',
    'enable secret 9\nKEY',
    'username admin password 0\nKEY',
    'snmp-server community\nKEY RO',
    'tacacs-server host 192.0.2.9 key\nKEY',
    'key-string 7\nKEY',
    'ntp authentication-key 1 md5\nKEY',
    'Add-VpnConnection -L2tpPsk\nKEY',
    'az network vpn-connection create --shared-key\nKEY',
    '-enable secret\nKEY',
    'the password is\nKEY and it works',
  ])('is blanked: %j', (text) => {
    expect(blank(text.replace('KEY', 'swordfish'))).not.toContain('swordfish')
  })

  it('goes without what stands beside it', () => {
    expect(blank('    set psksecret\nswordfish\n    next')).toBe('    set psksecret\n‹secret 1›\n    next')
    expect(blank('the key is\nswordfish, I think')).toBe('the key is\n‹secret 1›, I think')
  })

  it('is blanked below the last column of a table where it is made up', () => {
    expect(blank('site,peer,key\nB,192.0.2.1,Tr0ub4dorKqXw')).not.toContain('Tr0ub4dor')
  })

  it('counts as the same where it is not broken', () => {
    expect(blank('crypto isakmp key\nswordfish address 192.0.2.1\nenable password swordfish')).toBe(
      'crypto isakmp key\n‹secret 1› address 192.0.2.1\nenable password ‹secret 1›',
    )
  })

  it.each([
    ' pre-shared-key\n exit',
    'unset psksecret\nnext',
    '    set psksecret\n    set proposal aes256-sha256',
    'show running-config | include key\nR1#',
    'authby=secret\nauto=start',
    ' authentication pre-shared-key\n encryption aes256',
    'IKE authentication: pre-shared key\nAggressive',
    'the psk\n192.0.2.1',
    'show crypto isakmp key\nKeyring      Hostname/Address',
  ])('is not taken for one: %j', (text) => {
    expect(blank(text)).toBe(text)
  })
})

describe('what a command prints', () => {
  it.each([
    '# cat /etc/racoon/psk.txt\n# peers\n192.0.2.1 KEY\ngw-b.example  KEY\n# ls',
    '$ cat /run/secrets/psk\nKEY',
    '$ printenv VPN_PSK\nKEY\n$ exit',
    '$ pass show vpn/psk\nKEY',
    '$ aws ssm get-parameter --name /vpn/psk --with-decryption\nKEY',
    'C:\\> type c:\\vpn\\psk.txt\nKEY',
  ])('is blanked: %j', (text) => {
    expect(blank(text.replaceAll('KEY', 'swordfish'))).toBe(text.replaceAll('KEY', '‹secret 1›'))
  })

  it.each([
    '$ cat /etc/ipsec.secrets\n# RCSID\ninclude /etc/ipsec.d/*.secrets',
    '$ cat /etc/ipsec.conf\nconfig setup',
    '# ls /etc/swanctl/psk\n192.0.2.1',
    '$ kubectl get secret vpn\nNAME  TYPE  DATA',
  ])('is left where it is something else: %j', (text) => {
    expect(blank(text)).toBe(text)
  })
})
