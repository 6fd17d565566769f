import type { Editor } from '../model/endpoint.ts'

/** An editor that is made when it is first asked: what it needs to know of a text, most readings are not asked for. */
export function lateEditor(make: () => Editor): Editor {
  let made: Editor | undefined
  return (before, after) => {
    made ??= make()
    return made(before, after)
  }
}
