import type { VNode } from "preact"
import type { ReportView } from "../server/engine/features/reportView.ts"
import { el } from "./element.ts"
import { drawTables } from "./report.ts"
import type { Words } from "./words.ts"

/** Two reports: what differs, each difference with what it was and what it is, and both with marks where figures differ. */
export interface ComparedReports {
  readonly figures: readonly { readonly label: string; readonly from: string; readonly to: string; readonly growth: string }[]
  readonly words: readonly { readonly where: string; readonly from: string; readonly to: string }[]
  readonly old: ReportView
  readonly now: ReportView
}

/** The figures that differ, the tables of both reports side by side, the words that differ. `names` tell the older from the newer. Whatever a draft says is set as text. */
export function drawComparison({ figures, words: said, old, now }: ComparedReports, names: readonly [string, string], words: Words): VNode {
  const [before, after] = names
  return el("main", null,
    el("h1", null, `${before} → ${after}`),
    figures.length + said.length === 0 ? el("p", null, words.same) : null,
    drawChanges(["", before, after, words.growth], figures.map(({ label, from, to, growth }) => [label, from, to, growth])),
    el("div", { class: "versions" }, drawVersion(before, old, "0", words), drawVersion(after, now, "1", words)),
    drawChanges(["", before, after], said.map(({ where, from, to }) => [where, from, to])))
}

function drawChanges(head: readonly string[], rows: readonly (readonly string[])[]): VNode | null {
  if (rows.length === 0) return null
  return el("div", { class: "scroll" },
    el("table", { class: "changes" },
      el("thead", null, el("tr", null, head.map(title => el("th", { scope: "col" }, title)))),
      el("tbody", null, rows.map(([where, ...cells]) => el("tr", null, el("th", { scope: "row" }, where), cells.map(cell => el("td", null, cell)))))))
}

function drawVersion(name: string, view: ReportView, id: string, words: Words): VNode {
  return el("section", null, el("h2", null, name), drawTables(view, words, id))
}
