import type { Obstacle } from '../../model/obstacle.ts'
import type { Configuration } from './configuration.ts'
import type { Tunnel } from './tunnels.ts'

export function obstaclesOf(_config: Configuration, _tunnels: readonly Tunnel[]): readonly Obstacle[] {
  return []
}
