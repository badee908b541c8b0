import { SEVERITIES } from "../engine/rules/rule.ts"
import type { Locale } from "./args.ts"
import { oneLine, placeOf, type CheckedDraft, type Printer } from "./output.ts"
import { LineIndex } from "../engine/text/lines.ts"

/** Findings as JUnit's XML, which build servers show: a suite for each draft, a case for each finding. As for the exit code, only errors are failures; what cannot be read is an error of its own. */
export const junitPrinter = (locale: Locale): Printer<CheckedDraft> => ({
  head: `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="report-draft">\n`,
  draft(draft) {
    const { path, text, checked } = draft
    const lines = new LineIndex(text)
    const found = checked.flatMap(({ diagnostics }) => diagnostics)
    const cases = found.map(({ rule, severity, range, message }) => {
      const said = escapeXml(`${severity} ${message[locale]}`)
      const outcome = severity === SEVERITIES[0] ? `<failure type="${rule}" message="${said}"/>` : `<system-out>${said}</system-out>`
      return `    <testcase classname="${escapeXml(path)}" name="${escapeXml(`${rule} ${placeOf(draft, range, lines)}`)}">${outcome}</testcase>\n`
    })
    const failures = found.filter(({ severity }) => severity === SEVERITIES[0]).length
    const all = cases.length > 0 ? cases.join("") : `    <testcase classname="${escapeXml(path)}" name="report-draft"/>\n`
    return `  <testsuite name="${escapeXml(path)}" tests="${Math.max(1, cases.length)}" failures="${failures}">\n${all}  </testsuite>\n`
  },
  fault({ subject, text }) {
    const name = escapeXml(subject ?? "report-draft")
    return `  <testsuite name="${name}" tests="1" failures="0" errors="1">\n    <testcase classname="${name}" name="report-draft"><error type="unreadable" message="${escapeXml(text[locale])}"/></testcase>\n  </testsuite>\n`
  },
  tail: () => "</testsuites>\n",
})

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** Words of a draft as XML may hold them: halves of characters and the two that are none are replaced. */
function escapeXml(text: string): string {
  return oneLine(text).replace(/[&<>"]/g, sign => ENTITIES[sign]!).replace(/[\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD")
}
