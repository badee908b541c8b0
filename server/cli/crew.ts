import type { Inspector, Outcome, Steps } from "./inspect.ts"
import type { Learnt } from "./lastYear.ts"

/** Whoever looks at the drafts of a run: this thread, or several beside each other. */
export interface Crew {
  /** Does a step with drafts, by their numbers in ascending order; what came of them is given in that order. */
  each<S extends keyof Steps>(step: S, drafts: readonly number[]): AsyncGenerator<Outcome<Steps[S]>>
  /** Tells all what was learnt of the drafts, in their order. */
  know(drafts: readonly Learnt[]): void
  end(): Promise<void>
}

/** One after the other, in this thread. */
export function alone(inspector: Inspector): Crew {
  return {
    async *each(step, drafts) {
      for (const draft of drafts) yield await inspector.do(step, draft)
    },
    know(drafts) {
      inspector.know(drafts)
    },
    end: () => Promise.resolve(),
  }
}
