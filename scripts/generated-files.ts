import { z } from 'zod'
import { diagnosticPages, formats, Report } from '../src/core/index.ts'
import { manifest } from '../src/slack/manifest.ts'

/** The folder that holds a page for each diagnostic, and nothing else. */
export const PAGES = 'docs/diagnostics'

/** The files that are made from the code, by path from the root of the project. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['manifests/socket-mode.json', json(manifest('socket'))],
    ['manifests/http.json', json(manifest('http'))],
    ['docs/report.schema.json', json(z.toJSONSchema(Report))],
    ['docs/formats.md', formatsPage()],
    [`${PAGES}/README.md`, listOfPages()],
    ...diagnosticPages.map(({ code, slug, markdown }) => [`${PAGES}/${code}-${slug}.md`, markdown] as const),
  ])
}

function formatsPage(): string {
  const rows = formats.map(({ id, title, command }) => `| ${title} | ${command.replaceAll('|', '\\|')} | \`${id}\` |`)
  return `# What can be pasted\n\nSeveral formats may stand in one paste, with prompts and other text around them.\n\n| what | how to get it | id |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

function listOfPages(): string {
  const lines = diagnosticPages.map(({ code, slug, title }) => `- [${code}](${code}-${slug}.md): ${title}`)
  return `# Diagnostics\n\nOne page each; \`ipsec-diagnose explain CODE\` prints the same. Codes are never reused.\n\n${lines.join('\n')}\n`
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
