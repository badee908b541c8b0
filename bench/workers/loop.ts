import { performance } from "node:perf_hooks"

/** What a worker is asked: so many samples of an action. */
export interface Question {
  readonly action: string
  readonly count: number
}

/** One measured step, and what puts everything back, which is not measured. */
export interface Step {
  run(): void | Promise<void>
  undo?(): void
}

const WARM = 3

/** Answers the parent's questions with times in milliseconds. The first steps of each burst only warm the caches. */
export function answer(stepOf: (action: string) => Step): void {
  process.on("message", (question: Question) => {
    void take(stepOf, question).then(times => process.send!(times))
  })
  process.on("disconnect", () => process.exit())
  process.send!("ready")
}

async function take(stepOf: (action: string) => Step, { action, count }: Question): Promise<number[]> {
  const times: number[] = []
  const warm = count > 5 * WARM ? WARM : 0
  for (let i = -warm; i < count; i++) {
    const { run, undo } = stepOf(action)
    const start = performance.now()
    const pending = run()
    if (pending) await pending
    const end = performance.now()
    undo?.()
    if (i >= 0) times.push(end - start)
  }
  return times
}
