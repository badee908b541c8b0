import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import type { Range } from "../../server/engine/text/range.ts"
import { SEVERITIES, type Severity } from "../../server/engine/rules/rule.ts"

/**
 * A test written on a page (test/rules/<rule-id>.md). Its heading is its name; below it stand fences of four backticks:
 *
 * - `draft` holds the text. ⟦ ⟧ enclose the range of a finding, ⟦⟧ an empty one. Below the line in which a range ends stands
 *   `!! severity "words"`, in the order of the text: the severity, and words that the Chinese message must hold (more of them in
 *   further quotes). `no fix` behind them says that nothing is offered. Without a mark the rule must be silent.
 * - `fixed` holds the text after the first fix of every finding, or `diff` only the lines that it changes; a second such fence
 *   holds what the second fix gives, and so on. `preferred` and `safe` behind the word say that all these fixes are so;
 *   without the word none is.
 */
export interface Fixture {
  readonly name: string
  readonly text: string
  readonly expected: readonly Expectation[]
  readonly outcomes: readonly Outcome[]
}

/** A finding that a fixture asks for. */
export interface Expectation {
  readonly range: Range
  readonly severity: Severity
  readonly words: readonly string[]
  /** True if the finding must offer nothing. */
  readonly noFix: boolean
}

/** What a fix makes of the text, whole or as a diff, and what it claims to be. */
export interface Outcome {
  readonly text: string
  readonly isDiff: boolean
  readonly preferred: boolean
  readonly safe: boolean
}

const FENCE = "````"
const EXPECTATION = /^!! (\w+)((?: "[^"]*")+)( no fix)?$/
const OUTCOME = /^(fixed|diff)( preferred)?( safe)?$/

/** The fixtures of a page. */
export function readFixtures(path: string): Fixture[] {
  const fixtures: Fixture[] = []
  let name = ""
  for (const { heading, info, lines } of partsOf(readFileSync(path, "utf8"), path)) {
    const last = fixtures[fixtures.length - 1]
    const outcome = OUTCOME.exec(info)
    if (info === "") name = heading
    else if (info === "draft") fixtures.push({ name, ...parseDraft(lines, `${path}: ${name}`), outcomes: [] })
    else if (outcome && last?.name === name) {
      const [, kind, preferred, safe] = outcome
      const read = { text: lines.map(line => `${line}\n`).join(""), isDiff: kind === "diff", preferred: preferred !== undefined, safe: safe !== undefined }
      fixtures[fixtures.length - 1] = { ...last, outcomes: [...last.outcomes, read] }
    } else throw new Error(`${path}: ${name}: unknown fence "${info}"`)
  }
  const names = fixtures.map(fixture => fixture.name)
  assert.deepEqual(names, [...new Set(names)], `${path}: a heading has one draft, and no two headings are alike`)
  return fixtures
}

/** The lines that differ, one text below the other: those of the first with `-` before them, those of the second with `+`. */
export function diff(before: string, after: string): string {
  const [a, b] = [before.split("\n"), after.split("\n")]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return changes(a.slice(start, a.length - end), b.slice(start, b.length - end)).map(line => `${line}\n`).join("")
}

/** The changes between two lists of lines, with as many lines left alone as can be. */
function changes(a: readonly string[], b: readonly string[]): string[] {
  const alike = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) alike[i]![j] = a[i] === b[j] ? alike[i + 1]![j + 1]! + 1 : Math.max(alike[i + 1]![j]!, alike[i]![j + 1]!)
  }
  const lines: string[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && a[i] === b[j]) {
      i++
      j++
    } else if (i < a.length && alike[i + 1]![j]! >= (alike[i]![j + 1] ?? 0)) lines.push(`-${a[i++]!}`)
    else lines.push(`+${b[j++]!}`)
  }
  return lines
}

interface Part {
  readonly heading: string
  /** What stands behind the opening fence; empty for a heading. */
  readonly info: string
  readonly lines: readonly string[]
}

/** The headings and fences of a page, in order. */
function partsOf(page: string, path: string): Part[] {
  const parts: Part[] = []
  const lines = page.split("\n")
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (line.startsWith("## ")) parts.push({ heading: line.slice(3), info: "", lines: [] })
    if (!line.startsWith(FENCE)) continue
    const end = lines.indexOf(FENCE, at + 1)
    if (end < 0) throw new Error(`${path}: line ${at + 1} opens a fence that nothing closes`)
    parts.push({ heading: "", info: line.slice(FENCE.length), lines: lines.slice(at + 1, end) })
    at = end
  }
  return parts
}

function parseDraft(lines: readonly string[], where: string): Pick<Fixture, "text" | "expected"> {
  let text = ""
  const open: number[] = []
  const ranges: Range[] = []
  const claims: Omit<Expectation, "range">[] = []
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("!!")) {
      claims.push(parseClaim(line, where))
      continue
    }
    for (const char of `${line}\n`) {
      if (char === "⟦") open.push(text.length)
      else if (char === "⟧") ranges.push({ from: open.pop()!, to: text.length })
      else text += char
    }
    const below = lines.slice(index + 1).findIndex(next => !next.startsWith("!!"))
    const said = claims.length + (below < 0 ? lines.length - index - 1 : below)
    assert.equal(said, ranges.length, `${where}: the marks and the lines below “${line}” do not agree`)
  }
  assert.equal(open.length, 0, `${where}: a ⟦ is not closed`)
  ranges.sort((a, b) => a.from - b.from || a.to - b.to)
  return { text, expected: ranges.map((range, i) => ({ range, ...claims[i]! })) }
}

function parseClaim(line: string, where: string): Omit<Expectation, "range"> {
  const [, severity, words, noFix] = EXPECTATION.exec(line) ?? []
  const known = SEVERITIES.find(name => name === severity)
  if (!known || !words) throw new Error(`${where}: “${line}” is not of the form !! severity "words"`)
  return { severity: known, words: [...words.matchAll(/"([^"]*)"/g)].map(match => match[1]!), noFix: noFix !== undefined }
}
