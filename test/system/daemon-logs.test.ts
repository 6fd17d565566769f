import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { daemonOf, type LabCase, type LabResult } from '../../lab/case.ts'
import { closeLab, openLab, runCases } from '../../lab/daemons.ts'
import { caseOf, readRecords } from '../../lab/record.ts'
import { toldByLog } from '../../src/core/vendors/logs/told-by-log.ts'

/** What is said of a failure, by the lab's name for its reason. */
const SAYS: ReadonlyMap<string, RegExp> = new Map([
  ['psk_mismatch', /the pre-shared keys differ/],
  ['no_shared_key', /has no pre-shared key/],
  ['no_private_key', /lacks the private key/],
  ['constraint', /not in the way that the configuration/],
  ['no_ike_config', /no connection for the addresses/],
  ['no_peer_config', /no connection has the identities/],
  ['id_mismatch', /no connection has the identities/],
  ['ike_proposal_mismatch', /for IKE \(phase 1\) is accepted/],
  ['esp_proposal_mismatch', /for its child .* is accepted|asks for PFS/],
  ['ts_unacceptable', /the networks that one end asks for/],
  ['ts_no_matching_child', /the networks that one end asks for/],
  ['ts_missing', /has no network on one of its sides/],
  ['mode_mismatch', /one end asks for transport mode/],
])
const FAILING = 60
const lab = await openLab({ daemons: ['strongswan', 'libreswan'], keepLog: true })
const obstacle = 'obstacle' in lab ? ` (skipped: ${lab.obstacle})` : ''

it.skipIf(obstacle !== '')(
  `the logs of ${FAILING} failing pairs of live daemons tell why${obstacle}`,
  async () => {
    if ('obstacle' in lab) throw new Error(lab.obstacle)
    const records = ['strongswan-1', 'mixed-1', 'libreswan-1'].flatMap((name) =>
      readRecords(readFileSync(join('test', 'truth', `${name}.jsonl`), 'utf8'))
        .filter(({ outcome }) => !outcome.child)
        .slice(0, FAILING / 3),
    )
    const cases = records.map(caseOf)
    try {
      const results = await runCases(lab, cases)
      const told = cases.flatMap((labCase, at) => {
        const [result] = results.slice(at, at + 1)
        return result === undefined ? [] : saidOf(labCase, result)
      })
      expect(told.length).toBeGreaterThan(FAILING / 2)
      expect(told.filter(({ says, wanted }) => !wanted.test(says))).toEqual([])
    } finally {
      closeLab(lab)
    }
  },
  180_000,
)

/** What the log of the end that gives the reason says, and what it is to say; none where the lab knows no reason by name. */
function saidOf(labCase: LabCase, { id, reason, log = [] }: LabResult) {
  const wanted = SAYS.get(reason?.kind ?? '')
  if (reason === undefined || reason === null || wanted === undefined) return []
  const daemon = daemonOf(labCase, reason.side)
  const lines = log.flatMap((line) => {
    const [, side, group, text = ''] = /^\S+ ([ab]) \[(\w+)\] (.*)$/.exec(line) ?? []
    if (side !== reason.side) return []
    return [daemon === 'strongswan' ? `09[${group}] ${text}` : `Nov 28 10:00:00.123456: ${text}`]
  })
  return [
    {
      id,
      reason,
      wanted,
      says: toldByLog(lines.map((text, at) => ({ number: at + 1, text })))
        .map(({ say }) => say)
        .join('\n'),
    },
  ]
}
