/// <reference lib="dom" />
import { render, type VNode } from "preact"
import { tableHtml, tableText } from "../server/engine/features/tableHtml.ts"
import type { ReportView } from "../server/engine/features/reportView.ts"
import { el } from "./element.ts"
import { Grid } from "./grid.ts"
import { countOf, drawReport, type Live } from "./report.ts"
import { WORDS } from "./words.ts"

// The script of the preview: it shows what the extension sends, and says what is clicked, typed and wanted.

/** What the extension sends. */
type Incoming =
  | { readonly type: "show"; readonly view: ReportView | null; readonly locale: "zh" | "en"; readonly scope: string }
  | { readonly type: "cursor"; readonly offset: number }

declare function acquireVsCodeApi(): { postMessage(message: unknown): void }

const host = acquireVsCodeApi()
const root = document.getElementById("root")!
const REPORT = "0"

let view: ReportView | null = null
let words = WORDS.zh
let editing: Live["editing"] = null
let current: Live["current"] = null
let finding = -1
let scope = ""

addEventListener("message", ({ data }: MessageEvent<Incoming>) => {
  if (data.type === "cursor") {
    followCursor(data.offset)
    return
  }
  // Another document, or another report of it: places in the old one mean nothing here.
  if (data.scope !== scope) forget()
  scope = data.scope
  view = data.view
  words = WORDS[data.locale]
  if (editing && !gridOf(editing.fact)) editing = null
  draw()
})

function forget(): void {
  editing = null
  current = null
  finding = -1
  scrollTo(0, 0)
}

function draw(): void {
  render(view ? el("div", null, drawBar(view), drawReport(view, words, REPORT, { editing, current: current ?? firstFact() })) : el("p", { class: "none" }, words.noReport), root)
}

function drawBar({ findings }: ReportView): VNode {
  return el("div", { class: "bar", role: "toolbar" },
    el("strong", { class: "count" }, countOf(findings, words)),
    el("button", { "data-step": -1, disabled: findings.length === 0 }, words.previous),
    el("button", { "data-step": 1, disabled: findings.length === 0 }, words.next),
    el("button", { "data-copy": "" }, words.copyAll),
    el("span", { class: "help" }, words.help))
}

const tables = (): Grid[] => (view?.parts ?? []).flatMap(part => (part.kind === "table" ? [new Grid(part.table)] : []))
const gridOf = (fact: string): Grid | undefined => tables().find(grid => grid.has(fact))

/** Where the TAB key first leads to. */
function firstFact(): Live["current"] {
  const fact = tables().flatMap(grid => grid.first() ?? [])[0]
  return fact === undefined ? null : { report: 0, fact }
}

const cellOf = (fact: string): HTMLElement | null => root.querySelector(`[data-fact="${CSS.escape(fact)}"]`)

function moveTo(fact: string | null): void {
  if (fact === null) return
  current = { report: 0, fact }
  draw()
  cellOf(fact)?.focus()
}

/** The cursor in the text stands at an offset: the cell, or the words, are shown. */
function followCursor(offset: number): void {
  if (editing || document.hasFocus()) return
  const places = [...root.querySelectorAll<HTMLElement>("[data-from]")].filter(place => Number(place.dataset["from"]) <= offset)
  const place = places.reduce<HTMLElement | null>((best, place) => (best && Number(best.dataset["from"]) > Number(place.dataset["from"]) ? best : place), null)
  const fact = place?.dataset["fact"]
  if (fact !== undefined) {
    current = { report: 0, fact }
    draw()
  }
  place?.scrollIntoView({ block: "nearest" })
}

function startEdit(fact: string, text: string): void {
  current = { report: 0, fact }
  editing = { report: 0, fact, text }
  draw()
  const input = root.querySelector<HTMLInputElement>("input.edit")
  input?.focus()
  // What was typed to begin with is gone on with; a figure that was there is typed over.
  if (input && text === textOf(fact)) input.select()
}

const textOf = (fact: string): string => gridOf(fact)?.textOf(fact) ?? ""

function endEdit(isKept: boolean): void {
  const input = root.querySelector<HTMLInputElement>("input.edit")
  const ended = editing
  editing = null
  if (ended && input && isKept && input.value !== textOf(ended.fact)) host.postMessage({ type: "edit", fact: ended.fact, text: input.value })
  draw()
}

root.addEventListener("click", event => {
  const target = event.target as HTMLElement
  const { step, copy, go, fix, finding: index } = (target.closest<HTMLElement>("button")?.dataset ?? {}) as Record<string, string | undefined>
  if (step !== undefined) stepTo(Number(step))
  else if (copy !== undefined) copyTables(copy)
  else if (fix !== undefined) host.postMessage({ type: "fix", finding: Number(index), fix: Number(fix) })
  else if (go !== undefined) goToFinding(Number(go))
  else goToPlace(target)
})

function goToPlace(target: HTMLElement): void {
  if (target.closest("input")) return
  const place = target.closest<HTMLElement>("[data-from]")
  if (!place) return
  if (place.dataset["fact"] !== undefined) moveTo(place.dataset["fact"])
  host.postMessage({ type: "go", from: Number(place.dataset["from"]), fact: place.dataset["fact"] ?? null })
}

function stepTo(by: number): void {
  const count = view?.findings.length ?? 0
  if (count > 0) goToFinding(finding < 0 && by < 0 ? count - 1 : (finding + by + count) % count)
}

function goToFinding(index: number): void {
  finding = index
  const mark = [...root.querySelectorAll<HTMLElement>("[data-marks]")].find(mark => mark.dataset["marks"]!.split(" ").includes(String(index)))
  mark?.scrollIntoView({ block: "center" })
  if (mark?.dataset["fact"] !== undefined) moveTo(mark.dataset["fact"])
  host.postMessage({ type: "goToFinding", finding: index })
}

root.addEventListener("dblclick", event => {
  const fact = (event.target as HTMLElement).closest<HTMLElement>("[data-fact]")?.dataset["fact"]
  if (fact !== undefined && !editing) startEdit(fact, textOf(fact))
})

root.addEventListener("focusout", event => {
  if ((event.target as HTMLElement).matches("input.edit") && editing) endEdit(true)
})

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

root.addEventListener("keydown", event => {
  const fact = (event.target as HTMLElement).closest<HTMLElement>("[data-fact]")?.dataset["fact"]
  if (fact === undefined || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const grid = gridOf(fact)
  if (editing) {
    if (event.key === "Escape") finish(event, () => (endEdit(false), fact))
    else if (event.key === "Enter") finish(event, () => (endEdit(true), grid?.beside(fact, 1, 0) ?? fact))
    else if (event.key === "Tab") finish(event, () => (endEdit(true), grid?.next(fact, event.shiftKey ? -1 : 1) ?? fact))
    return
  }
  const arrow = ARROWS[event.key]
  if (arrow) finish(event, () => grid?.beside(fact, ...arrow) ?? fact)
  else if (event.key === "Tab") {
    const next = grid?.next(fact, event.shiftKey ? -1 : 1)
    if (next) finish(event, () => next)
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault()
    startEdit(fact, textOf(fact))
  } else if (/^[\d０-９.-]$/.test(event.key)) {
    event.preventDefault()
    startEdit(fact, event.key)
  }
})

function finish(event: Event, moved: () => string): void {
  event.preventDefault()
  moveTo(moved())
}

/** Puts a table, or for an empty id the whole report, on the clipboard as HTML and as text. */
function copyTables(id: string): void {
  const parts = (view?.parts ?? []).filter(part => id === "" || (part.kind === "table" && part.table.id === id))
  const html: string[] = []
  const text: string[] = []
  for (const part of parts) {
    if (part.kind === "table") {
      html.push(tableHtml(part.table, "\n"))
      text.push(tableText(part.table))
      continue
    }
    const shown = document.createElement(part.kind === "title" ? "h1" : part.kind === "heading" ? "h2" : "p")
    shown.textContent = part.pieces.map(piece => piece.text).join("")
    html.push(shown.outerHTML)
    text.push(`${shown.textContent}\n`)
  }
  const put = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.clipboardData?.setData("text/html", `<meta charset="utf-8">${html.join("\n")}`)
    event.clipboardData?.setData("text/plain", text.join("\n"))
  }
  document.addEventListener("copy", put, { once: true })
  const isCopied = document.execCommand("copy")
  document.removeEventListener("copy", put)
  if (isCopied) host.postMessage({ type: "copied" })
}

host.postMessage({ type: "ready" })
