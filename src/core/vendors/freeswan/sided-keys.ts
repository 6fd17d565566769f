import type { Side } from './own-side.ts'

/** The keys of each side, such as `leftsubnet`, that one of the two products reads. */
export const SIDED_KEYS = { left: keysOf('left'), right: keysOf('right') }

function keysOf(side: Side) {
  return {
    id: `${side}id`,
    id2: `${side}id2`,
    auth: `${side}auth`,
    auth2: `${side}auth2`,
    subnet: `${side}subnet`,
    subnets: `${side}subnets`,
    subnetwithin: `${side}subnetwithin`,
    protoport: `${side}protoport`,
    sourceip: `${side}sourceip`,
    addresspool: `${side}addresspool`,
    modecfgclient: `${side}modecfgclient`,
    xauthclient: `${side}xauthclient`,
    xauthserver: `${side}xauthserver`,
    ikeport: `${side}ikeport`,
    allowany: `${side}allowany`,
    demands: [`${side}certpolicy`, `${side}groups`],
    credentials: ['cert', 'rsasigkey', 'ecdsakey', 'pubkey', 'ckaid'].map((name) => `${side}${name}`),
  }
}
