/** Commands that can be pasted at the prompt of the operational mode. */
export function commandBlock(lines: readonly string[]): string {
  return ['configure', ...lines, 'commit', 'exit'].join('\n')
}

/** What keeps them over a restart. */
export const SAVE = 'configure\nsave\nexit'
