import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/analyse.ts'

/** The commands that a golden case of a FlexVPN hub and one of its spokes comes to, without those that save. */
function commandsOf(name: string): string[] {
  const folder = join(import.meta.dirname, '../../../golden/cases', name)
  const pastes = ['a', 'b'].map((end) => ({
    source: `${end}.txt`,
    end: end.toUpperCase(),
    text: readFileSync(join(folder, `${end}.txt`), 'utf8'),
  }))
  const { remediation } = analyse({ pastes })
  return [remediation, ...remediation.alternatives]
    .flatMap(({ steps }) => steps.flatMap(({ end, run }) => (run === null ? [] : [`${end}: ${run}`])))
    .filter((run) => !run.endsWith('write memory'))
    .map((run) => run.replace('configure terminal\n', ''))
}

it('a hub gets a key for one spoke beside that of all the others', () => {
  expect(commandsOf('cisco-ios-flexvpn-other-key').slice(0, 2)).toEqual([
    'A: crypto ikev2 keyring KR\n peer spk1.example.com\n  identity fqdn spk1.example.com\n  pre-shared-key <the same new key on both ends>\nend',
    'B: crypto ikev2 keyring KR\n peer ANY\n  pre-shared-key <the same new key on both ends>\nend\nclear crypto session remote 203.0.113.1',
  ])
})

it('a spoke shows its name in the domain that the hub expects, or the hub expects its name as well', () => {
  expect(commandsOf('cisco-ios-flexvpn-other-domain')).toEqual([
    'B: crypto ikev2 profile FP\n identity local fqdn spk1.example.com\nend\nclear crypto session remote 203.0.113.1',
    'A: crypto ikev2 profile FP\n match identity remote fqdn spk1.example.org\nend',
  ])
})
