import * as z from 'zod'
import { analyse, type DiagnosticPage, diagnosticPages, formats, Report, renderText } from '../src/core/index.ts'
import { manifest } from '../src/slack/manifest.ts'

/** The folder that holds a page for each diagnostic, and nothing else. */
export const PAGES = 'docs/diagnostics'

/** The files that are made from the code, by path from the root of the project; each is made when it is asked for. */
export const generatedFiles: ReadonlyMap<string, () => string> = new Map([
  ['manifests/socket-mode.json', () => json(manifest('socket'))],
  ['manifests/http.json', () => json(manifest('http'))],
  ['docs/report.schema.json', () => json(z.toJSONSchema(Report))],
  ['docs/formats.md', formatsPage],
  [`${PAGES}/README.md`, listOfPages],
  ...diagnosticPages.map((page) => [`${PAGES}/${page.code}-${page.slug}.md`, () => withAnswer(page)] as const),
])

/** The page, and what the command line says of its example. */
function withAnswer({ markdown, example }: DiagnosticPage): string {
  return `${markdown}\n## Answer\n\n\`\`\`text\n${renderText(analyse(example))}\n\`\`\`\n`
}

const LOGS =
  'Beside these, the log of a strongSwan, Libreswan, ASA, IOS or FortiGate, and the errors of Windows: it is no format that is read line by line, and the lines are found that say why a negotiation came to nothing, with what each end asked for ([SA012](diagnostics/SA012-what-the-log-says.md)). Beside the configuration of the gateway that logs, and nothing of the other end, what was asked for there and refused is held against that configuration: proposals, networks, identities, the key and the group of PFS. So one end and its log are enough for a verdict and for steps. In the account of what was read it is `strongswan/log`, `libreswan/log`, `cisco/log`, `fortigate/log` or `windows/log`.'

function formatsPage(): string {
  const rows = formats.map(({ id, title, command }) => `| ${title} | ${command.replaceAll('|', '\\|')} | \`${id}\` |`)
  return `# What can be pasted\n\nSeveral formats may stand in one paste, with prompts and other text around them.\n\n| what | how to get it | id |\n| --- | --- | --- |\n${rows.join('\n')}\n\n${LOGS}\n`
}

function listOfPages(): string {
  const lines = diagnosticPages.map(({ code, slug, title }) => `- [${code}](${code}-${slug}.md): ${title}`)
  return `# Diagnostics\n\nOne page each; \`ipsec-diagnose explain CODE\` prints it without the answer. Codes are never reused.\n\n${lines.join('\n')}\n`
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
