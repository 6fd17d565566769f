import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { faults, faultTables } from './system/faults/table.ts'

const operations = readFileSync('docs/operations.md', 'utf8')
const tests = readdirSync('test/system/faults')
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(`test/system/faults/${name}`, 'utf8'))
  .join('\n')

it('the page for whoever runs the program has the tables of faults that the system tests go by', () => {
  expect(operations).toContain(faultTables())
})

it.each(Object.keys(faults))('a system test shows %s', (name) => {
  expect(tests.match(new RegExp(`itShows\\(\\s*'${name}'`, 'g'))).toHaveLength(1)
})
