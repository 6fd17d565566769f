import type { EndLetter } from './case.ts'
import type { Charon } from './charon.ts'
import { readLog } from './charon-log.ts'
import { pause } from './run-command.ts'
import { readSas } from './security-associations.ts'

export interface RekeyAttempt {
  readonly ok: boolean
  readonly by: EndLetter
  readonly rc: number | null
}

const FAILED = /CHILD_SA rekeying failed|failed to establish CHILD_SA|giving up|received \w+ (?:error )?notify/

/** Rekeys a child (or its IKE SA) and waits for a child SA with a new SPI, which is the only sure sign of success. */
export async function rekey(charon: Charon, child: string, wholeIke: boolean): Promise<RekeyAttempt> {
  const { site, viciSocket, logFile } = charon
  const before = await readSas(viciSocket)
  const known = new Set(before.children.map(({ spiIn }) => spiIn))
  const logged = readLog(logFile, site.end).length
  const what = wholeIke ? ['--ike', before.ike.at(-1)?.conn ?? ''] : ['--child', child]
  const { code } = await charon.swanctl(['--rekey', ...what])
  const deadline = Date.now() + 2500
  let ok = false
  while (!ok && Date.now() < deadline) {
    await pause(50)
    const now = await readSas(viciSocket)
    ok = now.children.some(({ spiIn }) => spiIn !== null && !known.has(spiIn))
    const failed = readLog(logFile, site.end)
      .slice(logged)
      .some(({ text }) => FAILED.test(text))
    if (ok || !failed) continue
    await pause(100)
    break
  }
  await pause(50)
  return { ok, by: site.end, rc: code }
}
