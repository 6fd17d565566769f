/** One thing of a configuration with its number, such as a filter or a connection; each is another one. */
type Unit = (at: number) => string

/** What stands above and below the units. */
export interface Shape {
  readonly above: string
  readonly unit: Unit
  readonly below: string
}
