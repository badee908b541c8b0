import { reportView, type ViewFinding } from "../engine/features/reportView.ts"
import { moveFinding } from "../engine/rules/rule.ts"
import { el } from "../../view/element.ts"
import { htmlOf, pageHead } from "../../view/pageText.ts"
import { countOf, drawReport } from "../../view/report.ts"
import { WORDS } from "../../view/words.ts"
import type { Locale } from "./args.ts"
import type { CheckedDraft, Printer } from "./output.ts"

/** A line of the index. */
interface Entry {
  readonly path: string
  readonly draft: number
  readonly findings: readonly Pick<ViewFinding, "severity">[] | null
}

/**
 * One file with the drafts' reports as people read them: findings, official tables, the text with marks. No script is in it, nothing is loaded from elsewhere.
 * Of several drafts an index is shown first; it is written last, since drafts go out one by one.
 */
export function htmlPrinter(locale: Locale): Printer<CheckedDraft> {
  const words = WORDS[locale]
  const entries: Entry[] = []
  return {
    head: `${pageHead(el("title", null, "report-draft"), locale)}<body>\n<a class="skip" href="#index">${htmlOf(el("span", null, words.toIndex))}</a>\n<div class="drafts">\n`,
    draft({ path, reports, checked }) {
      const draft = entries.length
      entries.push({ path, draft, findings: reports.length > 0 ? checked.flatMap(({ diagnostics }) => diagnostics) : null })
      const articles = reports.map((placed, i) => {
        const own = checked.find(({ from }) => from === placed.from)?.diagnostics ?? []
        return drawReport(reportView(placed.report, own.map(finding => moveFinding(finding, -placed.from)), locale), words, `${draft}-${i}`)
      })
      return `${htmlOf(el("section", { class: "draft", id: `d${draft}` }, el("p", { class: "path" }, path), articles.length > 0 ? articles : el("p", null, words.noReport)))}\n`
    },
    get tail() {
      const rows = entries.map(({ path, draft, findings }) => el("tr", null, el("td", null, el("a", { href: `#d${draft}` }, path)), el("td", null, findings ? countOf(findings, words) : words.noReport)))
      const index = el("nav", { id: "index", "aria-label": words.drafts }, entries.length > 1 ? el("table", null, el("tbody", null, rows)) : null)
      return `${htmlOf(index)}\n</div>\n</body>\n</html>\n`
    },
  }
}
