import type { CodeAction, CodeActionContext, CodeActionParams, Diagnostic as LspDiagnostic } from "vscode-languageserver"
import type { PlacedReport } from "../engine/index.ts"
import { decisionName, type Decision, type Judged } from "../collection/decisions.ts"
import { convertTables, TARGETS, type Target } from "../engine/features/convertTables.ts"
import { destinations } from "../engine/features/destinations.ts"
import type { Diagnostic } from "../engine/features/diagnose.ts"
import { fixOfRule, safeFix } from "../engine/features/fixAll.ts"
import { INSERTING_RULES, missingParts } from "../engine/features/missingParts.ts"
import { tableAt } from "../engine/features/places.ts"
import { quickFixes, ruleWideFixes, touched } from "../engine/features/quickFixes.ts"
import type { Text } from "../engine/report/format.ts"
import type { Range } from "../engine/text/range.ts"
import { isDecisionsUri } from "./decisions.ts"
import type { OpenDocument } from "./documents.ts"
import type { Session } from "./session.ts"
import { readPlace } from "./changes.ts"
import { editsOf, partsOf, rangeOf, toDiagnostic } from "./toLsp.ts"
import { fixEdits, insertion, totalEdits, workspaceEdit } from "./workspaceEdits.ts"

const QUICK_FIX = "quickfix"
const INSERT_MISSING = "refactor.insertMissing.reportDraft"
const REWRITE = "refactor.rewrite.reportDraft"
const FIX_ALL = "source.fixAll.reportDraft"
const RECOMPUTE_TOTALS = "source.recomputeTotals.reportDraft"

/** All kinds of actions that the server offers. */
export const ACTION_KINDS: readonly string[] = [QUICK_FIX, INSERT_MISSING, REWRITE, FIX_ALL, RECOMPUTE_TOTALS]

/** The command that brings the cursor to a range: a document's URI, and the range. */
export const SHOW_CELL = "reportDraft.showCell"

/** The command that mends what it can of one rule in a whole document: its URI, and the rule. */
export const FIX_RULE = "reportDraft.fixRule"

/** The client's own command that decides about a finding: asks why, and sends it back. */
const DECIDE = "reportDraft.decide"

const AUTOMATIC = 2

/** The actions for a range: the rules run again on the reports that it touches, and on no others. */
export async function codeActions(session: Session, { textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
  const decisions = session.documents.get(textDocument.uri)
  if (decisions && isDecisionsUri(decisions.uri)) return decisionsActions(session, decisions, range)
  const document = session.openDocument({ textDocument })
  const [start, end] = [readPlace(range.start), readPlace(range.end)]
  if (!start || !end) throw new TypeError("malformed range")
  if (!document || !session.client.hasCodeActionLiterals) return []
  if (!document.isLong) session.lastYear.see(document)
  if (document.isLong || document.read().reports.length > 0) await session.decisions.ready(document.uri)
  const parts = partsOf(document.known, { start, end })
  const wants = (kind: string): boolean => isWanted(context, kind)
  return [
    ...(wants(QUICK_FIX) ? parts.flatMap(({ placed, range }) => [...fixActions(session, document, placed, range, context), ...goToActions(session, document, placed, range, context), ...ruleActions(session, document, placed, range), ...decideActions(session, document, placed, range, context)]) : []),
    ...(wants(INSERT_MISSING) ? parts.flatMap(({ placed, range }) => missingActions(session, document, placed, range)) : []),
    ...(wants(REWRITE) ? parts.flatMap(({ placed, range }) => rewriteActions(session, document, placed, range)) : []),
    // What is asked for by its kind is for the whole document, wherever the cursor is.
    ...sourceActions(session, document, Array.isArray(context.only) ? session.reportsOf({ textDocument }) : parts.map(({ placed }) => placed), wants),
  ]
}

/** A client that asks for nothing in particular because the cursor moved gets no actions on the whole draft. */
function isWanted({ only, triggerKind }: CodeActionContext, kind: string): boolean {
  if (!Array.isArray(only)) return kind.startsWith("quickfix") || triggerKind !== AUTOMATIC
  return only.some(wanted => wanted === "" || kind === wanted || kind.startsWith(`${wanted}.`))
}

function fixActions(session: Session, document: OpenDocument, placed: PlacedReport, range: Range, context: CodeActionContext): CodeAction[] {
  return quickFixes(session.findingsOf(placed.report, document), range).map(({ title, edits, preferred, finding }) => ({
    title: title[session.locale],
    kind: QUICK_FIX,
    diagnostics: [shownAs(session, document, placed, finding, context)],
    ...(preferred ? { isPreferred: true } : {}),
    edit: INSERTING_RULES.includes(finding.rule) ? insertion(session, document, placed, edits) : workspaceEdit(session, document, editsOf(placed, edits)),
  }))
}

/** Of a sentence that disagrees with cells one may mend either: here is the way to the cells. */
function goToActions(session: Session, document: OpenDocument, placed: PlacedReport, range: Range, context: CodeActionContext): CodeAction[] {
  if (!session.client.showsDocuments) return []
  return touched(session.findingsOf(placed.report, document), range).flatMap(finding =>
    destinations(placed.report, finding).map(cell => {
      const title = { zh: `转到${cell.name}，改表格`, en: `Go to ${cell.name} to mend the table` }[session.locale]
      return { title, kind: QUICK_FIX, diagnostics: [shownAs(session, document, placed, finding, context)], command: { title, command: SHOW_CELL, arguments: [document.uri, rangeOf(placed, cell.range)] } }
    }),
  )
}

/** To let a finding be, or to say that it is a fault indeed; where that was said, to take it back. */
function decideActions(session: Session, document: OpenDocument, placed: PlacedReport, range: Range, context: CodeActionContext): CodeAction[] {
  const { report } = placed
  if (!session.client.asksForReasons || session.decisions.placeFor(document.uri) === null) return []
  if (touched(session.findingsOf(report, document), range).length === 0) return []
  const { listed } = session.judgementOf(report, document)
  return listed.filter(finding => touched([finding], range).length > 0).flatMap(finding => {
    const { fingerprint, rule, decision } = finding
    const decide = (verdict: Decision["verdict"] | null, text: Text): CodeAction => {
      const title = text[session.locale]
      return { title, kind: QUICK_FIX, diagnostics: [shownAs(session, document, placed, finding, context)], command: { title, command: DECIDE, arguments: [{ uri: document.uri, fingerprint, rule, report: decisionName(report), verdict }] } }
    }
    return [
      decide("accepted", { zh: `忽略 ${rule}（写明理由）…`, en: `Ignore ${rule}, with a reason…` }),
      decision ? decide(null, { zh: `不再算确认：${rule}`, en: `No longer confirmed: ${rule}` }) : decide("confirmed", { zh: `确认有误：${rule}`, en: `Confirmed as a fault: ${rule}` }),
    ]
  })
}

/** In a file of decisions: to take out what no finding needs any more. */
function decisionsActions(session: Session, document: OpenDocument, { start, end }: CodeActionParams["range"]): CodeAction[] {
  const unneeded = session.decisions.unneededIn(document.uri)
  const text = document.read()
  const [from, to] = [text.offsetAt(start.line, 0), text.offsetAt(end.line + 1, 0)]
  const here = unneeded.filter(({ at }) => from <= at && at <= to)
  const taking = (out: typeof unneeded, title: Text): CodeAction => ({ title: title[session.locale], kind: QUICK_FIX, edit: workspaceEdit(session, document, session.decisions.withoutDecisions(document, out.map(({ decision }) => decision.fingerprint))) })
  return [
    ...here.map(one => taking([one], { zh: "删去这条不再需要的决定", en: "Remove this decision, which is needed no more" })),
    ...(here.length > 0 && unneeded.length > 1 ? [taking(unneeded, { zh: `删去全部 ${unneeded.length} 条不再需要的决定`, en: `Remove all ${unneeded.length} decisions that are needed no more` })] : []),
  ]
}

/** The diagnostic that the client has for a finding; where it did not send it, as it would be now. */
function shownAs(session: Session, { uri }: OpenDocument, placed: PlacedReport, finding: Diagnostic & Partial<Judged>, { diagnostics }: CodeActionContext): LspDiagnostic {
  const own = toDiagnostic({ uri, placed }, session.lastYear.of(placed.report), finding, session.form)
  const isSame = ({ code, range, message }: LspDiagnostic): boolean => code === own.code && message === own.message && JSON.stringify(range) === JSON.stringify(own.range)
  return (Array.isArray(diagnostics) ? diagnostics : []).find(isSame) ?? own
}

function ruleActions(session: Session, document: OpenDocument, placed: PlacedReport, range: Range): CodeAction[] {
  const isOneOfSeveral = (document.isLong || document.read().reports.length > 1) && session.client.appliesEdits
  return ruleWideFixes(session.findingsOf(placed.report, document), range).flatMap(({ rule, findings }) => [
    ...(findings.length > 1 ? action(session, document, { zh: `本稿的 ${findings.length} 处 ${rule} 全部修改`, en: `Fix all ${findings.length} findings of ${rule} in this draft` }, QUICK_FIX, fixEdits(session, document, [placed], fixOfRule(rule))) : []),
    ...(isOneOfSeveral ? [ruleEverywhere(session, document, rule)] : []),
  ])
}

/** The other reports are looked at only if somebody wants it. */
function ruleEverywhere({ locale }: Session, { uri }: OpenDocument, rule: string): CodeAction {
  const title = { zh: `全文各份报告的 ${rule} 全部修改`, en: `Fix all findings of ${rule} in all reports of this document` }[locale]
  return { title, kind: QUICK_FIX, command: { title, command: FIX_RULE, arguments: [uri, rule] } }
}

/** What the report lacks, wherever the cursor is; where it is on the finding, the quick fix is there already. */
function missingActions(session: Session, document: OpenDocument, placed: PlacedReport, range: Range): CodeAction[] {
  const shown = quickFixes(session.findingsOf(placed.report, document), range).map(({ title }) => title.zh)
  return missingParts(placed.report)
    .filter(({ title }) => !shown.includes(title.zh))
    .map(({ title, edits }) => ({ title: title[session.locale], kind: INSERT_MISSING, edit: insertion(session, document, placed, edits) }))
}

const LAYOUT_NAMES: Readonly<Record<Target, Text>> = {
  tsv: { zh: "用制表符分列", en: "with TABs" },
  pipes: { zh: "Markdown", en: "as Markdown" },
  "cell-line": { zh: "每格一行", en: "with a cell on each line" },
  html: { zh: "HTML", en: "as HTML" },
}

/** Writing the table at the cursor anew, and all tables where it stands. */
function rewriteActions(session: Session, document: OpenDocument, placed: PlacedReport, { from }: Range): CodeAction[] {
  const { report } = placed
  const table = tableAt(report, from)
  if (!table) return []
  const { formats } = document.known
  const rewrite = (tables: typeof report.tables, target: Target, title: Text): CodeAction[] => {
    const { edits, untouched } = convertTables(report, tables, target, formats)
    const names = { zh: untouched.map(({ zh }) => zh).join("、"), en: untouched.map(({ en }) => en).join(", ") }
    if (edits.length > 0) return action(session, document, untouched.length === 0 ? title : { zh: `${title.zh}（${names.zh}没有全部读懂，不动）`, en: `${title.en} (not all of ${names.en} could be read: left as it is)` }, REWRITE, editsOf(placed, edits))
    if (untouched.length === 0 || !session.client.showsDisabledActions) return []
    const reason = { zh: `${names.zh}里有没读懂的内容，或用这种写法表示不了，所以不动`, en: `not all of ${names.en} could be read, or written in this way, so it is left as it is` }
    return [{ title: title[session.locale], kind: REWRITE, disabled: { reason: reason[session.locale] } }]
  }
  return TARGETS.flatMap(target => {
    const { zh, en } = LAYOUT_NAMES[target]
    return [
      ...rewrite([table], target, { zh: `改写这张表：${zh}`, en: `Rewrite this table ${en}` }),
      ...rewrite(report.tables, target, { zh: `改写全部表格：${zh}`, en: `Rewrite all tables ${en}` }),
    ]
  })
}

function sourceActions(session: Session, document: OpenDocument, reports: readonly PlacedReport[], wants: (kind: string) => boolean): CodeAction[] {
  const fixes = wants(FIX_ALL) ? fixEdits(session, document, reports, safeFix) : []
  const totals = wants(RECOMPUTE_TOTALS) ? totalEdits(reports) : []
  return [
    ...action(session, document, { zh: "修改全部不涉及数据和文意的问题", en: "Fix everything that changes neither figures nor meaning" }, FIX_ALL, fixes),
    ...action(session, document, { zh: `重新计算总计（${totals.length} 处）`, en: `Recompute totals (${totals.length})` }, RECOMPUTE_TOTALS, totals),
  ]
}

function action(session: Session, document: OpenDocument, title: Text, kind: string, edits: ReturnType<typeof totalEdits>): CodeAction[] {
  return edits.length === 0 ? [] : [{ title: title[session.locale], kind, edit: workspaceEdit(session, document, edits) }]
}
