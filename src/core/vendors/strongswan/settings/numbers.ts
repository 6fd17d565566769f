/** A number as C reads it (`strtol` with base 0): decimal, `0x` or octal; `undefined` when something else follows. */
export function cNumber(text: string): number | undefined {
  const [, sign = '', digits = ''] = /^\s*([+-]?)(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.exec(text) ?? []
  if (digits === '') return undefined
  const value = /^0x/i.test(digits) ? Number.parseInt(digits, 16) : Number.parseInt(digits, /^0./.test(digits) ? 8 : 10)
  return sign === '-' ? -value : value
}
