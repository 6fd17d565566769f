/** A name that stands for itself between quotation marks on a command line of Windows; `undefined` for any other. */
export function quotable(name: string | null | undefined): string | undefined {
  return name != null && /^[^"%^\p{Cc}]{1,80}$/u.test(name) ? name : undefined
}
