import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeVersion } from '../../model/ike-policy.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { type AsaSteps, entryLines, run } from './asa-steps.ts'
import type { AsaConnection } from './connections.ts'
import { keyLines, keyOf } from './peer-steps.ts'
import { childProposalLines, ikeProposalLines, namesOf } from './proposal-steps.ts'
import { isEnabled, permissionLines } from './versions.ts'

/** The same algorithms in the other version: its policy, its proposals, its key, and that the interface takes part in it. */
export function changeVersion(
  end: Endpoint,
  known: AsaConnection | undefined,
  version: IkeVersion,
  { config }: AsaSteps,
): DialectStep[] {
  if (known === undefined) return [run(end, `use IKEv${version}`, [])]
  const other: AsaConnection = { ...known, version }
  const { connection, interfaceName = 'outside', group } = known
  const proof = version === 1 ? group?.ikev1 : group?.local
  const key = `pre-shared-key ${keyOf(group)}`
  const gone = version === 1 ? 'ikev2 ipsec-proposal' : 'ikev1 transform-set'
  const old = namesOf(known, version === 1 ? 2 : 1)
  const children = connection.children[0]?.proposals.value ?? []
  return [
    run(end, `use IKEv${version} for this tunnel`, [
      ...(isEnabled(version, interfaceName, config) && config.enabled.length > 0
        ? []
        : [`crypto ikev${version} enable ${interfaceName}`]),
      ...permissionLines(version, group, config),
      ...ikeProposalLines(connection.proposals.value, version, config),
      ...(proof === undefined ? keyLines(other, { local: key, remote: key }) : []),
      ...childProposalLines(children, other, config),
      // By name: without any, the whole entry might go ("crypto map set ikev1 transform-set").
      ...(old.length > 0 ? entryLines(known, (at) => [`no ${at} set ${gone} ${old.join(' ')}`]) : []),
    ]),
  ]
}
