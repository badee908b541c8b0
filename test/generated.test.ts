import assert from "node:assert/strict"
import { RULES } from "../server/engine/rules/index.ts"
import { checkGenerated } from "./support/generated.ts"
import { manual, RULE_GROUPS } from "./support/manual.ts"

describe("generated manual", () => {
  for (const [path, locale] of [["docs/rules.md", "en"], ["docs/rules.zh-CN.md", "zh"]] as const) {
    it(`${path} says what the rules say`, () => checkGenerated(path, manual(locale)))
  }

  it("has every rule once, in the order of the list", () => {
    const ids = RULES.map(({ id }) => id)
    assert.deepEqual(RULE_GROUPS.flatMap(({ rules }) => rules.map(({ id }) => id)), ids)
    assert.deepEqual([...manual("en").matchAll(/^### (.*)$/gm)].map(match => match[1]), ids)
  })
})
