import MarkdownIt from "markdown-it"
import { answerWithWhole } from "./whole.ts"

const markdown = new MarkdownIt()
answerWithWhole(text => {
  markdown.parse(text, {})
})
