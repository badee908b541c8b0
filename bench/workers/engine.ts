import { openDocument, type Document } from "../../server/engine/index.ts"
import { diagnose, type Diagnostic } from "../../server/engine/features/diagnose.ts"
import { RULES } from "../../server/engine/rules/index.ts"
import { proseMismatch } from "../../server/engine/rules/prose-mismatch.ts"
import type { Report } from "../../server/engine/report/report.ts"
import { editOf, undoOf, type Action } from "../edits.ts"
import { bookOfArguments, random } from "./book.ts"
import { answer } from "./loop.ts"

// The engine alone: an edit, the reports as they are then, and all findings of those that are not the same objects as before.

/** The rules of prose come last in the manual. */
const rules = process.argv[4] === "without prose" ? RULES.slice(0, RULES.indexOf(proseMismatch)) : RULES
const book = bookOfArguments()
const findings = new WeakMap<Report, readonly Diagnostic[]>()
const first = openDocument(book.text)
for (const { report } of first.reports) findings.set(report, diagnose(report, 0, {}, rules))

/** Makes sure of the findings of every report. Those before the first change and behind the last are known. */
function check(before: Document, after: Document): void {
  const [old, now] = [before.reports, after.reports]
  const shared = Math.min(old.length, now.length)
  let head = 0
  while (head < shared && old[head]!.report === now[head]!.report) head++
  let tail = 0
  while (tail < shared - head && old[old.length - tail - 1]!.report === now[now.length - tail - 1]!.report) tail++
  for (const { report } of now.slice(head, now.length - tail)) if (!findings.has(report)) findings.set(report, diagnose(report, 0, {}, rules))
}

let document = first

answer(action => {
  const edit = editOf(action as Action, book, random)
  const step = (next: Document): void => {
    check(document, next)
    document = next
  }
  return {
    run() {
      step(document.edit(edit))
    },
    undo() {
      step(document.edit(undoOf(edit)))
    },
  }
})
