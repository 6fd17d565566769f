import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeConnection } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { type Box, equalBoxes } from '../../selectors/box.ts'
import type { AccessLine } from './access-lists.ts'
import { exemption, linesInPlaceOf, type PlacedLine, permitLineOf } from './acl-steps.ts'
import type { AsaSteps } from './asa-steps.ts'
import { configure, flowWords } from './asa-words.ts'
import { boxesOfChild } from './connection-boxes.ts'
import type { AsaConnection } from './connections.ts'

/**
 * What a line of the crypto ACL that stands for several pairs becomes: it goes, and each pair comes back as a line of its own, as
 * all changes together leave it. Each of these changes says the same, which makes them one step. `null` where the pair has its
 * line for itself, or the list was not pasted.
 */
export function changeOfLine(
  end: Endpoint,
  after: Endpoint,
  known: AsaConnection | undefined,
  box: Box,
  asa: AsaSteps,
): DialectStep[] | null {
  if (known?.list === undefined) return null
  const found = permitLineOf(known.list, box, asa)
  const then = after.ike?.connections.find(({ name }) => name === known.connection.name)
  if (found === undefined || (found.line.boxes?.length ?? 0) < 2 || then === undefined) return null
  const steps = stepsOf(after)
  const step = steps.get(found.line) ?? writtenOut(end, then, known, found, asa)
  steps.set(found.line, step)
  return [step]
}

/** Many changes may be about one line. */
const stepsOf = rememberedOf((_: Endpoint) => new Map<AccessLine, DialectStep>())

function writtenOut(
  end: Endpoint,
  then: IkeConnection,
  known: AsaConnection,
  placed: PlacedLine,
  asa: AsaSteps,
): DialectStep {
  const list = known.list ?? ''
  const children = new Map(then.children.map((child) => [child.name, child]))
  const parts = known.connection.children
    .filter(({ span }) => span === placed.line.command.span)
    .map((child) => {
      const left = children.get(child.name)
      return { from: boxesOfChild(child), to: left === undefined ? [] : boxesOfChild(left) }
    })
  const changed = parts.filter(
    ({ from, to }) => from.length !== to.length || !from.every((box, index) => isSame(box, to[index])),
  )
  const words = changed.map(({ from, to }) =>
    to.length === 0 ? `remove ${flows(from)}` : `change ${flows(from)} into ${flows(to)}`,
  )
  const lines = linesInPlaceOf(
    list,
    placed,
    parts.flatMap(({ to }) => to),
  )
  const exempt = new Set(changed.flatMap(({ to }) => to.flatMap((box) => exemption(known, box, asa))))
  return {
    say: `On ${end.name}, in the crypto ACL ${list}, ${words.join(', and ')}.`,
    run: configure([...lines, ...exempt]),
  }
}

function flows(boxes: readonly Box[]): string {
  return boxes.map(flowWords).join(' and ')
}

function isSame(box: Box, other: Box | undefined): boolean {
  return other !== undefined && equalBoxes(box, other)
}
