import { expect, it } from 'vitest'
import { relevantLines } from '../../corpus/relevant-lines.ts'

it.each([
  ['what stands between braces', 'connections {\n  x { frobnicate = 1 }\n\n# a comment\n}\nelse', [1, 2, 5]],
  ['what is indented below a line that is not', 'conn net\n\tleft=192.0.2.1\n\tfrobnicate\n# a comment\n', [1, 2, 3]],
  ['lines with a keyword in front', 'include /etc/ipsec.d/*.conf\nhello', [1]],
  ['keys, with identities in front or without', ': PSK "x"\n@west @east : PSK "x"\nwest: see below', [1, 2]],
  ['nothing of prose', 'Here is my config:\n\nThanks', []],
])('relevant is %s', (_, text, lines) => {
  expect([...relevantLines(text)]).toEqual(lines)
})
