import { openDocument } from "../../server/engine/index.ts"
import { diagnose } from "../../server/engine/features/diagnose.ts"
import { bookOfArguments } from "./book.ts"
import { answer } from "./loop.ts"

// The engine alone: a whole document read and checked.

const { text } = bookOfArguments()

answer(() => ({
  run() {
    for (const { report, from } of openDocument(text).reports) diagnose(report, from)
  },
}))
