import type { Endpoint } from '../model/endpoint.ts'

interface TwoEnds {
  readonly a: Endpoint
  readonly b: Endpoint
}

type OneWay = readonly [end: Endpoint, peer: Endpoint]

/** Each end with the other one as its peer, A first. */
export function bothWays({ a, b }: TwoEnds): readonly OneWay[] {
  return [
    [a, b],
    [b, a],
  ]
}

/** The end of a label, and its peer. */
export function wayFrom({ a, b }: TwoEnds, label: string): OneWay {
  return label === a.label ? [a, b] : [b, a]
}
