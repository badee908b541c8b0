/** One result that has been worked out from an object, and the ones before it. An object has few of them. */
interface Memory {
  readonly work: unknown
  readonly value: unknown
  readonly before: Memory | null
}

/** Gives objects of any kind a private field, which no comparison, copy or output sees. */
class Remembering extends (function (object: object) {
  return object
} as unknown as new (object: object) => object) {
  #memory: Memory | null = null

  static recall(object: object): Memory | null {
    return #memory in object ? object.#memory : null
  }

  static remember(object: object, work: unknown, value: unknown): void {
    const remembering = #memory in object ? object : (new Remembering(object) as Remembering)
    remembering.#memory = { work, value, before: remembering.#memory }
  }
}

/**
 * A function of an immutable object that is worked out once for each, for as long as the object lives. Results hang on the
 * object itself, so that they go with it: what a WeakMap holds outlives its key until the next full collection, and is copied
 * again and again before.
 */
export function memoize<K extends object, V>(work: (key: K) => V): (key: K) => V {
  return key => {
    for (let memory = Remembering.recall(key); memory; memory = memory.before) if (memory.work === work) return memory.value as V
    const value = work(key)
    Remembering.remember(key, work, value)
    return value
  }
}

/** So many results are kept by `memoizeLast`: a report has fewer tables. */
const MAX_LAST = 8

/** As `memoize`, but only the last few results are kept: for what is large, and asked for a few times in a row and then hardly again. */
export function memoizeLast<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const last: { readonly key: K; readonly value: V }[] = []
  let oldest = 0
  return key => {
    for (const known of last) if (known.key === key) return known.value
    const value = work(key)
    last[oldest] = { key, value }
    oldest = (oldest + 1) % MAX_LAST
    return value
  }
}

/** How many results of a function of texts are kept, and of how long texts. */
interface Limits {
  readonly texts: number
  readonly length: number
}

/** The lines and cells of tables are the same few hundred; longer texts hardly come twice. */
const FOR_LINES: Limits = { texts: 5000, length: 120 }
/** So long a part of a text is one that refers to it; shorter ones are copies from the beginning. */
const MIN_REFERENCE = 13

/** A function of a text that follows from the text alone, remembered for short texts. */
export function memoizeText<V>(work: (text: string) => V, { texts, length }: Limits = FOR_LINES): (text: string) => V {
  let known = new Map<string, V>()
  return text => {
    if (text.length > length) return work(text)
    let value = known.get(text)
    if (value === undefined) {
      // The text may be part of a larger one, which must not live on with it: what is remembered is a copy.
      const copy = text.length < MIN_REFERENCE ? text : ` ${text}`.slice(1)
      value = work(copy)
      if (known.size >= texts) known = new Map()
      known.set(copy, value)
    }
    return value
  }
}
