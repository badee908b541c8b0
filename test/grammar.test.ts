import { FORMATS } from "../server/engine/formats.ts"
import { checkGenerated, toJson } from "./support/generated.ts"
import { markdownGrammar, ownGrammar } from "./support/grammar.ts"

describe("generated grammars", () => {
  it("know the labels of the formats", () => checkGenerated("syntaxes/report-draft.tmLanguage.json", toJson(ownGrammar(FORMATS))))
  it("know them in markdown", () => checkGenerated("syntaxes/report-draft.markdown.tmLanguage.json", toJson(markdownGrammar(FORMATS))))
})
