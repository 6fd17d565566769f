import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { type Gateway, libreswanPair, pair } from '../../../../src/core/rules/negotiation/examples.ts'

const told = (a: Gateway, b: Gateway) => analyse(pair(a, b)).diagnostics.find(({ code }) => code === 'AU001')?.what

describe('AU001', () => {
  it('says what one end shows and the other expects', () => {
    expect(told({}, { remoteId: 'other.example' })).toContain(
      'A (192.0.2.1) shows gw-a.example, and B (192.0.2.2) expects other.example. ',
    )
  })

  it('says of an address that nobody wrote where it is from', () => {
    expect(told({ localId: '' }, {})).toContain(
      'A (192.0.2.1) shows 192.0.2.1, since it names no other, and B (192.0.2.2) expects gw-a.example. ',
    )
  })

  it('names the kinds where the same name is of two', () => {
    expect(told({ localId: 'keyid:gw-a' }, { remoteId: 'fqdn:gw-a' })).toMatch(
      /shows [\w-]+ \(keyid\), and B \(192\.0\.2\.2\) expects [\w-]+ \(fqdn\)/,
    )
  })

  it('names no kinds of a pattern that nobody can show, though it is expected', () => {
    expect(told({ localId: '*.example' }, { remoteId: '*.example' })).toContain(
      'A (192.0.2.1) shows *.example, and B (192.0.2.2) expects *.example. ',
    )
  })

  it('takes an identity of octets, which may be blanked like a key, for the other one', () => {
    const hex = '@#0x67772d612e6578616d706c65'
    const of = (own: string, wanted: string) => {
      const pastes = libreswanPair({}, {}).pastes.map(({ text, ...paste }) => ({
        ...paste,
        text:
          paste.source === 'a.conf'
            ? text.replace('leftid=@gw-a.example', `leftid=${own}`)
            : paste.source === 'b.conf'
              ? text.replace('rightid=@gw-a.example', `rightid=${wanted}`)
              : text.replace('@gw-a.example @gw-b.example', '%any'),
      }))
      const { verdict, negotiations } = analyse({ pastes })
      return [verdict, negotiations[0]?.ike.certainty]
    }
    expect(of(hex, hex)).toEqual(['up', 'stated'])
    expect(of('@[gw-a.example]', hex)).toEqual(['up', 'assumed'])
    expect(of(hex, `${hex}6e`)[0]).toBe('down')
  })

  it('knows that a connection of Libreswan for anybody expects an address in aggressive mode alone', () => {
    const whatOf = (aggressive: string) => {
      const { pastes } = libreswanPair({ keys: ['ikev2=no', aggressive] }, { keys: ['ikev2=no', aggressive] })
      const forAnybody = pastes.map(({ text, ...paste }) => ({
        ...paste,
        text:
          paste.source === 'b.conf'
            ? text.replace('right=192.0.2.1', 'right=%any').replace('rightid=@gw-a.example', '')
            : text.replace('@gw-a.example @gw-b.example', '%any'),
      }))
      return analyse({ pastes: forAnybody }).diagnostics.find(({ code }) => code === 'AU001')?.what
    }
    expect(whatOf('aggressive=yes')).toContain(
      'A (192.0.2.1) shows gw-a.example, and B (192.0.2.2) expects 192.0.2.1. ',
    )
    expect(whatOf('aggressive=no')).toBeUndefined()
  })

  it('knows that the stars of a name mean nothing to Libreswan', () => {
    const conf = (left: string, right: string, id: string, peerId: string, far: string, near: string) =>
      `conn net\n\tikev2=insist\n\tleft=${left}\n\tright=${right}\n\tleftid=${id}\n\trightid=${peerId}\n\tleftsubnet=${near}\n\trightsubnet=${far}\n\tauthby=secret\n\tauto=add\n`
    const [a, b] = [
      conf('192.0.2.1', '192.0.2.2', '@gw-a.example', '@gw-b.example', '10.2.0.0/24', '10.1.0.0/24'),
      conf('192.0.2.2', '192.0.2.1', '@gw-b.example', '@*.example', '10.1.0.0/24', '10.2.0.0/24'),
    ]
    const pastes = [
      { source: 'a.conf', text: a, end: 'A' },
      { source: 'b.conf', text: b, end: 'B' },
    ]
    const { diagnostics, remediation } = analyse({ pastes })
    expect(diagnostics.find(({ code }) => code === 'AU001')?.what).toContain(
      'A (192.0.2.1) shows gw-a.example, and B (192.0.2.2) expects *.example. ',
    )
    expect(remediation.steps.map(({ edit }) => edit?.insert)).toEqual(['rightid=@gw-a.example'])
    expect(remediation.after?.verdict).toBe('up')
  })
})
