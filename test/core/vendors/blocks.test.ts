import { expect, test } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { headingOf } from '../../../src/core/vendors/blocks.ts'

test.each([
  ['ISA-A:', { label: 'A', name: 'ISA-A' }],
  ['=== Side B ===', { label: 'B', name: null }],
  ['B:', { label: 'B', name: null }],
  ['Site A (strongSwan 5.9)', { label: 'A', name: null }],
  ['server B', { label: 'B', name: null }],
  ['HQ:', { label: null, name: 'HQ' }],
  ['> *London* (203.0.113.1):', null],
  ['> *London (203.0.113.1):*', { label: null, name: 'London' }],
  ['and here is the branch office:', { label: null, name: 'branch office' }],
  ['HQ ASA:', { label: null, name: 'HQ ASA' }],
  ['Köln:', { label: null, name: 'Köln' }],
  ['Büro Zürich:', { label: null, name: 'Büro Zürich' }],
  ['Gateway-Süd (203.0.113.1):', { label: null, name: 'Gateway-Süd' }],
  ['ISA 2006:', { label: null, name: 'ISA 2006' }],
  ['Site HQ:', { label: null, name: 'Site HQ' }],
  ['---------- branch ----------', { label: null, name: 'branch' }],
  ['** HQ **', { label: null, name: 'HQ' }],
  ['R1 config:', { label: null, name: 'R1' }],
  ['R1 (left)', { label: null, name: 'R1' }],
  ['**Spoke configuration:**', { label: null, name: 'Spoke' }],
  ['Config of the ASA-2:', { label: null, name: 'ASA-2' }],
  ['Fortigate_A Phase 2:', { label: 'A', name: 'Fortigate_A' }],
  ['HQ Phase1:', { label: null, name: 'HQ' }],
  ['HQ ISA summary:', { label: null, name: 'HQ ISA' }],
  ['Side A config:', { label: 'A', name: null }],
  ['=== R2: ===', { label: null, name: 'R2' }],
])('the heading %j', (text, heading) => {
  expect(headingOf(text)).toEqual(heading)
})

test.each([
  'IKEv1:',
  'IPsec:',
  'Password:',
  'Grüße aus Köln:',
  'Конфигурация:',
  'Connections:',
  'Current configuration:',
  'VPN config:',
  'IKEv2 configuration:',
  'Phase1 config:',
  'Phase 2:',
  'VPN Phase 2:',
  'Config of tunnel10:',
  'config for testing:',
  '# London:',
  'Remote Network IP Subnets:',
  'we did the following:',
  'the branch has a FortiGate:',
  'our side is a strongSwan:',
  'HQ',
  'sent (2 packets)',
  'peer a is down (timeout)',
  '--More--',
  ' -- More -- ',
  '------------------ show running-config ------------------',
  '-----BEGIN CERTIFICATE-----',
  '--- gw.example.com ping statistics ---',
  'interface: outside',
])('%j is no heading', (text) => {
  expect(headingOf(text)).toBeNull()
})

test.each([
  ['The tunnel does not come up. HQ:', 'HQ'],
  ['Here it is. And now the branch office:', 'branch office'],
  ['The tunnel does not come up. This is what we have:', 'A (203.0.113.1)'],
  ['The tunnel does not come up.', 'A (203.0.113.1)'],
])('the end below %j is %s', (above, name) => {
  const text = `${above}\n\nconnections {\n  net {\n    local_addrs = 203.0.113.1\n    remote_addrs = 198.51.100.1\n  }\n}\n`
  expect(analyse({ pastes: [{ source: 'question', text }] }).ends[0]?.name).toBe(name)
})
