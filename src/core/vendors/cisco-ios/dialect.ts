import type { Dialect } from '../../model/vendor.ts'
import { settingSteps } from '../setting-steps.ts'
import type { IosTunnel } from './connections.ts'
import type { IosConfig } from './ios-config.ts'

export const iosDialect: Dialect = {
  ...settingSteps((end) => `On ${end.name}`),
  cover: (_, end) => [{ say: `On ${end.name}, add a permit line.`, run: null }],
  replace: (_, end) => [{ say: `On ${end.name}, replace a permit line.`, run: null }],
  remove: (_, end) => [{ say: `On ${end.name}, remove a permit line.`, run: null }],
  'add-direction': (_, end) => [{ say: `On ${end.name}, add a permit line.`, run: null }],
  retarget: (_, end) => [{ say: `On ${end.name}, change the peer.`, run: null }],
  unmirror: (_, end) => [{ say: `On ${end.name}, nothing.`, run: null }],
}

export function iosDialectFor(_config: IosConfig, _tunnels: readonly IosTunnel[]): Dialect {
  return iosDialect
}
