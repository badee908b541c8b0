import { parentPort, workerData } from "node:worker_threads"
import { readFormats, type FormatFile } from "../collection/formatFiles.ts"
import { diagnose } from "../engine/features/diagnose.ts"
import { safeFix } from "../engine/features/fixAll.ts"
import { recomputeTotals } from "../engine/features/recomputeTotals.ts"
import { whereIs } from "../engine/features/where.ts"
import { readReports } from "../engine/index.ts"
import type { ReportFormat, Text } from "../engine/report/format.ts"
import type { Fix } from "../engine/rules/rule.ts"
import { shift } from "../engine/text/range.ts"
import type { MendedDocx } from "../files/mendDocx.ts"
import { reasonOf } from "./fault.ts"

/** How the Word files of a run are mended; it goes to the thread that does so. */
export interface WordMending {
  /** True if totals are recomputed, too. */
  readonly recompute: boolean
  readonly formatFiles: readonly FormatFile[]
}

/** A mended Word file. */
export interface MendedWord {
  /** Null if nothing was changed. */
  readonly bytes: Uint8Array | null
  /** The draft's text afterwards. */
  readonly text: string
  /** The fixes that could not be placed in the file, and where. */
  readonly unplaced: readonly Text[]
}

/** That, or why there is none. */
export type WordOutcome = MendedWord | { readonly fault: Text }

/** True if there is something to mend in the text of a Word file. */
export function isToMend(text: string, recompute: boolean, formats: readonly ReportFormat[]): boolean {
  return safeFixes(text, formats).length > 0 || (recompute && totalFixes(text, formats).length > 0)
}

/** Mends the Word files that come in as bytes, one after the other, in a thread whose data is a `WordMending`. */
export function answerMender(): void {
  const { recompute, formatFiles } = workerData as WordMending
  const { formats } = readFormats(formatFiles)
  parentPort!.on("message", async (bytes: Uint8Array) => {
    parentPort!.postMessage(await mendWord(bytes, recompute, formats).catch((error: unknown): WordOutcome => ({ fault: reasonOf(error) })))
  })
}

async function mendWord(bytes: Uint8Array, recompute: boolean, formats: readonly ReportFormat[]): Promise<MendedWord> {
  const { mendDocx } = await import("../files/bundle.ts")
  const safe = mendDocx(bytes, text => safeFixes(text, formats))
  const all = recompute ? mendDocx(safe.bytes ?? bytes, text => totalFixes(text, formats)) : safe
  return { bytes: all.bytes ?? safe.bytes, text: all.text, unplaced: (recompute ? [safe, all] : [safe]).flatMap(mended => unplacedIn(mended, formats)) }
}

/** The fix that `--fix` applies, of each finding that has one; edits count in the text. */
function safeFixes(text: string, formats: readonly ReportFormat[]): Fix[] {
  return readReports(text, formats).flatMap(({ report, from }) => diagnose(report, from).flatMap(finding => safeFix(finding) ?? [])).filter(({ edits }) => edits.length > 0)
}

/** Writes into each total what its parts add up to. */
export function totalFixes(text: string, formats: readonly ReportFormat[]): Fix[] {
  return readReports(text, formats).flatMap(({ report, from }) => recomputeTotals(report).map(edit => ({ title: { zh: `改为 ${edit.insert}`, en: `change to ${edit.insert}` }, safe: false, preferred: true, edits: [shift(edit, from)] })))
}

function unplacedIn({ text, unplaced }: MendedDocx, formats: readonly ReportFormat[]): Text[] {
  const reports = readReports(text, formats)
  return unplaced.map(({ title, edits }) => {
    const where = whereIs(reports, edits[0]!)
    return { zh: `${where}：没有改（${title.zh}），因为不能安全地写进文件，例如 Word 自动生成的编号；请在 Word 中修改`, en: `${where}: not mended (${title.en}), since it cannot be placed safely in the file, as in a number that Word generates; change it in Word` }
  })
}
