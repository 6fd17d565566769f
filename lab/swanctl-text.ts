import type { ChildDraft, ConnectionDraft, EndDraft, SecretDraft, SelectorDraft } from './pair-draft.ts'

/** The swanctl.conf of one end, as a person would write it. */
export function swanctlText(end: EndDraft): string {
  const connections = [...end.before, end.main, ...end.after]
  const text = [
    'connections {',
    ...connections.flatMap((connection) => indent(connectionLines(connection))),
    '}',
    'secrets {',
    ...end.secrets.flatMap((secret) => indent(secretLines(secret))),
    '}',
    '',
  ].join('\n')
  return end.spoil === undefined ? text : end.spoil(text)
}

function connectionLines(connection: ConnectionDraft): readonly string[] {
  return section(connection.name, [
    ...option('version', connection.version?.toString()),
    ...option('local_addrs', connection.localAddrs),
    ...option('remote_addrs', connection.remoteAddrs),
    ...option('proposals', connection.ike?.join(', ')),
    ...connection.lines,
    ...section('local', ['auth = psk', ...option('id', quoted(connection.id))]),
    ...section('remote', ['auth = psk', ...option('id', quoted(connection.peerId))]),
    ...section(
      'children',
      connection.children.flatMap((child) => childLines(child)),
    ),
  ])
}

function childLines(child: ChildDraft): readonly string[] {
  return section(child.name, [
    ...option('local_ts', list(child.local)),
    ...option('remote_ts', list(child.remote)),
    ...option('esp_proposals', child.esp?.join(', ')),
    ...child.lines,
  ])
}

function secretLines({ name, ids, secret }: SecretDraft): readonly string[] {
  const known = ids.map((id, index) => `id-${index + 1} = ${quoted(id)}`)
  return section(name, [...known, `secret = ${secret}`])
}

function list(selectors: readonly SelectorDraft[] | undefined): string | undefined {
  return selectors?.map(({ text }) => text).join(', ')
}

/** A hash sign would begin a comment, and a distinguished name has equals signs and commas. */
function quoted(id: string | undefined): string | undefined {
  return id !== undefined && /[#,= ]/.test(id) ? `"${id}"` : id
}

function option(key: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${key} = ${value}`]
}

function section(name: string, lines: readonly string[]): readonly string[] {
  return [`${name} {`, ...indent(lines), '}']
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`)
}
