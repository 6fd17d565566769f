import type { LineRole } from '../../../model/format.ts'

/** It says to its peers that it is a strongSwan. */
export const SEND_VENDOR_ID = 'send_vendor_id'
/** What allows a pre-shared key in aggressive mode; strongSwan refuses it otherwise. */
export const AGGRESSIVE_PSK = 'i_dont_care_about_security_and_use_aggressive_mode_psk'

/** Where it listens, in the place of 500 and 4500. */
export const PORT = 'port'
export const PORT_NAT_T = 'port_nat_t'

const READ: ReadonlySet<string> = new Set([AGGRESSIVE_PSK, SEND_VENDOR_ID, PORT, PORT_NAT_T])

/** Settings that nothing else has, so that they tell what a text without a frame is. */
export const DISTINCT_CHARON_KEY =
  /^\s*(?:i_dont_care_about_security_and_use_aggressive_mode_psk|retransmit_(?:tries|timeout|base|jitter|limit)|make_before_break|half_open_timeout|accept_unencrypted_mainmode_messages|install_virtual_ip|ikesa_table_size|reuse_ikesa|cisco_unity|prefer_configured_proposals)\s*=/

/** The daemons that read strongswan.conf, and what has a section of its own beside them. */
export const DAEMONS: ReadonlySet<string> = new Set([
  'charon',
  'charon-systemd',
  'charon-cmd',
  'charon-nm',
  'charon-tkm',
])
export const OTHER_SECTIONS: ReadonlySet<string> = new Set(
  'aikgen attest imv_policy_manager libimcv libstrongswan libtls libtnccs manager medcli medsrv pki pool scepclient sec-updater starter sw-collector swanctl tls'.split(
    ' ',
  ),
)

const SECTIONS: ReadonlySet<string> = new Set(
  'crypto_test filelog host_resolver imcv leak_detective plugins processor start-scripts stop-scripts syslog tls tnc x509'.split(
    ' ',
  ),
)

/** Settings of `charon` in strongswan.conf(5) that decide nothing of a negotiation. */
const IRRELEVANT: ReadonlySet<string> = new Set(
  `accept_unencrypted_mainmode_messages block_threshold cache_crls cert_cache check_current_path cookie_threshold
  cookie_threshold_ip delete_rekeyed delete_rekeyed_delay dh_exponent_ansi_x9_42 dlopen_use_rtld_now dns1 dns2
  dos_protection flush_auth_cfg follow_redirects fragment_size group half_open_timeout hash_and_url ignore_acquire_ts
  ignore_routing_tables ikesa_limit ikesa_table_segments ikesa_table_size inactivity_close_ike init_limit_half_open
  init_limit_job_load install_routes install_virtual_ip install_virtual_ip_on integrity_test interfaces_ignore
  interfaces_use journal keep_alive keep_alive_dpd_margin load_modular make_before_break max_ikev1_exchanges max_packet
  nbns1 nbns2 prefer_best_path prefer_temporary_addrs process_route rdn_matching receive_delay receive_delay_request
  receive_delay_response receive_delay_type replay_window retransmit_base retransmit_jitter retransmit_limit
  retransmit_timeout retransmit_tries retry_initiate_interval reuse_ikesa routing_table routing_table_prio rsa_pss
  rsa_pss_trailerfield send_delay send_delay_request send_delay_response send_delay_type
  signature_authentication signature_authentication_constraints spi_label spi_mask spi_max spi_min threads user`.split(
    /\s+/,
  ),
)

const NO = /^(?:no|false|disabled|0)$/i
const YES = /^(?:yes|true|enabled|1)$/i

/** Settings that decide something that is not modelled, with the values at which they do not. */
const UNSUPPORTED: ReadonlyMap<string, RegExp | null> = new Map([
  ['accept_private_algs', NO],
  ['cisco_flexvpn', NO],
  ['cisco_unity', NO],
  ['close_ike_on_child_failure', NO],
  ['force_eap_only_authentication', NO],
  ['initiator_only', NO],
  ['load', null],
  ['multiple_authentication', YES],
  ['prefer_configured_proposals', YES],
])

/** `undefined`: strongSwan has no such setting. */
export function roleOfCharonKey(name: string, value: string | null): LineRole | undefined {
  if (READ.has(name)) return 'read'
  if (IRRELEVANT.has(name)) return 'irrelevant'
  const neutral = UNSUPPORTED.get(name)
  if (neutral === undefined) return undefined
  return value === null || neutral?.test(value) === true ? 'irrelevant' : 'unsupported'
}

export function isCharonSection(name: string): boolean {
  return SECTIONS.has(name)
}
