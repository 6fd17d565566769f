import type { PolicySettings, Topic } from '../../model/endpoint.ts'
import { ONE_OF, type Setting } from '../../model/setting.ts'

/** Several values of one topic, any of which may be used: each word once. The first line of them is shown. */
export function mergedSettings(parts: readonly PolicySettings[]): PolicySettings {
  const merged: { [topic in Topic]?: Setting<string> } = {}
  for (const part of parts) {
    for (const topic of TOPICS) {
      const [known, more] = [merged[topic], part[topic]]
      if (more === undefined) continue
      const words = [known?.value, more.value].flatMap((value) => value?.split(ONE_OF) ?? [])
      merged[topic] = { ...(known ?? more), value: [...new Set(words)].join(ONE_OF) }
    }
  }
  return merged
}

const TOPICS: readonly Topic[] = [
  'IKE encryption',
  'IKE integrity',
  'IKE Diffie-Hellman group',
  'authentication method',
  'ESP encryption',
  'ESP integrity',
  'perfect forward secrecy',
  'IKE lifetime',
  'IPsec lifetime',
]
