import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { renderText } from '../../../src/core/report/text.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'

const folder = '../../golden/cases/strongswan-other-ike-proposal'
const [a, b] = ['a.conf', 'b.conf'].map((name) => readFileSync(new URL(`${folder}/${name}`, import.meta.url), 'utf8'))

function reportOver(copies: number) {
  const texts = [a ?? '', (b ?? '').repeat(copies)]
  return analyse({ pastes: texts.map((text, at) => ({ source: `${'ab'[at]}.conf`, text })) })
}

describe('a configuration that was pasted more than once', () => {
  it('is changed once in each copy', () => {
    const { remediation } = reportOver(3)
    const places = remediation.steps.map(({ edit }) => edit?.line)
    const length = (b ?? '').split('\n').length - 1
    expect(places).toEqual([6, 6 + length, 6 + 2 * length])
  })
})

describe('networks that one list of ISA Server lacks', () => {
  const others = [1, 2, 3, 4, 5, 6, 7, 8].map((net) => `10.2.${net}.0/24`)
  const list = (label: string, networks: readonly string[]) =>
    [`ISA-${label}:`, ...networks.flatMap((each, at) => filters(label, 2 * at + 1, each))].join('\n')
  const filters = (label: string, number: number, net: string) =>
    label === 'A'
      ? [`A${number} 10.1.0.0/24 > ${net}`, `A${number + 1} ${net} > 10.1.0.0/24`]
      : [`B${number} ${net} > 10.1.0.0/24`, `B${number + 1} 10.1.0.0/24 > ${net}`]

  it('are entered at once, and all of them are named', () => {
    const texts = [list('A', ['10.2.0.0/24']), list('B', ['10.2.0.0/24', ...others])]
    const report = analyse({ pastes: texts.map((text, at) => ({ source: `${'ab'[at]}.txt`, text })) })
    const [step, ...more] = report.remediation.steps.filter(({ end }) => end === 'A')
    expect(more).toEqual([])
    expect(step?.say).toContain(`> Addresses, add ${others.join(', ')} and ISA-B, press OK, then Apply.`)
    expect(step?.say.split('\n')).toHaveLength(1)
  })
})

describe('a step for what another fault hides', () => {
  it('tells what it mends, behind the finding that hides it', () => {
    // With keys that differ no end ever gets as far as its ESP proposals.
    const both = pair(
      { secret: 'one', child: 'esp_proposals = aes256-sha256' },
      { child: 'esp_proposals = aes128-sha1' },
    )
    const report = analyse(both)
    expect(report.diagnostics.map(({ code }) => code)).not.toContain('PR002')
    const title = 'The ends have no ESP or AH proposal in common'
    expect(report.remediation.steps.map((step) => [step.for, step.hidden])).toEqual([
      [['AU002-1'], []],
      [['AU002-1'], []],
      [['AU002-1'], [{ code: 'PR002', title }]],
    ])
    expect(renderText(report)).toContain(
      `(AU002-1)\n     Mends PR002, which shows only once AU002-1 is mended: ${title}\n`,
    )
  })
})

describe('a finding with very many steps', () => {
  it('shows fifty, and says how many more the remediation has', () => {
    const { diagnostics, remediation } = reportOver(80)
    expect(remediation.steps).toHaveLength(80)
    const [remedy] = diagnostics.find(({ code }) => code === 'PR001')?.remedies ?? []
    expect(remedy?.steps).toHaveLength(51)
    expect(remedy?.steps.slice(0, 50)).toEqual(
      remediation.steps.slice(0, 50).map(({ say, run, edit }) => ({ say, run, edit })),
    )
    const note = '30 more steps follow; the whole remediation has them all.'
    expect(remedy?.steps.at(-1)).toEqual({ say: note, run: null, edit: null })
  })
})

describe('a step for very many findings', () => {
  it('names a hundred of them, and stands in the others all the same', () => {
    const list = (end: string, first: number) =>
      Array.from({ length: 60 }, (_, at) => `${end}${at} 10.${first}.${at}.0/24 > 172.16.${at}.0/24`).join('\n')
    const text = `ISA-A:\n${list('A', 0)}\n\nISA-B:\n${list('B', 100)}\n`
    const { diagnostics, remediation } = analyse({ pastes: [{ source: 'a.txt', text }] })
    const mended = diagnostics.filter(({ remedies }) => remedies.length > 0)
    expect(mended.length).toBeGreaterThan(200)
    expect(remediation.steps.map(({ for: findings }) => findings.length)).toEqual([100, 100])
  })

  it('is told in one sentence with others of its kind, beside what is for the finding alone', () => {
    const policies = (own: string, peer: string, first: number) =>
      Array.from(
        { length: 60 },
        (_, at) => `src 10.${first}.${at}.0/24 dst 172.16.${at}.0/24
	dir out priority 375423 ptype main
	tmpl src ${own} dst ${peer}
		proto esp reqid 1 mode tunnel
`,
      ).join('')
    const [here, there] = ['203.0.113.1', '198.51.100.7']
    const { diagnostics, remediation } = analyse({
      pastes: [
        { source: 'a.txt', text: policies(here, there, 0) },
        { source: 'b.txt', text: policies(there, here, 100) },
      ],
    })
    const lacking = diagnostics.find(({ code }) => code === 'TS003')
    const remedy = lacking?.remedies.find(({ end }) => end === 'B')
    const own = remediation.steps.filter(({ for: findings }) => findings.join() === lacking?.id)
    expect(own).toHaveLength(1)
    expect(remedy?.steps.map(({ say }) => say)).toEqual([
      own[0]?.say,
      expect.stringMatching(/^60 steps that are for \d+ findings or so at once; the whole remediation has them\.$/),
    ])
  })
})

function reportOf(golden: string, names: readonly string[]) {
  const pastes = names.map((source) => ({
    source,
    text: readFileSync(new URL(`../../golden/cases/${golden}/${source}`, import.meta.url), 'utf8'),
  }))
  return analyse({ pastes })
}

it('what is changed by commands is saved last, of IOS and ASA alike, and not before the traffic flows', () => {
  const { steps } = reportOf('cisco-ios-asa-other-pfs-group', ['a.txt', 'b.txt']).remediation
  const changed = [...new Set(steps.map(({ end }) => end))]
  const saves = steps.map(({ end, run }) => [end, run?.includes('write memory')])
  expect(saves.slice(-changed.length)).toEqual(changed.map((end) => [end, true]))
  expect(saves.slice(0, -changed.length).some(([, is]) => is)).toBe(false)
})

it('another way has its commands', () => {
  const report = reportOf('fortigate-behind-nat', ['branch.txt', 'hq.conf'])
  const [, otherwise = ''] = renderText(report).split('\nOtherwise\n')
  const commands = report.remediation.alternatives.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
  expect(commands).not.toEqual([])
  for (const line of commands.flatMap((run) => run.split('\n'))) expect(otherwise).toContain(`$ ${line}`)
})
