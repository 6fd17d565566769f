import type { Paste } from '../src/core/index.ts'
import type { Complaint } from './complaint.ts'
import type { FuzzCase } from './draw-case.ts'
import type { Examiner } from './hunt.ts'

/** Tries and milliseconds at most; a small enough case is worth more than the smallest. */
const TRIES = 400
const TIME = 60_000

/** The case with as many pastes, lines and words taken out as it can lose and still draw the same complaint. */
export async function minimise(fuzzCase: FuzzCase, complaint: Complaint, examiner: Examiner): Promise<FuzzCase> {
  let tries = 0
  const end = Date.now() + TIME
  let best = fuzzCase

  async function still(pastes: readonly Paste[]): Promise<boolean> {
    if (tries++ >= TRIES || Date.now() > end) return false
    const request = { ...best.request, pastes }
    const complaints = await examiner.examine({ ...best, request })
    if (!complaints.some(({ kind, say }) => kind === complaint.kind && alike(say, complaint.say))) return false
    best = { ...best, request }
    return true
  }

  for (let at = best.request.pastes.length - 1; at >= 0 && best.request.pastes.length > 1; at--) {
    await still(best.request.pastes.toSpliced(at, 1))
  }
  for (const separator of ['\n', ' ', '']) {
    for (const at of best.request.pastes.keys()) await shrink(at, separator)
  }
  return best

  /** Halves, quarters, eighths and so on of one paste are left out in turn. */
  async function shrink(at: number, separator: string): Promise<void> {
    const partsOf = (): string[] => (best.request.pastes[at]?.text ?? '').split(separator)
    for (let size = Math.ceil(partsOf().length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let from = 0; from < partsOf().length && tries < TRIES; ) {
        const text = partsOf().toSpliced(from, size).join(separator)
        const pastes = best.request.pastes.map((paste, index) => (index === at ? { ...paste, text } : paste))
        if (!(await still(pastes))) from += size
      }
    }
  }
}

/** Counts differ from text to text; what is complained of does not. */
function alike(one: string, other: string): boolean {
  return one.replace(/\d+/g, '0') === other.replace(/\d+/g, '0')
}
