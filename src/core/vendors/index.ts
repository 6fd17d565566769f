/** One format that can be pasted: its id, its name, and how to get it. */
export interface FormatDescription {
  readonly id: string
  readonly title: string
  readonly command: string
}

export const formats: readonly FormatDescription[] = []
