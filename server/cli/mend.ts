import { resolve } from "node:path"
import { fixSafely } from "../engine/features/applyFixes.ts"
import { diagnose } from "../engine/features/diagnose.ts"
import { safeFix } from "../engine/features/fixAll.ts"
import { recomputeTotals } from "../engine/features/recomputeTotals.ts"
import { whereIs } from "../engine/features/where.ts"
import { readReports } from "../engine/index.ts"
import type { ReportFormat } from "../engine/report/format.ts"
import type { Fix } from "../engine/rules/rule.ts"
import { applyEdits, shift } from "../engine/text/range.ts"
import type { MendedDocx } from "../files/mendDocx.ts"
import type { CheckRequest } from "./args.ts"
import { keepBackup } from "./backup.ts"
import { complain, note, type Run } from "./current.ts"
import { canEncode, encode, isExact, type DecodedText } from "./encoding.ts"
import { Fault, faultOf } from "./fault.ts"
import { replaceFile, STDIN } from "./files.ts"
import type { Source } from "./sources.ts"

/** Which files are mended how far. */
type Mending = Pick<CheckRequest, "recompute" | "backup">

/** Applies the safe fixes, and the totals if that is asked for, and stores the text where it came from; gives the text as it stands there afterwards. */
export async function mend(path: string, source: Source, mending: Mending, formats: readonly ReportFormat[], current: Run): Promise<string> {
  if (!source.decoded) return mendFile(path, source, mending, formats, current)
  const { bytes, decoded } = source
  const { text, mayStore } = mended(decoded, bytes, mending, formats)
  if (!mayStore) await complain(damaged(path), current)
  const stored = text === decoded.text ? null : encode(text, decoded.encoding)
  const isStored = await store(path, stored, bytes, current)
  return isStored ? text : decoded.text
}

/** The text after that; as it is, where the mended one may not be stored. */
export function mended(decoded: DecodedText, bytes: Buffer, { recompute }: Pick<Mending, "recompute">, formats: readonly ReportFormat[]): { text: string; mayStore: boolean } {
  const { text, encoding } = decoded
  const safe = fixSafely(text, formats).text
  const fixed = recompute ? applyEdits(safe, totalFixes(safe, formats).flatMap(({ edits }) => edits)) : safe
  const mayStore = fixed === text || (isExact(decoded, bytes) && canEncode(fixed, encoding))
  return { text: mayStore ? fixed : text, mayStore }
}

/** The same of a .docx file, inside its runs; the file as it was is kept beside it. Other Word and web files are not mended. */
async function mendFile(path: string, { bytes, text }: Source, { recompute, backup }: Mending, formats: readonly ReportFormat[], current: Run): Promise<string> {
  const seek = (text: string): Fix[] => {
    const safe = safeFixes(text, formats)
    return safe.length > 0 || !recompute ? safe : totalFixes(text, formats)
  }
  if (seek(text).length === 0) return text
  if (!/\.docx$/i.test(path)) {
    await complain(new Fault(`${path}：没有修改，只有 .docx 和文本文件可以直接修改`, `${path}: not mended; only .docx and text files can be`), current)
    return text
  }
  const { mendDocx } = await import("../files/bundle.ts")
  const safe = mendDocx(bytes, text => safeFixes(text, formats))
  const all = recompute ? mendDocx(safe.bytes ?? bytes, text => totalFixes(text, formats)) : safe
  for (const left of recompute ? [safe, all] : [safe]) await tellUnplaced(path, left, formats, current)
  const changed = all.bytes ?? safe.bytes
  if (!changed || (backup && !(await keep(path, bytes, current)))) return text
  return (await store(path, changed, bytes, current)) ? all.text : text
}

/** The fix that `--fix` applies, of each finding that has one; edits count in the text. */
function safeFixes(text: string, formats: readonly ReportFormat[]): Fix[] {
  return readReports(text, formats).flatMap(({ report, from }) => diagnose(report, from).flatMap(finding => safeFix(finding) ?? [])).filter(({ edits }) => edits.length > 0)
}

/** Writes into each total what its parts add up to. */
function totalFixes(text: string, formats: readonly ReportFormat[]): Fix[] {
  return readReports(text, formats).flatMap(({ report, from }) => recomputeTotals(report).map(edit => ({ title: { zh: `改为 ${edit.insert}`, en: `change to ${edit.insert}` }, safe: false, preferred: true, edits: [shift(edit, from)] })))
}

async function tellUnplaced(path: string, { text, unplaced }: MendedDocx, formats: readonly ReportFormat[], current: Run): Promise<void> {
  const reports = readReports(text, formats)
  for (const { title, edits } of unplaced) {
    const where = whereIs(reports, edits[0]!)
    await note({ text: { zh: `${path}：${where}：没有改（${title.zh}），因为不能安全地写进文件，例如 Word 自动生成的编号；请在 Word 中修改`, en: `${path}: ${where}: not mended (${title.en}), since it cannot be placed safely in the file, as in a number that Word generates; change it in Word` } }, current)
  }
}

/** Keeps the file as it was beside it; false if that failed. */
async function keep(path: string, bytes: Uint8Array, current: Run): Promise<boolean> {
  try {
    await keepBackup(resolve(current.world.cwd, path), bytes)
    return true
  } catch (error) {
    await complain(notWritten(`${path}.bak`, error), current)
    return false
  }
}

/** Puts the mended bytes in the draft's place, if there are any; false if that failed. */
async function store(path: string, mended: Uint8Array | null, bytes: Uint8Array, current: Run): Promise<boolean> {
  const { cwd, replaceFile: replace = replaceFile } = current.world
  try {
    if (path === STDIN) await current.out.write(mended ?? bytes)
    else if (mended) await replace(resolve(cwd, path), mended)
    return true
  } catch (error) {
    await complain(notWritten(path, error), current)
    return false
  }
}

function damaged(path: string): Fault {
  return new Fault(
    `${path}：没有修改，因为文件里有些字节不能原样写回；请先另存为 UTF-8`,
    `${path}: not mended, since some of its bytes could not be written back as they are; save it as UTF-8 first`,
  )
}

function notWritten(path: string, error: unknown): Fault {
  const { zh, en } = faultOf(path, error).text
  return new Fault(`${zh}，没有写入，原文件未动`, `${en}; nothing was written and the file is as it was`)
}
