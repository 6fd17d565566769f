import { expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { fortigateExample } from '../../../src/core/rules/obstacle-examples.ts'

const [OFFERED, OTHER] = ['set dhgrp 14\n        set remote-gw', 'set dhgrp 19\n        set remote-gw']

// Neither the proposal, the route nor the policy lets a packet through alone.
it('removes each of several obstacles, though no packet gets through before the last one is gone', () => {
  const { pastes } = fortigateExample({ route: false, admission: false })
  const differing = pastes.map((paste) => ({ ...paste, text: paste.text.replace(OFFERED, OTHER) }))
  const { verdict, diagnostics, remediation } = analyse({ pastes: differing })
  expect(verdict).not.toBe('up')
  const found = diagnostics.filter(({ severity }) => severity === 'error').map(({ id }) => id)
  expect(found.map((id) => id.slice(0, 5))).toEqual(['PR001', 'SP008', 'SP009'])
  expect([...new Set(remediation.steps.flatMap((step) => step.for))].toSorted()).toEqual(found)
  expect(remediation.after?.verdict).toBe('up')
})
