import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { globSync } from "tinyglobby"
import ts from "typescript"
import { FORMATS } from "../server/engine/formats.ts"
import { labelsOf } from "../server/engine/report/format.ts"
import { wordsOf } from "../server/engine/text/plain.ts"

/** Shorter labels (其他, 总计) are words of any text. */
const MIN_LENGTH = 4

/** What only reports of one kind say: titles of reports, sections, tables and labels, words of templates; and what they are about. */
const WORDS = new Set([
  ...["政府信息", "信息公开", "依申请", "信息处理费", "国办公开办"],
  ...FORMATS.flatMap(({ reportTitle, sections, tables, templateTexts }) => [reportTitle, ...sections.flatMap(({ title, aliases }) => [title, ...aliases]), ...tables.flatMap(labelsOf), ...templateTexts])
    .map(wordsOf)
    .filter(word => word.length >= MIN_LENGTH),
])

/** What explains a rule may speak of the format that it was made for: the manual, and the drafts in it. */
const EXPLAINS = /^(?:docs|bad|good|badContext|EXAMPLE|\w*[eE]xample)$/

function textsIn(node: ts.Node): string[] {
  if ((ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name && EXPLAINS.test(node.name.getText())) return []
  const own = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isRegularExpressionLiteral(node) ? [node.text] : []
  const inner: string[] = []
  node.forEachChild(child => void inner.push(...textsIn(child)))
  return [...own, ...inner]
}

describe("the engine outside of the formats, and the client", () => {
  it("name no word of one format", () => {
    const named = globSync(["server/engine/**/*.ts", "client/**/*.ts"]).flatMap(path => {
      const texts = textsIn(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true)).map(wordsOf)
      return [...WORDS].filter(word => texts.some(text => text.includes(word))).map(word => `${path} names ${word}`)
    })
    assert.deepEqual(named, [])
  })
})
