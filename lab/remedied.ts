import { analyse, type Report } from '../src/core/index.ts'
import { daemonOf, type LabCase, type LabResult } from './case.ts'
import { type Lab, runCases } from './daemons.ts'
import { charonSection, confOf, predict, requestOf } from './predict.ts'
import { settle } from './settle.ts'

type Step = Report['remediation']['steps'][number]

/** A pair that fails on the real daemons, and what came of the product's advice. */
export interface Remedied {
  readonly labCase: LabCase
  readonly before: LabResult
  readonly report: Report
  readonly steps: readonly Step[]
  /**
   * The texts with exactly the edits of the steps made. Where the product finds nothing to do, because the tunnel comes up from the
   * other end or by another name, the pair as it says. `undefined` where there is no edit, or one does not fit.
   */
  readonly edited: LabCase | undefined
  readonly after: LabResult | undefined
}

/** The child is not up, or cannot be rekeyed later. */
export function isFailing({ child_established, rekey, lab_error }: LabResult): boolean {
  return lab_error === undefined && (!child_established || rekey?.ok === false)
}

/** Analyses each failing pair with both ends pasted, edits the files as the steps say, and runs the real daemons again. */
export async function remedyFailing(
  lab: Lab,
  cases: readonly LabCase[],
  results: readonly LabResult[],
): Promise<readonly Remedied[]> {
  const failing = cases.flatMap((labCase, index) => {
    const before = results[index]
    return before === undefined || !isFailing(before) ? [] : [{ before, ...advise(labCase) }]
  })
  const edited = failing.flatMap((each) => each.edited ?? [])
  const first = await runCases(lab, edited)
  // A race of the daemons, or a busy machine, is no fault of the advice.
  const settled = await settle(lab, edited, first, (_, result) => result.lab_error !== undefined || isFailing(result))
  const again = new Map(settled.map((result) => [result.id, result]))
  return failing.map((each) => ({
    ...each,
    after: each.edited === undefined ? undefined : again.get(each.labCase.id),
  }))
}

/** What the product says of a pair, and the pair with that done. */
export function advise(labCase: LabCase): Pick<Remedied, 'labCase' | 'report' | 'steps' | 'edited'> {
  const report = analyse(requestOf(labCase))
  const { steps } = report.remediation
  // Steps for a router are commands, and no edits of the file that it makes.
  if (labCase.pasted_a !== undefined || labCase.pasted_b !== undefined)
    return { labCase, report, steps, edited: asReported(labCase, report) }
  const texts = {
    a: editText(confOf(labCase, 'a'), 'a.conf', steps),
    b: editText(confOf(labCase, 'b'), 'b.conf', steps),
    secrets_a: editText(labCase.secrets_a, 'a-ipsec.secrets', steps),
    secrets_b: editText(labCase.secrets_b, 'b-ipsec.secrets', steps),
    charon_a: editSection(labCase.charon_a, 'a-strongswan.conf', steps),
    charon_b: editSection(labCase.charon_b, 'b-strongswan.conf', steps),
  }
  const { a, b, secrets_a, secrets_b, charon_a, charon_b } = texts
  const done = steps.some(({ edit }) => edit !== null) && a !== undefined && b !== undefined
  const edited = done
    ? {
        ...labCase,
        a,
        b,
        ...(secrets_a === undefined ? {} : { secrets_a }),
        ...(secrets_b === undefined ? {} : { secrets_b }),
        ...(charon_a === undefined ? {} : { charon_a }),
        ...(charon_b === undefined ? {} : { charon_b }),
      }
    : undefined
  return { labCase, report, steps, edited: edited === undefined ? asReported(labCase, report) : asMended(edited) }
}

/**
 * Where people have to say whose networks are right, those of one end are added at the other, or take their place. What was begun
 * may then be what stays down, and a packet to the network that was wrong is nobody's; the pair is begun with what the report
 * says is up.
 */
function asMended(edited: LabCase): LabCase {
  const report = analyse(requestOf(edited))
  const stays = edited.trigger === undefined ? predict(edited)?.child === false : isForeign(report)
  return (stays ? begunAs(edited, report) : undefined) ?? edited
}

/** The packet is one that neither end wants protected. */
function isForeign({ probe }: Report): boolean {
  return probe?.outcome === 'no-policy'
}

/**
 * A pair that is up by the report, begun as the report says that it comes up. A packet that neither end wants protected begins
 * nothing, and nothing is wrong with that.
 */
function asReported(labCase: LabCase, report: Report): LabCase | undefined {
  if (report.verdict !== 'up' || (labCase.trigger !== undefined && !isForeign(report))) return undefined
  return begunAs(labCase, report)
}

/** The pair begun with a child that comes up. */
function begunAs(labCase: LabCase, report: Report): LabCase | undefined {
  const brought = report.negotiations.find(({ child_sa: child }) => child?.outcome === 'established')
  if (brought === undefined) return undefined
  const initiator = brought.initiator === 'A' ? 'a' : 'b'
  const isLibreswan = daemonOf(labCase, initiator) === 'libreswan'
  const { ike: _, trigger: __, ...rest } = labCase
  const name = isLibreswan ? { initiate: brought.connection } : { initiate: brought.child, ike: brought.connection }
  return { ...rest, initiator, ...name }
}

/** What stands within the section `charon`, which `requestOf` puts around it. */
function editSection(settings: string | null | undefined, source: string, steps: readonly Step[]): string | undefined {
  return editText(settings ? charonSection(settings) : undefined, source, steps)
    ?.trimEnd()
    .split('\n')
    .slice(1, -1)
    .join('\n')
}

/** From the last line to the first, so that each still stands where the step says; `undefined` where a text is missing. */
function editText(text: string | undefined, source: string, steps: readonly Step[]): string | undefined {
  if (text === undefined) return undefined
  const lines = text.split('\n')
  const edits = steps.flatMap(({ edit }) => (edit?.source === source ? [edit] : []))
  const inOrder = edits.toSorted((a, b) => b.line - a.line || Number(a.remove === null) - Number(b.remove === null))
  for (const { line, remove, insert } of inOrder) {
    const old = lines[line - 1] ?? ''
    if (remove === null) lines.splice(line - 1, 0, insert)
    else if (old.includes(remove)) lines[line - 1] = old.replace(remove, () => insert)
    else return undefined
  }
  return lines.join('\n')
}

/** One line for each pair that is still down, and how many came up. */
export function remediedWords(remedied: readonly Remedied[], whole: boolean): string[] {
  const up = remedied.filter(({ after }) => after !== undefined && !isFailing(after) && after.lab_error === undefined)
  const words = remedied
    .filter((each) => !up.includes(each))
    .map(({ labCase, before, steps, after }) => {
      const now =
        after === undefined
          ? steps.length === 0
            ? 'nothing is recommended'
            : 'no edit is told'
          : `still ${after.error ?? after.rekey?.error ?? 'failing'}${after.load_errors === undefined ? '' : `: ${JSON.stringify(after.load_errors)}`}`
      return `${labCase.id} ${labCase.kinds?.join('+')}: ${before.error ?? before.rekey?.error ?? 'no child'}, ${now}`
    })
  const elsewhere = up.filter(({ labCase, edited }) => edited !== undefined && isBegunOtherwise(labCase, edited))
  return [
    ...(whole ? remedied.flatMap(wholeWords) : []),
    ...words,
    `${remedied.length} failing, ${up.length} of them up after exactly the edits that are recommended`,
    ...(elsewhere.length === 0
      ? []
      : [`  ${elsewhere.length} of these begun from the other end or by another name, as the report says`]),
  ]
}

function isBegunOtherwise(before: LabCase, after: LabCase): boolean {
  return before.initiate !== after.initiate || before.initiator !== after.initiator || before.trigger !== after.trigger
}

function wholeWords({ steps, edited, after }: Remedied): string[] {
  return [
    ...steps.map(({ end, say, edit }) => `${end}: ${say} ${JSON.stringify(edit)}`),
    ...(edited === undefined ? [] : [`# A\n${edited.a}`, `# B\n${edited.b}`]),
    JSON.stringify(after, undefined, 1),
  ]
}
