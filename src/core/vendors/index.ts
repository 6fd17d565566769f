import type { Format } from '../model/format.ts'
import type { SecretSpelling } from '../text/secrets/spelling.ts'
import { ciscoSecretSpellings } from './cisco/secret-spellings.ts'
import { asaRunningConfig } from './cisco-asa/running-config.ts'
import { iosRunningConfig } from './cisco-ios/running-config.ts'
import { asaShow } from './cisco-show/asa-show.ts'
import { iosShow } from './cisco-show/ios-show.ts'
import { fortigateConfig } from './fortigate/fortigate-config.ts'
import { fortigateSecretSpellings } from './fortigate/secret-spellings.ts'
import { fortigateTunnels } from './fortigate/tunnel-list.ts'
import { ipsecSecretSpellings } from './freeswan/secret-spellings.ts'
import { description } from './generic/description.ts'
import { filterList } from './isa/filter-list/filter-list.ts'
import { siteToSiteSummary } from './isa/summary/summary.ts'
import { xmlExport } from './isa/xml-export/xml-export.ts'
import { libreswanConf } from './libreswan/ipsec-conf.ts'
import { libreswanStatus } from './libreswan/status/status.ts'
import { ipXfrm } from './linux/ip-xfrm.ts'
import { xfrmKeySpellings } from './linux/key-spellings.ts'
import { strongswanIpsecConf } from './strongswan/ipsec-conf/ipsec-conf.ts'
import { strongswanStatus } from './strongswan/status/status.ts'
import { strongswanConf } from './strongswan/strongswan-conf/strongswan-conf.ts'
import { swanctlConf } from './strongswan/swanctl/swanctl-conf.ts'
import { vyosSecretSpellings } from './vyos/secret-spellings.ts'
import { vyosConfig } from './vyos/vyos-config.ts'
import { firewallRules } from './windows/firewall-rules/firewall-rules.ts'
import { monitoredSas } from './windows/firewall-rules/monitored-sas.ts'
import { netdiag } from './windows/netdiag/netdiag.ts'
import { ping } from './windows/ping/ping.ts'
import { qmfilters } from './windows/qmfilters/qmfilters.ts'
import { securityEvents } from './windows/security-events/security-events.ts'
import { staticFilters } from './windows/static-store/static-filters.ts'

/** One format that can be pasted: its id, its name, and how to get it. */
export type FormatDescription = Pick<Format, 'id' | 'title' | 'command'>

/** Every format that is read. Where two claim the same line, the first has it. */
export const formats: readonly Format[] = [
  qmfilters,
  staticFilters,
  firewallRules,
  monitoredSas,
  siteToSiteSummary,
  xmlExport,
  ipXfrm,
  iosShow,
  asaShow,
  swanctlConf,
  strongswanConf,
  strongswanStatus,
  libreswanStatus,
  libreswanConf,
  strongswanIpsecConf,
  iosRunningConfig,
  asaRunningConfig,
  fortigateConfig,
  fortigateTunnels,
  vyosConfig,
  description,
  filterList,
  ping,
  netdiag,
  securityEvents,
]

/** How products write secrets beyond the common ways, which `text/` knows. */
export const secretSpellings: readonly SecretSpelling[] = [
  ...xfrmKeySpellings,
  ...ipsecSecretSpellings,
  ...vyosSecretSpellings,
  ...ciscoSecretSpellings,
  ...fortigateSecretSpellings,
]
