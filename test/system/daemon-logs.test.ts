import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { daemonOf, type EndLetter, type LabCase, type LabResult } from '../../lab/case.ts'
import { closeLab, openLab, runCases } from '../../lab/daemons.ts'
import { caseOf, readRecords } from '../../lab/record.ts'
import { analyse } from '../../src/core/index.ts'
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
  `the logs of ${FAILING} failing pairs of live daemons tell why, and what to change beside the one end alone${obstacle}`,
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
      const alone = cases.flatMap((labCase, at) => {
        const [result] = results.slice(at, at + 1)
        return result === undefined ? [] : answerToOneEnd(labCase, result)
      })
      // Of what keeps the others down, no log of the end that refuses tells more than that it refuses.
      expect(alone.filter(({ verdict }) => verdict !== 'unknown').length).toBeGreaterThan(FAILING / 4)
      expect(alone.filter(({ verdict }) => verdict === 'up')).toEqual([])
      expect(alone.filter(({ verdict, after }) => verdict !== 'unknown' && after !== 'up')).toEqual([])
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
  const lines = linesOf(labCase, reason.side, log)
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

/** The answer to the texts and the log of the end that gives the reason alone. */
function answerToOneEnd(labCase: LabCase, { id, reason, log = [] }: LabResult) {
  if (reason === undefined || reason === null) return []
  const { side } = reason
  const secrets = side === 'a' ? labCase.secrets_a : labCase.secrets_b
  const { verdict, remediation } = analyse({
    pastes: [
      { source: 'conf', text: labCase[side], end: 'A' },
      ...(secrets === undefined ? [] : [{ source: 'secrets', text: secrets, end: 'A' }]),
      { source: 'log', text: `${linesOf(labCase, side, log).join('\n')}\n` },
    ],
  })
  return [{ id, reason, verdict, after: remediation.after?.verdict }]
}

/** The log of an end as its daemon writes it. */
function linesOf(labCase: LabCase, end: EndLetter, log: readonly string[]): string[] {
  const daemon = daemonOf(labCase, end)
  return log.flatMap((line) => {
    const [, side, group, text = ''] = /^\S+ ([ab]) \[(\w+)\] (.*)$/.exec(line) ?? []
    if (side !== end) return []
    return [daemon === 'strongswan' ? `09[${group}] ${text}` : `Nov 28 10:00:00.123456: ${text}`]
  })
}
