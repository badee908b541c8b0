import { lint } from "markdownlint/sync"
import { answerWithWhole } from "./whole.ts"

answerWithWhole(text => {
  lint({ strings: { draft: text } })
})
