import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/analyse.ts'

const FOLDER = join(import.meta.dirname, '../../../golden/cases/cisco-asa-fortigate-groups')

it('several new objects of one remedy have names of their own, and nothing is made twice', () => {
  const pastes = ['a', 'b'].map((end) => ({
    source: `${end}.txt`,
    end: end.toUpperCase(),
    text: readFileSync(join(FOLDER, `${end}.txt`), 'utf8'),
  }))
  const { remediation } = analyse({ pastes })
  const commands = remediation.steps.flatMap(({ run }) => run ?? []).join('\n')
  expect(commands.match(/edit "p2-all.*"/g)).toEqual([
    'edit "p2-all"',
    'edit "p2-all-2"',
    'edit "p2-all-3"',
    'edit "p2-all-4"',
  ])
  expect(commands.match(/set name .*/g)).toEqual(['set name "to to-dc"', 'set name "from to-dc"'])
})
