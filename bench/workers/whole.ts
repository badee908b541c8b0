import { applyEdits } from "../../server/engine/text/range.ts"
import { editOf, type Action } from "../edits.ts"
import { bookOfArguments, random } from "./book.ts"
import { answer } from "./loop.ts"

/** For tools that read the whole text again after each edit, which is made beforehand and is not measured. */
export function answerWithWhole(work: (text: string) => void): void {
  const book = bookOfArguments()
  answer(action => {
    const text = applyEdits(book.text, [editOf(action as Action, book, random)])
    return {
      run() {
        work(text)
      },
    }
  })
}
