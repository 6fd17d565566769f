import { describe, expect, it } from 'vitest'
import type { IkeConnection } from '../../../../src/core/model/ike-policy.ts'
import { strongswanIpsecConf } from '../../../../src/core/vendors/strongswan/ipsec-conf/ipsec-conf.ts'
import { swanctlConf } from '../../../../src/core/vendors/strongswan/swanctl/swanctl-conf.ts'
import { vyosConfig } from '../../../../src/core/vendors/vyos/vyos-config.ts'
import { connectionInWords, connectionsOf, linesWith, onlyEnd, readText } from '../strongswan/read-settings.ts'
import { ipsecConfFiles, swanctlFiles } from './written-files.ts'

/** A configuration of VyOS means what the file means that it makes of it. */
describe('what is read of a configuration is what is read of the file that is made of it', () => {
  it.each(swanctlFiles.map((each) => [each.what, each] as const))('swanctl.conf: %s', (_, { vyos, file }) => {
    const [own, made] = [readText(vyosConfig, vyos), readText(swanctlConf, file)]
    expect(connectionsOf(made)).toHaveLength(1)
    expect(connectionsOf(own).map(inWords)).toEqual(connectionsOf(made).map(inWords))
    expect(linesWith('unrecognised', vyos, own)).toEqual([])
  })

  it.each(ipsecConfFiles.map((each) => [each.what, each] as const))('ipsec.conf: %s', (_, { vyos, file }) => {
    const [own, made] = [readText(vyosConfig, vyos), readText(strongswanIpsecConf, file)]
    expect(connectionsOf(made)).toHaveLength(1)
    expect(connectionsOf(own).map(inWords)).toEqual(connectionsOf(made).map(inWords))
    const keysOf = (reading: typeof own) => onlyEnd(reading)?.ike?.keys?.map(({ owners }) => owners)
    expect(keysOf(own)).toEqual(keysOf(made))
  })
})

function inWords(connection: IkeConnection) {
  const { natTraversal, childless, postQuantum, children } = connection
  return {
    ...connectionInWords(connection),
    natTraversal,
    childless: childless.value,
    postQuantum: postQuantum?.value,
    routed: children.map(({ routed }) => routed === true),
    hasKey: connection.local.map(({ hasKey }) => hasKey === true),
  }
}
