import { parseArgs } from 'node:util'

/** A file to read (`-`: standard input), and the end that it was given for, if any. */
export interface Input {
  readonly file: string
  readonly end?: string
}

/** What the command line asks for. */
type Command =
  | { readonly kind: 'help' | 'version' | 'json-lines' }
  | { readonly kind: 'formats'; readonly json: boolean }
  | { readonly kind: 'explain'; readonly code: string; readonly json: boolean }
  | (Analysis & { readonly kind: 'analyse' | 'survey' })
  /** A full sentence: what is wrong with the command line. */
  | { readonly kind: 'misuse'; readonly say: string }

export interface Analysis {
  readonly inputs: readonly Input[]
  readonly json: boolean
  readonly probe?: string
  readonly tunnel?: string
  /** Tunnel addresses by end label. */
  readonly addresses: Readonly<Record<string, string>>
}

const options = {
  a: { type: 'string', multiple: true },
  b: { type: 'string', multiple: true },
  end: { type: 'string', multiple: true },
  'a-address': { type: 'string' },
  'b-address': { type: 'string' },
  tunnel: { type: 'string' },
  probe: { type: 'string' },
  survey: { type: 'boolean' },
  json: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

/** Understands the arguments after the program's name. */
export function parseCommandLine(args: readonly string[]): Command {
  try {
    return understand(parseArgs({ args: [...args], options, allowPositionals: true }))
  } catch (error) {
    // parseArgs throws on what people type; the rest of its message is advice about its own syntax.
    const [sentence = 'The command line is not understood'] =
      error instanceof Error ? error.message.split(/\.\s|\n/) : []
    return misuse(`${sentence.replace(/\.$/, '')}.`)
  }
}

function understand({
  values,
  positionals,
}: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>): Command {
  const json = values.json ?? false
  if (values.help) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  if (values.jsonl) {
    const alone = positionals.length === 0 && Object.keys(values).every((name) => name === 'jsonl' || name === 'json')
    return alone
      ? { kind: 'json-lines' }
      : misuse('--jsonl reads its cases from standard input and takes nothing else.')
  }
  if (positionals[0] === 'formats' && positionals.length === 1) return { kind: 'formats', json }
  if (positionals[0] === 'explain') {
    const code = positionals[1]
    if (code === undefined || positionals.length > 2) return misuse('"explain" takes one code, e.g. "explain TS001".')
    return { kind: 'explain', code, json }
  }

  const ends = (values.end ?? []).map(splitEnd)
  const wrong = ends.find((end) => typeof end === 'string')
  if (wrong !== undefined) return misuse(wrong)
  const inputs: Input[] = [
    ...(values.a ?? []).map((file) => ({ file, end: 'A' })),
    ...(values.b ?? []).map((file) => ({ file, end: 'B' })),
    ...ends.filter((end) => typeof end === 'object'),
    ...positionals.map((file) => ({ file })),
  ]
  if (inputs.length === 0) return misuse('There is nothing to read: name the files of one or both ends, or "-".')
  if (inputs.filter(({ file }) => file === '-').length > 1) return misuse('Standard input ("-") can be read only once.')
  if (values.survey && (values.probe !== undefined || values.tunnel !== undefined)) {
    return misuse('--survey looks at every tunnel; --probe and --tunnel look at one.')
  }
  return {
    kind: values.survey ? 'survey' : 'analyse',
    inputs,
    json,
    ...(values.probe !== undefined && { probe: values.probe }),
    ...(values.tunnel !== undefined && { tunnel: values.tunnel }),
    addresses: {
      ...(values['a-address'] !== undefined && { A: values['a-address'] }),
      ...(values['b-address'] !== undefined && { B: values['b-address'] }),
    },
  }
}

/** `LABEL=FILE`; the file's name may hold further equal signs. */
function splitEnd(text: string): Required<Input> | string {
  const [, end, file] = /^(\w+)=(.+)$/s.exec(text) ?? []
  if (end === undefined || file === undefined) return `--end takes LABEL=FILE, e.g. --end C=branch.txt, not "${text}".`
  return { file, end: end.toUpperCase() }
}

function misuse(say: string): Command {
  return { kind: 'misuse', say }
}
