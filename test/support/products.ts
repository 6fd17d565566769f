import type { Paste } from '../../src/core/index.ts'
import { configure } from './operator/cisco-configuration.ts'
import { configureFortios } from './operator/fortios-configuration.ts'
import { configureVyos } from './operator/vyos-configuration.ts'
import { runAdvfirewall } from './operator/windows-firewall.ts'
import { runNetsh } from './operator/windows-policy.ts'
import { ciscoAsaText } from './products/cisco-asa.ts'
import { ciscoIosText } from './products/cisco-ios.ts'
import { descriptionText } from './products/description.ts'
import { fortigateText } from './products/fortigate.ts'
import { isaSummaryText, isaXmlText } from './products/isa.ts'
import { libreswanSecretsText, libreswanText } from './products/libreswan.ts'
import { secretsText, strongswanIpsecConfText } from './products/strongswan-ipsec-conf.ts'
import { swanctlText } from './products/swanctl.ts'
import { edgeosText, vyosText } from './products/vyos.ts'
import { windowsFirewallText } from './products/windows-firewall.ts'
import { windowsStaticText } from './products/windows-static.ts'
import type { Extra, IkeVersion, TunnelEnd } from './tunnel.ts'

/** One format in which an end can be pasted. */
export interface Product {
  /** `vendor/format`, as the project calls it. */
  readonly format: string
  /** What tells it from another way of writing the same format. */
  readonly kin?: string
  readonly versions: readonly IkeVersion[]
  /** It protects what it sends from its own external address, whether anybody wants that or not. */
  readonly coversOwnAddress: boolean
  /** Its text has all that decides a negotiation. */
  readonly tellsPolicy: boolean
  readonly extras: readonly Extra[]
  /** What it needs beside the tunnel, and its text tells of. */
  readonly needs: readonly NonNullable<TunnelEnd['lacks']>[]
  /** The texts that a person would paste, by the ending of their name. */
  readonly write: (end: TunnelEnd) => Readonly<Record<string, string>>
  /** How it is changed, where its text is no file that is edited: by commands on what it prints, or at its console. */
  readonly operate?: ((text: string, commands: string) => string) | 'console'
}

const BOTH = [1, 2] as const

export const products: readonly Product[] = [
  {
    format: 'strongswan/swanctl',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: ['compression', 'aggressive', 'childless', 'virtual address'],
    needs: [],
    write: (end) => ({ 'swanctl.conf': swanctlText(end) }),
  },
  {
    format: 'strongswan/ipsec-conf',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: ['compression', 'aggressive'],
    needs: [],
    write: (end) => ({ 'ipsec.conf': strongswanIpsecConfText(end), 'ipsec.secrets': secretsText(end) }),
  },
  {
    format: 'libreswan/ipsec-conf',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: ['compression', 'aggressive', 'no IKEv1'],
    needs: [],
    write: (end) => ({ 'ipsec.conf': libreswanText(end), 'ipsec.secrets': libreswanSecretsText(end) }),
  },
  {
    format: 'cisco-ios/running-config',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: [],
    needs: ['application'],
    write: (end) => ({ 'running-config.txt': ciscoIosText(end) }),
    operate: configure,
  },
  {
    format: 'cisco-asa/running-config',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: [],
    needs: ['exemption', 'application'],
    write: (end) => ({ 'running-config.txt': ciscoAsaText(end) }),
    operate: configure,
  },
  {
    format: 'fortigate/config',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: ['aggressive'],
    needs: ['route', 'admission'],
    write: (end) => ({ 'fortigate.txt': fortigateText(end) }),
    operate: configureFortios,
  },
  {
    format: 'vyos/config',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: ['compression', 'aggressive', 'virtual address'],
    needs: ['exemption'],
    write: (end) => ({ 'vyos.txt': vyosText(end) }),
    operate: configureVyos,
  },
  {
    format: 'vyos/config',
    kin: 'EdgeOS',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: ['compression', 'aggressive'],
    needs: ['exemption'],
    write: (end) => ({ 'config.boot': edgeosText(end) }),
    operate: configureVyos,
  },
  {
    format: 'isa/site-to-site-summary',
    versions: [1],
    coversOwnAddress: true,
    tellsPolicy: false,
    extras: [],
    needs: [],
    write: (end) => ({ 'summary.txt': isaSummaryText(end) }),
    operate: 'console',
  },
  {
    format: 'isa/xml-export',
    versions: [1],
    coversOwnAddress: true,
    tellsPolicy: false,
    extras: [],
    needs: [],
    write: (end) => ({ 'isa.xml': isaXmlText(end) }),
    operate: 'console',
  },
  {
    format: 'windows/netsh-static',
    versions: [1],
    coversOwnAddress: false,
    tellsPolicy: false,
    extras: ['one direction'],
    needs: [],
    write: (end) => ({ 'netsh.txt': windowsStaticText(end) }),
    operate: runNetsh,
  },
  {
    format: 'windows/firewall-rules',
    versions: [1],
    coversOwnAddress: false,
    tellsPolicy: true,
    extras: [],
    needs: [],
    write: (end) => ({ 'consec.txt': windowsFirewallText(end) }),
    operate: runAdvfirewall,
  },
  {
    format: 'generic/description',
    versions: BOTH,
    coversOwnAddress: false,
    tellsPolicy: false,
    extras: [],
    needs: [],
    write: (end) => ({ 'tunnel.yaml': descriptionText(end) }),
  },
]

/** The texts of one end, as they are pasted for it. */
export function pastesOf(product: Product, end: TunnelEnd): Paste[] {
  return Object.entries(product.write(end)).map(([name, text]) => ({
    source: `${end.name}/${name}`,
    text,
    end: end.name === 'gw-a' ? 'A' : 'B',
  }))
}
