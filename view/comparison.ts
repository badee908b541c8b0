import type { VNode } from "preact"
import type { ReportView } from "../server/engine/features/reportView.ts"
import { el } from "./element.ts"
import { drawTables } from "./report.ts"
import type { Words } from "./words.ts"

/** Two reports: what differs, each difference with what it was and what it is, and both with marks where figures differ. */
export interface ComparedReports {
  readonly rows: readonly { readonly where: string; readonly from: string; readonly to: string; readonly growth: string }[]
  readonly old: ReportView
  readonly now: ReportView
}

/** What differs between two reports, and their tables side by side. `names` tell the older from the newer. Whatever a draft says is set as text. */
export function drawComparison({ rows, old, now }: ComparedReports, names: readonly [string, string], words: Words): VNode {
  const [before, after] = names
  return el("main", null,
    el("h1", null, `${before} → ${after}`),
    rows.length === 0
      ? el("p", null, words.same)
      : el("div", { class: "scroll" },
          el("table", { class: "changes" },
            el("thead", null, el("tr", null, ["", before, after, words.growth].map(title => el("th", { scope: "col" }, title)))),
            el("tbody", null, rows.map(({ where, from, to, growth }) => el("tr", null, el("th", { scope: "row" }, where), el("td", null, from), el("td", null, to), el("td", null, growth)))))),
    el("div", { class: "versions" }, [[before, old, "0"], [after, now, "1"]].map(([name, view, id]) => el("section", null, el("h2", null, name as string), drawTables(view as ReportView, words, id as string)))))
}
