import { resolve } from "node:path"
import { fixSafely } from "../engine/features/applyFixes.ts"
import type { ReportFormat, Text } from "../engine/report/format.ts"
import { applyEdits } from "../engine/text/range.ts"
import { LimitedThread } from "../files/limitedThread.ts"
import type { CheckRequest } from "./args.ts"
import { keepBackup } from "./backup.ts"
import { complain, note, type Run } from "./current.ts"
import { canEncode, encode, isExact, type DecodedText } from "./encoding.ts"
import { Fault, reasonOf } from "./fault.ts"
import { replaceFile, STDIN } from "./files.ts"
import type { Mending } from "./inspect.ts"
import { isToMend, totalFixes, type WordMending, type WordOutcome } from "./mendWord.ts"
import type { LoadedFormats } from "./reportFormat.ts"
import type { Source } from "./sources.ts"

/** Whoever mends a Word file checks its text again after each round of fixes: hardly so many times, if more slowly beside others. */
const ROUNDS = 10

/** How far drafts are mended. */
type Extent = Pick<CheckRequest, "recompute" | "backup">

/** Mends drafts in their places: applies the safe fixes, and the totals if that is asked for. */
export class Mender implements Mending {
  readonly #extent: Extent
  readonly #formats: readonly ReportFormat[]
  readonly #current: Run
  /** A Word file that keeps a reader busy would keep busier whoever mends it. */
  readonly #thread: LimitedThread

  constructor(extent: Extent, { files, formats }: LoadedFormats, current: Run) {
    this.#extent = extent
    this.#formats = formats
    this.#current = current
    this.#thread = new LimitedThread(current.world.thread, { recompute: extent.recompute, formatFiles: files } satisfies WordMending)
  }

  async mend(path: string, source: Source): Promise<string> {
    const { bytes, text, decoded } = source
    if (!decoded) return this.#mendFile(path, bytes, text)
    const mended = this.#mendText(text, decoded, bytes)
    if (!mended.mayStore) await complain(damaged(path), this.#current)
    const stored = mended.text === text ? null : encode(mended.text, decoded.encoding)
    return (await store(path, stored, bytes, this.#current)) ? mended.text : text
  }

  mended({ bytes, text, decoded }: Source): string {
    return decoded ? this.#mendText(text, decoded, bytes).text : text
  }

  /** As it is, where the mended text may not be stored. */
  #mendText(text: string, decoded: DecodedText, bytes: Buffer): { readonly text: string; readonly mayStore: boolean } {
    const safe = fixSafely(text, this.#formats).text
    const fixed = this.#extent.recompute ? applyEdits(safe, totalFixes(safe, this.#formats).flatMap(({ edits }) => edits)) : safe
    const mayStore = fixed === text || (isExact(decoded, bytes) && canEncode(fixed, decoded.encoding))
    return { text: mayStore ? fixed : text, mayStore }
  }

  /** The same of a .docx file, inside its runs; the file as it was is kept beside it. Other Word and web files are not mended. */
  async #mendFile(path: string, bytes: Buffer, text: string): Promise<string> {
    const { recompute, backup } = this.#extent
    const start = performance.now()
    if (!isToMend(text, recompute, this.#formats)) return text
    const checking = performance.now() - start
    if (!/\.docx$/i.test(path)) {
      await complain(new Fault(`${path}：没有修改，只有 .docx 和文本文件可以直接修改`, `${path}: not mended; only .docx and text files can be`), this.#current)
      return text
    }
    const outcome = await this.#mendWord(bytes, Math.ceil(ROUNDS * checking))
    if ("fault" in outcome) {
      await complain(notWritten(path, outcome.fault), this.#current)
      return text
    }
    for (const { zh, en } of outcome.unplaced) await note({ text: { zh: `${path}：${zh}`, en: `${path}: ${en}` } }, this.#current)
    if (!outcome.bytes || (backup && !(await keep(path, bytes, this.#current)))) return text
    return (await store(path, outcome.bytes, bytes, this.#current)) ? outcome.text : text
  }

  async #mendWord(bytes: Buffer, more: number): Promise<WordOutcome> {
    try {
      return (await this.#thread.ask(bytes, { more })) as WordOutcome
    } catch (error) {
      return { fault: reasonOf(error) }
    }
  }
}

/** Keeps the file as it was beside it; false if that failed. */
async function keep(path: string, bytes: Uint8Array, current: Run): Promise<boolean> {
  try {
    await keepBackup(resolve(current.world.cwd, path), bytes)
    return true
  } catch (error) {
    await complain(notWritten(`${path}.bak`, reasonOf(error)), current)
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
    await complain(notWritten(path, reasonOf(error)), current)
    return false
  }
}

function damaged(path: string): Fault {
  return new Fault(
    `${path}：没有修改，因为文件里有些字节不能原样写回；请先另存为 UTF-8`,
    `${path}: not mended, since some of its bytes could not be written back as they are; save it as UTF-8 first`,
  )
}

function notWritten(path: string, { zh, en }: Text): Fault {
  return new Fault(`${path}：${zh}，没有写入，原文件未动`, `${path}: ${en}; nothing was written and the file is as it was`)
}
