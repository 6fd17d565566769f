import type { Obstacle } from '../../model/obstacle.ts'
import type { IosTunnel } from './connections.ts'
import type { IosConfig } from './ios-config.ts'

export function findObstacles(_config: IosConfig, _tunnels: readonly IosTunnel[]): Obstacle[] {
  return []
}
