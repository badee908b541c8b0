import type { VNode } from "preact"
import type { OfficialCell, OfficialRow } from "../server/engine/features/officialTable.ts"
import type { Piece, ReportView, TextPart, ViewFinding, ViewPart } from "../server/engine/features/reportView.ts"
import { SEVERITIES } from "../server/engine/rules/rule.ts"
import { el } from "./element.ts"
import type { Words } from "./words.ts"

/** What is done with the view besides reading it; nothing of it in a file. */
export interface Live {
  /** Place and id of the figure that is being edited, and with what. */
  readonly editing: { readonly report: number; readonly fact: string; readonly text: string } | null
  /** Id of the figure that the keys move from. */
  readonly current: { readonly report: number; readonly fact: string } | null
}

/** What is needed to draw one report. */
interface Drawing {
  readonly view: ReportView
  readonly words: Words
  /** Sets the ids of this report apart from those of others. */
  readonly report: string
  readonly live: Live | null
  /** By the place of a finding in the list: the id of what it leads to, its first mark. */
  readonly anchors: ReadonlyMap<number, string>
}

/** A report: its findings, then its text and tables. Everything that a draft says is set as text. */
export function drawReport(view: ReportView, words: Words, report: string, live: Live | null = null): VNode {
  const drawing: Drawing = { view, words, report, live, anchors: anchorsOf(view, report) }
  const titles = view.parts.filter(({ kind }) => kind === "title").slice(0, 1)
  return el("article", { class: "report", "data-report": report },
    titles.length > 0 ? titles.map(part => drawPart(drawing, part)) : el("h1", null, view.title),
    el("section", { class: "findings", "aria-label": words.findings },
      el("p", { class: "count", role: "status" }, countOf(view.findings, words)),
      el("ol", null, view.findings.map((finding, i) => drawFinding(drawing, finding, i))),
      view.omitted.findings > 0 ? el("p", { class: "omitted" }, words.omittedFindings(view.omitted.findings)) : null),
    view.parts.filter(part => !titles.includes(part)).map(part => drawPart(drawing, part)),
    view.omitted.text > 0 ? el("p", { class: "omitted" }, words.omitted(view.omitted.text)) : null)
}

const anchor = (report: string, from: number): string => `r${report}-${from}`

function anchorsOf({ parts }: ReportView, report: string): Map<number, string> {
  const anchors = new Map<number, string>()
  const add = (findings: readonly number[], from: number): void => findings.forEach(index => anchors.has(index) || anchors.set(index, anchor(report, from)))
  for (const part of parts) {
    if (part.kind !== "table") for (const { findings, from } of part.pieces) add(findings, from)
    else if (part.table.state !== "unreadable") for (const { cells } of part.table.rows) for (const { findings, range } of cells) add(findings, range?.from ?? 0)
  }
  return anchors
}

/** The tables of a report alone. */
export function drawTables(view: ReportView, words: Words, report: string): VNode[] {
  return view.parts.flatMap(part => (part.kind === "table" ? [drawTable({ view, words, report, live: null, anchors: new Map() }, part)] : []))
}

/** 问题 3：错误 1、警告 2 */
export function countOf(findings: readonly Pick<ViewFinding, "severity">[], words: Words): string {
  if (findings.length === 0) return words.none
  const counts = SEVERITIES.flatMap(severity => {
    const count = findings.filter(finding => finding.severity === severity).length
    return count > 0 ? [`${words.severities[severity]} ${count}`] : []
  })
  return `${words.findings} ${findings.length} (${counts.join(" · ")})`
}

function drawFinding({ words, live, anchors }: Drawing, { severity, rule, message, fixes }: ViewFinding, index: number): VNode {
  return el("li", { class: severity, "data-finding": index },
    el("span", { class: "severity" }, words.severities[severity]), " ",
    live ? el("button", { class: "link", "data-go": index }, message) : anchors.has(index) ? el("a", { href: `#${anchors.get(index)}` }, message) : el("span", null, message), " ",
    el("code", null, rule),
    live ? fixes.map((title, i) => el("button", { class: "fix", "data-finding": index, "data-fix": i }, title)) : null)
}

function drawPart(drawing: Drawing, part: ViewPart): VNode {
  switch (part.kind) {
    case "title":
      return el("h1", null, drawPieces(drawing, part))
    case "heading":
      return el("h2", null, drawPieces(drawing, part))
    case "paragraph":
      return el("p", null, drawPieces(drawing, part))
    case "raw":
      return el("pre", { tabIndex: 0 }, drawPieces(drawing, part))
    case "table":
      return drawTable(drawing, part)
  }
}

function drawPieces(drawing: Drawing, { pieces }: TextPart): (VNode | string)[] {
  return pieces.map(piece => (piece.findings.length === 0 && !drawing.live ? piece.text : drawPiece(drawing, piece)))
}

function drawPiece(drawing: Drawing, { text, from, findings }: Piece): VNode {
  const worst = worstOf(drawing, findings)
  if (!worst) return el("span", { "data-from": from }, text)
  return el("mark", { class: worst, title: messagesOf(drawing, findings), id: anchorOf(drawing, findings, from), "data-from": from, "data-marks": findings.join(" ") }, text)
}

function drawTable(drawing: Drawing, { table, name }: Extract<ViewPart, { kind: "table" }>): VNode {
  const { words, live } = drawing
  const heads = table.rows.findIndex(({ kind }) => kind === "figures")
  return el("figure", null,
    el("figcaption", null, name, " ", live ? el("button", { class: "copy", "data-copy": table.id }, words.copy) : null),
    table.state === "unreadable"
      ? el("p", { class: "unreadable" }, words.unreadable)
      : el("div", { class: "scroll" },
          el("table", { "data-table": table.id },
            el("thead", null, table.rows.slice(0, heads).map(row => drawRow(drawing, row))),
            el("tbody", null, table.rows.slice(heads).map(row => drawRow(drawing, row))))))
}

function drawRow(drawing: Drawing, row: OfficialRow): VNode {
  return el("tr", row.isMissing ? { class: "missing", title: drawing.words.missingRow } : null, row.cells.map(cell => drawCell(drawing, cell, row.kind)))
}

function drawCell(drawing: Drawing, cell: OfficialCell, kind: OfficialRow["kind"]): VNode {
  const { colSpan, rowSpan, text, findings, range, fact } = cell
  const spans = { ...(colSpan > 1 ? { colSpan } : {}), ...(rowSpan > 1 ? { rowSpan } : {}) }
  const worst = worstOf(drawing, findings)
  const marks = worst ? { title: messagesOf(drawing, findings), id: anchorOf(drawing, findings, range?.from ?? 0), "data-marks": findings.join(" ") } : {}
  const place = drawing.live && range ? { "data-from": range.from } : {}
  if (cell.kind !== "figure") {
    const scope = kind === "figures" ? (rowSpan > 1 ? "rowgroup" : "row") : colSpan > 1 ? "colgroup" : "col"
    return el("th", { ...spans, ...marks, ...place, scope, class: ["stub", "title"].includes(cell.kind) ? `${cell.kind} ${worst ?? ""}` : (worst ?? undefined) }, text)
  }
  const state = !fact ? "none" : fact.state === "number" ? null : fact.state
  return el("td", { ...spans, ...marks, ...place, class: ["figure", state, worst].filter(Boolean).join(" "), ...keysOf(drawing, cell) }, drawFigure(drawing, cell))
}

/** What makes a figure a cell that one can move to and edit. */
function keysOf({ words, live, report }: Drawing, { fact, text }: OfficialCell): object {
  if (!live || !fact) return {}
  const isCurrent = live.current?.fact === fact.id && String(live.current.report) === report
  return { "data-fact": fact.id, tabIndex: isCurrent ? 0 : -1, "aria-label": words.cell(fact.name, text), ...(isCurrent ? { "aria-current": "true" } : {}) }
}

function drawFigure({ live, report, words }: Drawing, { fact, text }: OfficialCell): VNode | string {
  const editing = live?.editing
  if (!editing || !fact || editing.fact !== fact.id || String(editing.report) !== report) return text
  return el("input", { class: "edit", defaultValue: editing.text, "aria-label": words.cell(fact.name, text), spellcheck: false, autocomplete: "off" })
}

function worstOf({ view }: Drawing, findings: readonly number[]): string | null {
  return SEVERITIES.find(severity => findings.some(index => view.findings[index]!.severity === severity)) ?? null
}

function messagesOf({ view }: Drawing, findings: readonly number[]): string {
  return findings.map(index => view.findings[index]!.message).join("\n")
}

/** The id of a mark to which a finding leads. */
function anchorOf({ report, anchors }: Drawing, findings: readonly number[], from: number): string | undefined {
  const id = anchor(report, from)
  return findings.some(index => anchors.get(index) === id) ? id : undefined
}
