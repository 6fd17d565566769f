import type { EndLetter } from './case.ts'
import type { Gateway } from './gateway.ts'
import { pause } from './run-command.ts'

export interface RekeyAttempt {
  readonly ok: boolean
  readonly by: EndLetter
  readonly rc: number | null
}

const FAILED =
  /CHILD_SA rekeying failed|failed to establish CHILD_SA|giving up|received \w+ (?:error )?notify|failed with error notification|with encrypted notification/

/** Rekeys a child by its name at that end (or its IKE SA) and waits for a child SA with a new SPI, which is the only sure sign of success. */
export async function rekey(gateway: Gateway, child: string, wholeIke: boolean): Promise<RekeyAttempt | undefined> {
  const before = await gateway.sas()
  const known = new Set(before.children.map(({ spiIn }) => spiIn))
  const logged = gateway.log().length
  const code = await gateway.rekey(child, wholeIke ? (before.ike.at(-1)?.conn ?? '') : undefined)
  if (code === undefined) return undefined
  const deadline = Date.now() + 2500
  let ok = false
  while (!ok && Date.now() < deadline) {
    await pause(50)
    const now = await gateway.sas()
    ok = now.children.some(({ spiIn }) => spiIn !== null && !known.has(spiIn))
    const failed = gateway
      .log()
      .slice(logged)
      .some(({ text }) => FAILED.test(text))
    if (ok || !failed) continue
    await pause(100)
    break
  }
  await pause(50)
  return { ok, by: gateway.site.end, rc: code }
}
