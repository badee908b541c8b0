import { reportView } from "../engine/features/reportView.ts"
import { moveFinding } from "../engine/rules/rule.ts"
import { el } from "../../view/element.ts"
import { htmlOf, pageHead } from "../../view/pageText.ts"
import { countOf, drawReport } from "../../view/report.ts"
import { WORDS } from "../../view/words.ts"
import type { Locale } from "./args.ts"
import type { CheckedDraft, Printer } from "./output.ts"

/**
 * One file with the drafts' reports as people read them: findings, official tables, the text with marks. No script is in it, nothing is loaded from elsewhere.
 * Of several drafts an index is shown first; it is written last, since drafts go out one by one.
 */
export function htmlPrinter(locale: Locale): Printer<CheckedDraft> {
  const words = WORDS[locale]
  return {
    head: `${pageHead(el("title", null, "report-draft"), locale)}<body>\n<a class="skip" href="#index">${htmlOf(el("span", null, words.toIndex))}</a>\n<div class="drafts">\n`,
    draft({ path, reports, checked }, index) {
      const articles = reports.map((placed, i) => {
        const own = checked.find(({ from }) => from === placed.from)?.diagnostics ?? []
        return drawReport(reportView(placed.report, own.map(finding => moveFinding(finding, -placed.from)), locale), words, `${index}-${i}`)
      })
      return `${htmlOf(el("section", { class: "draft", id: `d${index}` }, el("p", { class: "path" }, path), articles.length > 0 ? articles : el("p", null, words.noReport)))}\n`
    },
    tail(listed) {
      const rows = listed.map(({ path, index, findings }) => el("tr", null, el("td", null, el("a", { href: `#d${index}` }, path)), el("td", null, findings ? countOf(findings.map(severity => ({ severity })), words) : words.noReport)))
      const index = el("nav", { id: "index", "aria-label": words.drafts }, listed.length > 1 ? el("table", null, el("tbody", null, rows)) : null)
      return `${htmlOf(index)}\n</div>\n</body>\n</html>\n`
    },
  }
}
