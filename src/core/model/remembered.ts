/**
 * Pure functions that remember what they gave for the same objects, for as long as those are in use. Only for what is never
 * changed once it is made, as everything in the model is.
 */
export function rememberedOf<A extends object, R>(work: (a: A) => R): (a: A) => R {
  const known = new WeakMap<A, { readonly result: R }>()
  return (a) => {
    const found = known.get(a)
    if (found !== undefined) return found.result
    const result = work(a)
    known.set(a, { result })
    return result
  }
}

/** The same for two objects. */
export function remembered<A extends object, B extends object, R>(work: (a: A, b: B) => R): (a: A, b: B) => R {
  const ofFirst = rememberedOf((a: A) => rememberedOf((b: B) => work(a, b)))
  return (a, b) => ofFirst(a)(b)
}

/** The same for a text within something, such as a word that stands in one configuration many times. */
export function rememberedIn<A extends object, R>(work: (text: string) => R): (within: A, text: string) => R {
  return rememberedFor(
    (text) => text,
    (_, text) => work(text),
  )
}

/** The same for a question to something; `keyOf` gives the same text for what has the same answer. */
export function rememberedFor<A extends object, Q, R>(
  keyOf: (question: Q) => string,
  work: (within: A, question: Q) => R,
): (within: A, question: Q) => R {
  const ofWithin = rememberedOf((_: A) => new Map<string, { readonly result: R }>())
  return (within, question) => {
    const known = ofWithin(within)
    const key = keyOf(question)
    const found = known.get(key) ?? { result: work(within, question) }
    known.set(key, found)
    return found.result
  }
}

/**
 * The same for texts of which many are the same, such as the lines of a hub's connections; so many are remembered. It is made anew for each
 * text that is pasted, which it keeps no longer.
 */
export function rememberedTexts<R extends NonNullable<unknown>>(
  work: (text: string) => R,
  most = 1000,
): (text: string) => R {
  const known = new Map<string, R>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const result = work(text)
    if (known.size < most) known.set(text, result)
    return result
  }
}
