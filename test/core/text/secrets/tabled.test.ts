import { describe, expect, it } from 'vitest'
import { blankSecrets } from '../../../../src/core/text/secrets/blank-secrets.ts'

/** The lines below the head of a table. */
function below(head: string, ...rows: readonly string[]): readonly string[] {
  const text = [head, ...rows].join('\n')
  return (blankSecrets([{ source: 'a.txt', text }], []).pastes[0]?.text ?? '').split('\n').slice(1)
}

describe('words in a column of secrets', () => {
  it('are blanked where lines are drawn', () => {
    expect(
      below(
        '| Site | Peer | PSK |',
        '|:-----|-----|------|',
        '| HQ | 192.0.2.1 | swordfish |',
        '| B | 192.0.2.2 | sword fish |',
      ),
    ).toEqual(['|:-----|-----|------|', '| HQ | 192.0.2.1 | ‹secret 1› |', '| B | 192.0.2.2 | ‹secret 2› |'])
  })

  it('are blanked in a frame', () => {
    expect(
      below(
        '| Peer      | IKE PSK   |',
        '+-----------+-----------+',
        '| 192.0.2.1 | swordfish |',
        '+-----------+-----------+',
      ),
    ).toEqual(['+-----------+-----------+', '| 192.0.2.1 | ‹secret 1› |', '+-----------+-----------+'])
  })

  it.each(['\t', ';', ','])('are blanked between %j', (separator) => {
    const row = (...cells: readonly string[]) => cells.join(separator)
    expect(
      below(row('site', 'Password', 'DNS name'), row('hq', 'swordfish', 'hq.example'), row('', 'hunter', '')),
    ).toEqual([row('hq', '‹secret 1›', 'hq.example'), row('', '‹secret 2›', '')])
  })

  it('are found behind a separator in quotes, and hold separators themselves', () => {
    expect(below('customer,psk,peer', '"Acme, Inc.",swordfish,192.0.2.1', 'B,sword,fish,192.0.2.2')).toEqual([
      '"Acme, Inc.",‹secret 1›,192.0.2.1',
      'B,‹secret 2›,192.0.2.2',
    ])
  })

  it('are blanked below a secret without another word', () => {
    expect(below('| Peer | Secret |', '| 192.0.2.1 | swordfish |')).toEqual(['| 192.0.2.1 | ‹secret 1› |'])
  })

  // `show crypto isakmp key`, Cisco IOS.
  it('are blanked below their name where nothing but blanks parts them', () => {
    expect(
      below(
        'Keyring      Hostname/Address                            Preshared Key',
        '',
        'default      192.0.2.1                                   swordfish',
        '             192.0.2.2                                   sword fish',
        'branch       192.0.2.3',
        'R1#show version',
      ),
    ).toEqual([
      '',
      'default      192.0.2.1                                   ‹secret 1›',
      '             192.0.2.2                                   ‹secret 2›',
      'branch       192.0.2.3',
      'R1#show version',
    ])
  })
})

describe('what is no column of secrets stays', () => {
  it.each([
    ['no column says whose they would be', '| feature | psk | rsa |', '| offered | always | never |'],
    ['the name has more words', 'peer, the psk and so on', 'moon, carol'],
    ['the table has ended', 'peer  psk', '', 'moon', 'and  carol'],
    ['the name is a value', 'FilterAction Name      : Secrets', 'Policy Name            : Old tunnel'],
    ['another table begins', 'peer,psk', 'host,password'],
    ['nothing is there', '| peer | psk |', '| moon |  |', '| sun | - |'],
  ])('%s', (_, head, ...rows) => {
    expect(below(head, ...rows)).toEqual(rows)
  })
})
