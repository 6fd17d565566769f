import type { SourceLine } from '../../text/source-text.ts'
import { isScreenLine } from '../strongswan/prompt-line.ts'
import { startsSecret } from './secrets-text.ts'

const HEADING = /^(?:config[ \t]+setup|conn[ \t]+\S|ca[ \t]+\S)/

/**
 * The lines of ipsec.conf and those of ipsec.secrets, in whatever order a paste has them. A file reaches to the first
 * line that only the other one has; remarks and prompts in between go with the file above.
 */
export function splitFiles(lines: readonly SourceLine[]): {
  readonly conf: readonly SourceLine[]
  readonly secrets: readonly SourceLine[]
} {
  const conf: SourceLine[] = []
  const secrets: SourceLine[] = []
  let current = conf
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    if (isScreenLine(line.text)) current = /secrets/.test(line.text) ? secrets : conf
    else if (HEADING.test(line.text)) current = conf
    else if (startsSecret(lines, index)) current = secrets
    current.push(line)
  }
  return { conf, secrets }
}
