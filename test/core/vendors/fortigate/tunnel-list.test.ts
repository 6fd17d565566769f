import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { blankSecrets } from '../../../../src/core/text/secrets/blank-secrets.ts'
import { fortigateTunnels } from '../../../../src/core/vendors/fortigate/tunnel-list.ts'
import { secretSpellings } from '../../../../src/core/vendors/index.ts'
import { filtersIn, ikeSasIn } from '../cisco-show/read-show.ts'
import { anchorsOf, linesWith, readText } from '../isa/read-text.ts'

const pasted = readFileSync(new URL('../../../fixtures/fortigate/tunnels.txt', import.meta.url), 'utf8')
const text = blankSecrets([{ source: 'a.txt', text: pasted }], secretSpellings).pastes[0]?.text ?? ''
const reading = readText(fortigateTunnels, text)
const [end] = reading.endpoints

describe('diagnose vpn tunnel list, ike gateway list and get vpn ipsec tunnel summary', () => {
  it('are read to the last line, as one block', () => {
    expect(anchorsOf(fortigateTunnels, text)).toEqual([1])
    expect(linesWith('unrecognised', text, reading)).toEqual([])
    expect(end?.name).toBe('FGT-A')
  })

  it('give the selectors of each phase 2 with their counters', () => {
    expect(filtersIn(end)).toEqual([
      'to-b net out: out protect 10.1.0.0/24 > 10.2.0.0/24 any any>any; 203.0.113.1 > 198.51.100.7; 130 packets',
      'to-b net in: in protect 10.2.0.0/24 > 10.1.0.0/24 any any>any; 198.51.100.7 > 203.0.113.1; 0 packets',
      'to-b web out: out protect 10.1.9.0/24 > 10.2.0.10-10.2.0.12 tcp any>443; 203.0.113.1 > 198.51.100.7',
      'to-b web in: in protect 10.2.0.10-10.2.0.12 > 10.1.9.0/24 tcp 443>any; 198.51.100.7 > 203.0.113.1',
    ])
  })

  it('give the SAs by their SPI, and the states of IKE', () => {
    expect(end?.sas?.map(({ direction, spi }) => `${direction} ${spi?.toString(16)}`)).toEqual([
      'in c0000001',
      'out c0000002',
    ])
    expect(ikeSasIn(end)).toEqual([
      'IKEv1 203.0.113.1 - 198.51.100.7 established: established, initiator',
      'IKEv? 198.51.100.7 selectors 2/1: established',
    ])
    expect(end?.ikeSas?.map(({ counted }) => counted)).toEqual([undefined, { received: 0, sent: 130 }])
  })

  it('give the states of tunnels whose addresses were taken out, each as its own', () => {
    const gateway = (status: string) => `vd: root/0\nname: b\naddr: ->\nstatus: ${status}\n`
    const list = gateway('connecting, state 3, started 15s ago') + gateway('established 2-2s ago = 20ms')
    expect(linesWith('unrecognised', list, readText(fortigateTunnels, list))).toEqual([])
    const { diagnostics } = analyse({ pastes: [{ source: 'a.txt', text: list }] })
    expect(diagnostics.map(({ code }) => code)).toEqual(['SA010', 'SA011'])
  })

  it('give the SAs of a phase 2 with several networks to all of its pairs', () => {
    const several = text.replace(
      '  dst: 0:10.2.0.0/255.255.255.0:0',
      (line) => `${line}\n${line.replace('10.2', '10.3')}`,
    )
    const [other] = readText(fortigateTunnels, several).endpoints
    expect(other?.filters).toHaveLength(6)
    expect(new Set(other?.sas?.map(({ direction, spi }) => `${direction} ${spi?.toString(16)}`))).toEqual(
      new Set(['in c0000001', 'out c0000002']),
    )
    const { diagnostics } = analyse({ pastes: [{ source: 'a.txt', text: several }] })
    expect(diagnostics.filter(({ code }) => code === 'SA003').map(({ what }) => what)).toEqual([
      'FGT-A has no SA for to-b web out (10.1.9.0/24 > 10.2.0.10-10.2.0.12 (tcp, remote port 443)).',
    ])
  })

  it('show no key, whatever becomes of the line', () => {
    const report = JSON.stringify(analyse({ pastes: [{ source: 'a.txt', text: pasted }] }))
    expect(text).not.toContain('534543524554')
    expect(report).not.toContain('534543524554')
  })

  it('say which way packets go, and which phase 2 has no SA', () => {
    const { diagnostics } = analyse({ pastes: [{ source: 'a.txt', text: pasted }] })
    expect(diagnostics.filter(({ code }) => code.startsWith('SA')).map(({ code, what }) => `${code} ${what}`)).toEqual([
      'SA003 FGT-A has no SA for to-b web out (10.1.9.0/24 > 10.2.0.10-10.2.0.12 (tcp, remote port 443)).',
      'SA005 FGT-A has sent 130 packets through its SAs with B (198.51.100.7) and received none.',
      'SA011 The IKE SA of FGT-A with B (198.51.100.7) is up (established). FGT-A has SAs for to-b net out (10.1.0.0/24 > 10.2.0.0/24).',
    ])
  })

  it('say where IKE stands that does not come up', () => {
    const stuck = text
      .slice(text.indexOf('vd: root'), text.indexOf('FGT-A # get'))
      .replace(/status: .*/, 'status: connecting, state 3, started 4s ago')
    expect(ikeSasIn(readText(fortigateTunnels, stuck).endpoints[0])).toEqual([
      'IKEv1 203.0.113.1 - 198.51.100.7 connecting: contact, initiator',
    ])
  })
})
