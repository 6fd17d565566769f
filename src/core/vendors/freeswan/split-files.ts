import type { SourceLine } from '../../text/source-text.ts'
import { isIndented } from './conf-text.ts'
import { isOtherCommand, isScreenLine } from './prompt-line.ts'
import { startsSecret } from './secrets-text.ts'

const HEADING = /^(?:version\b|config[ \t]+setup|conn[ \t]+\S|ca[ \t]+\S)/

const OF_CONF = /^\s|^(?:#|include\b|version\b|[\w-]{1,40}[ \t]*=|(?:config[ \t]+setup|conn[ \t]+\S|ca[ \t]+\S))/
/** An entry has a colon with something behind it, or goes on in lines that are indented or close its braces. */
const OF_SECRETS = /^\s|^(?:#|include\b|\})|:[ \t]*\S/

/** What a paste shows of a gateway. */
interface ShownFiles {
  readonly conf: readonly SourceLine[]
  readonly secrets: readonly SourceLine[]
  /** Prompts and headings, which stand in one of these as well. */
  readonly screen: readonly SourceLine[]
}

/**
 * The lines of ipsec.conf and those of ipsec.secrets, in whatever order a paste has them. A file reaches to the first
 * line that only the other one has, or to another command; remarks and prompts in between go with the file above.
 */
export function splitFiles(lines: readonly SourceLine[]): ShownFiles {
  const conf: SourceLine[] = []
  const secrets: SourceLine[] = []
  const screen: SourceLine[] = []
  // What another command printed, such as `ipsec status`.
  const beside: SourceLine[] = []
  let current = conf
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    if (isOtherCommand(line.text)) {
      screen.push(line)
      conf.push(line)
      current = beside
      continue
    }
    if (isScreenLine(line.text)) {
      screen.push(line)
      current = /secrets/.test(line.text) ? secrets : conf
    } else if (!isIndented(line.text)) {
      if (HEADING.test(line.text)) current = conf
      else if (startsSecret(lines, index)) current = secrets
    }
    current.push(line)
  }
  return { conf: withoutTalk(conf, OF_CONF), secrets: withoutTalk(secrets, OF_SECRETS), screen }
}

/**
 * What people write below a file, before a prompt or, in a paragraph of its own, before a section is none of it, where it could not be a
 * part of any: words that are not indented, and no setting.
 */
function withoutTalk(lines: readonly SourceLine[], ofFile: RegExp): readonly SourceLine[] {
  const kept: SourceLine[] = []
  // Since the last line that is of the file.
  let words: SourceLine[] = []
  for (const [index, line] of lines.entries()) {
    const isScreen = isScreenLine(line.text)
    // A remark may as well be a command behind the prompt of root.
    const isEither = line.text === '' || (line.text.startsWith('#') && !isScreen)
    if (isEither ? words.length > 0 : !isScreen && !ofFile.test(line.text)) {
      words.push(line)
      continue
    }
    const isParagraph = kept.at(-1)?.text === '' && lines[index - 1]?.text === ''
    if (!isScreen && !(isParagraph && HEADING.test(line.text))) kept.push(...words)
    words = []
    kept.push(line)
  }
  return kept.length === 0 ? lines : kept
}
