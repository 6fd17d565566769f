import { formatHost } from '../../address/address-range.ts'
import type { Editor, TextEdit } from '../../model/endpoint.ts'
import type { ChildConfig, IkeConnection, IkePolicy, SelectorTemplate } from '../../model/ike-policy.ts'
import type { Setting } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/box.ts'
import { formatPort, formatProtocol } from '../../selectors/protocol.ts'
import type { SourceLine, Span } from '../../text/source-text.ts'

/** Writes changed selectors and peers into the lines that state them, and new children in front of the first one. */
export function swanctlEditor(lines: readonly SourceLine[]): Editor {
  const texts = new Map(lines.map(({ number, text }) => [number, text]))
  const textAt = ({ line, column, length }: Span) => (texts.get(line) ?? '').slice(column - 1, column - 1 + length)
  return (before, after) => {
    if (before.ike === undefined || after.ike === undefined) return []
    return pairs(before.ike, after.ike).flatMap(([old, fresh]) => [
      ...listEdit('remote_addrs', old.remoteAddresses, fresh.remoteAddresses, formatHost, old.span, textAt),
      ...childEdits(old, fresh, textAt),
    ])
  }
}

type TextAt = (span: Span) => string

function pairs(before: IkePolicy, after: IkePolicy): (readonly [IkeConnection, IkeConnection])[] {
  return before.connections.flatMap((old) => {
    const fresh = after.connections.find(({ name }) => name === old.name)
    return fresh === undefined ? [] : [[old, fresh] as const]
  })
}

function childEdits(old: IkeConnection, fresh: IkeConnection, textAt: TextAt): TextEdit[] {
  const known = new Map(old.children.map((child) => [child.name, child]))
  const [first] = old.children
  return fresh.children.flatMap((child) => {
    const was = known.get(child.name)
    if (was !== undefined) {
      return [
        ...listEdit('local_ts', was.local, child.local, formatSelector, was.span, textAt),
        ...listEdit('remote_ts', was.remote, child.remote, formatSelector, was.span, textAt),
      ]
    }
    return first === undefined ? [] : [newChild(child, first, textAt)]
  })
}

/** The list where it is written; a list that is not stands right below the name of its section. */
function listEdit<T>(
  key: string,
  old: Setting<readonly T[]>,
  fresh: Setting<readonly T[]>,
  format: (value: T) => string,
  section: Span,
  textAt: TextAt,
): TextEdit[] {
  if (old === fresh) return []
  const insert = fresh.value.map(format).join(', ')
  if (old.origin === 'stated')
    return [{ source: old.span.source, line: old.span.line, remove: textAt(old.span), insert }]
  const indent = ' '.repeat(section.column + 1)
  return [{ source: section.source, line: section.line + 1, remove: null, insert: `${indent}${key} = ${insert}` }]
}

/** A child like the first one, with other selectors. */
function newChild(child: ChildConfig, model: ChildConfig, textAt: TextAt): TextEdit {
  const indent = ' '.repeat(model.span.column - 1)
  const { proposals } = model
  const settings = [
    `local_ts = ${child.local.value.map(formatSelector).join(', ')}`,
    `remote_ts = ${child.remote.value.map(formatSelector).join(', ')}`,
    ...(proposals.origin === 'stated' ? [`esp_proposals = ${textAt(proposals.span)}`] : []),
  ]
  const insert = [`${child.name} {`, ...settings.map((setting) => `  ${setting}`), '}']
    .map((line) => indent + line)
    .join('\n')
  return { source: model.span.source, line: model.span.line, remove: null, insert }
}

function formatSelector({ addresses, protocol, ports }: SelectorTemplate): string {
  const range = addresses === 'dynamic' ? 'dynamic' : formatHost(addresses)
  const anyProtocol = protocol.from === ANY_PROTOCOL.from && protocol.to === ANY_PROTOCOL.to
  const anyPort = ports.from === ANY_PORT.from && ports.to === ANY_PORT.to
  if (anyProtocol && anyPort) return range
  return `${range}[${anyProtocol ? '' : formatProtocol(protocol)}${anyPort ? '' : `/${formatPort(ports)}`}]`
}
