import type { Editor } from '../model/endpoint.ts'

/** An editor that is made when it is first asked for edits, which most readings never are. */
export function lateEditor(make: () => Editor): Editor {
  let made: Editor | undefined
  return (before, after) => {
    made ??= make()
    return made(before, after)
  }
}
