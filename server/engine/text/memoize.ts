/** What has been worked out from an object, as pairs of a memoized function and its result. Objects have few of them. */
type Memory = unknown[]

/** Gives objects of any kind a private field, which no comparison, copy or output sees. */
class Remembering extends (function (object: object) {
  return object
} as unknown as new (object: object) => object) {
  readonly #memory: Memory = []

  static memoryOf(object: object): Memory {
    return #memory in object ? object.#memory : (new Remembering(object) as Remembering).#memory
  }
}

/**
 * A function of an immutable object that is worked out once for each, for as long as the object lives. Results hang on the
 * object itself, so that they go with it: what a WeakMap holds outlives its key until the next full collection, and is copied
 * again and again before.
 */
export function memoize<K extends object, V>(work: (key: K) => V): (key: K) => V {
  return key => {
    const memory = Remembering.memoryOf(key)
    for (let i = 0; i < memory.length; i += 2) if (memory[i] === work) return memory[i + 1] as V
    const value = work(key)
    memory.push(work, value)
    return value
  }
}

/** So many results of a function of texts are kept. */
const MAX_TEXTS = 5000
/** Longer texts hardly come twice. */
const MAX_TEXT_LENGTH = 120
/** So long a part of a text is one that refers to it; shorter ones are copies from the beginning. */
const MIN_REFERENCE = 13

/** A function of a text that follows from the text alone, remembered for short texts: the lines and cells of tables are the same few hundred. */
export function memoizeText<V>(work: (text: string) => V): (text: string) => V {
  let known = new Map<string, V>()
  return text => {
    if (text.length > MAX_TEXT_LENGTH) return work(text)
    let value = known.get(text)
    if (value === undefined) {
      value = work(text)
      if (known.size >= MAX_TEXTS) known = new Map()
      // The text may be part of a larger one, which must not live on with it: what is remembered is a copy.
      known.set(text.length < MIN_REFERENCE ? text : ` ${text}`.slice(1), value)
    }
    return value
  }
}
