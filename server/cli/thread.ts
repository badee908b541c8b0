import { Readable } from "node:stream"
import { parentPort, workerData } from "node:worker_threads"
import { Inspector, type Outcome, type Steps, type Task } from "./inspect.ts"
import type { Learnt } from "./lastYear.ts"
import { loadReportFormats } from "./reportFormat.ts"
import { Sources } from "./sources.ts"

/** What a thread is asked: a step with some drafts, which it answers with what came of each, or to take notice of what was learnt. */
export type Question = { readonly step: keyof Steps; readonly drafts: readonly number[] } | { readonly known: readonly Learnt[] }

/** Answers the questions of the thread that started this one, one after the other; `program` is that of both. */
export function answer(program: string): void {
  const { cwd, request } = workerData as Task
  const ready = loadReportFormats(request.reportFormats, cwd).then(formats => new Inspector(workerData as Task, formats, new Sources(program), Readable.from([]), null))
  let last: Promise<unknown> = ready
  parentPort!.on("message", (question: Question) => {
    last = last.then(async () => {
      const inspector = await ready
      if ("known" in question) return inspector.know(question.known)
      const outcomes: Outcome<unknown>[] = []
      for (const draft of question.drafts) outcomes.push(await inspector.do(question.step, draft))
      parentPort!.postMessage(outcomes)
    })
  })
}
