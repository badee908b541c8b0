import { Readable } from "node:stream"
import { parentPort, workerData } from "node:worker_threads"
import { readFormats } from "../collection/formatFiles.ts"
import { Inspector, type Outcome, type Steps, type Task } from "./inspect.ts"
import type { Learnt } from "./lastYear.ts"
import { Sources } from "./sources.ts"

/** What a thread is asked: a step with some drafts, which it answers with what came of each, to take notice of what was learnt, or to end. */
export type Question = { readonly step: keyof Steps; readonly drafts: readonly number[] } | { readonly known: readonly Learnt[] } | { readonly end: true }

/** Answers the questions of the thread that started this one, one after the other; `program` is that of both. */
export function answer(program: string): void {
  const task = workerData as Task
  const inspector = new Inspector(task, readFormats(task.formatFiles).formats, new Sources(program), Readable.from([]), null)
  let last = Promise.resolve()
  parentPort!.on("message", (question: Question) => {
    // Ended by itself, it takes the programs with it that it has started.
    if ("end" in question) process.exit()
    last = last.then(async () => {
      if ("known" in question) return inspector.know(question.known)
      const outcomes: Outcome<unknown>[] = []
      for (const draft of question.drafts) outcomes.push(await inspector.do(question.step, draft))
      parentPort!.postMessage(outcomes)
    })
  })
}
