import { expect, it } from 'vitest'
import type { Change } from '../../../src/core/model/change.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import { applyChanges, writtenAfter } from '../../../src/core/remedy/apply.ts'
import { partsTouched } from '../../../src/core/report/part-touched.ts'
import { box, range } from '../../support/boxes.ts'
import { endsOf } from '../remedy/two-ends.ts'

// The first two have a network in common, and the last two a name: they stand in two texts.
const NETWORKS = [
  ['one', '10.1.0.0/16', '172.16.1.0/24'],
  ['two', '10.1.0.0/16', '172.16.2.0/24'],
  ['three', '10.3.0.0/16', '172.16.3.0/24'],
  ['three', '10.4.0.0/16', '172.16.4.0/24'],
] as const

type Networks = readonly (typeof NETWORKS)[number][]

const TEXTS = {
  'swanctl.conf': (networks: Networks) => `connections {
${networks
  .map(
    ([name, own, peer]) => `  ${name} {
    version = 2
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    children {
      net {
        local_ts = ${own}
        remote_ts = ${peer}
      }
    }
  }
`,
  )
  .join('')}}
`,
  'ipsec.conf of strongSwan': (networks: Networks) => `config setup\n\tcharondebug="ike 1"\n\n${ipsec(networks)}`,
  'ipsec.conf of Libreswan': (networks: Networks) => `config setup\n\tlogtime=yes\n\n${ipsec(networks)}`,
}

function ipsec(networks: Networks): string {
  return networks
    .map(
      ([name, own, peer]) => `conn ${name}
\tleft=203.0.113.1
\tright=198.51.100.7
\tleftsubnet=${own}
\trightsubnet=${peer}
\tauthby=secret
\tauto=start
`,
    )
    .join('\n')
}

function endOf(text: (networks: Networks) => string): Endpoint {
  const texts = [NETWORKS.slice(0, 3), NETWORKS.slice(3)].map(text)
  return endsOf({ pastes: texts.map((each, at) => ({ source: `a${at}.conf`, text: each, end: 'A' })) }).a
}

function changesOf({ ike, spd = [] }: Endpoint): Change[] {
  const [one, other] = [box('10.1.0.0/16', '172.16.2.0/24'), box('10.9.0.0/16', '172.16.2.0/24')]
  const inEach = (ike?.connections ?? []).flatMap(({ name: connection, children: [child] }): Change[] => [
    { kind: 'peer-addresses', connection, addresses: [range('192.0.2.9')] },
    {
      kind: 'child-selectors',
      connection,
      child: child?.name ?? '',
      local: child?.local.value ?? [],
      remote: [...(child?.remote.value ?? []), ...(child?.local.value ?? [])],
    },
  ])
  return [
    ...inEach,
    { kind: 'cover', box: box('10.1.0.0/16', '172.16.9.0/24') },
    { kind: 'cover', box: box('10.9.0.0/16', '172.16.9.0/24') },
    { kind: 'replace', from: one, to: other },
    { kind: 'replace', from: one, to: { ...one, protocol: { from: 6, to: 6 } } },
    { kind: 'replace', from: box('10.4.0.0/16', '172.16.4.0/24'), to: box('10.4.0.0/16', '172.16.5.0/24') },
    ...spd.map(({ id, selectors: [first] }): Change => ({ kind: 'remove', entry: id, box: first ?? one })),
    { kind: 'retarget', from: range('198.51.100.7'), to: range('192.0.2.9') },
    { kind: 'new-key', owners: [], replaces: null },
  ]
}

it.each(Object.entries(TEXTS))('a change of a %s comes to the same edits as in the whole end', (_, text) => {
  const end = endOf(text)
  const changes = changesOf(end)
  const part = partsTouched(end, changes)
  const inPart = (change: Change) => {
    const start = part(change)
    const after = writtenAfter(start, [change])
    return after && start.editor?.(start, after)
  }
  const inWhole = (change: Change) => {
    const after = applyChanges(end, [change])
    return after && end.editor?.(end, after)
  }
  const found = changes.map((change) => ({ change, edits: inPart(change) }))
  expect(found).toEqual(changes.map((change) => ({ change, edits: inWhole(change) })))
  expect(
    new Set(found.filter(({ edits = [] }) => edits.length > 0).map(({ change }) => change.kind)).size,
  ).toBeGreaterThan(4)
})

it('takes of a daemon the connections that a change is made in, and those of their names', () => {
  const end = endOf(TEXTS['swanctl.conf'])
  const changes = changesOf(end)
  const part = partsTouched(end, changes)
  const names = (change: Change) => part(change).ike?.connections.map(({ name }) => name)
  const [first] = changes
  expect(first && names(first)).toEqual(['one'])
  expect(
    names({ kind: 'replace', from: box('10.4.0.0/16', '172.16.4.0/24'), to: box('10.9.0.0/16', '172.16.4.0/24') }),
  ).toEqual(['three', 'three'])
  // It is written for both networks once.
  expect(
    names({ kind: 'replace', from: box('10.1.0.0/16', '172.16.2.0/24'), to: box('10.9.0.0/16', '172.16.2.0/24') }),
  ).toEqual(['one', 'two'])
})

const MANY = Array.from({ length: 120 }, (_, at) => `10.2.${at}.0/24`)

const SITES: Readonly<Record<string, string>> = {
  'a list of filters': [
    ...MANY.flatMap((net, at) => [`A${4 * at + 1} 10.1.0.0/16 > ${net}`, `A${4 * at + 2} 10.1.0.0/16 < ${net}`]),
    ...MANY.flatMap((net, at) => [`A${4 * at + 3} 203.0.113.1 > ${net}`, `A${4 * at + 4} 203.0.113.1 < ${net}`]),
  ].join('\n'),
  'a description': `ends:
  A:
    vendor: isa
    external_address: 203.0.113.1
    local_networks:
      - 10.1.0.0/16
    remote_site:
${MANY.map((net) => `      - ${net}\n`).join('')}`,
}

it.each(Object.entries(SITES))('a change of %s is made where it is in the whole site', (_, text) => {
  const { a: end } = endsOf({
    pastes: [
      { source: 'a.txt', text, end: 'A' },
      { source: 'b.txt', text: 'B1 10.2.0.0/24 > 10.1.0.0/16\nB2 10.2.0.0/24 < 10.1.0.0/16', end: 'B' },
    ],
  })
  expect(end.site?.remotes).toHaveLength(MANY.length)
  const [lan, other] = ['10.1.0.0/16', '10.9.0.0/16']
  const some = MANY.slice(0, 18)
  const changes: Change[] = [
    ...some.map((net): Change => ({ kind: 'cover', box: box(lan, net.replace('10.2', '10.7')) })),
    ...some.map((net): Change => ({ kind: 'cover', box: box(other, net.replace('10.2', '10.7')) })),
    ...some.map((net): Change => ({ kind: 'replace', from: box(lan, net), to: box(lan, net.replace('10.2', '10.7')) })),
    { kind: 'replace', from: box(lan, '10.2.0.0/24'), to: box(other, '10.2.0.0/24') },
    { kind: 'cover', box: box(lan, '10.2.3.0/24') },
  ]
  const part = partsTouched(end, changes)
  const places = (start: Endpoint, change: Change) => {
    const after = writtenAfter(start, [change])
    const edits = after === undefined ? [] : (start.editor?.(start, after) ?? [])
    return edits.map(({ line, remove }) => ({ line, remove }))
  }
  for (const change of changes) expect(places(part(change), change), change.kind).toEqual(places(end, change))
  expect(part(changes[0] ?? { kind: 'cover', box: box(lan, other) }).spd?.length).toBeLessThan(8)
})
