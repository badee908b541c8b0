import { linesOf } from "../engine/text/lines.ts"
import type { Report } from "../engine/report/report.ts"

/** The lines of one report, counted from its own first one: its text alone, so that an edit elsewhere costs nothing. */
export class ReportLines {
  /** Where each line begins and where it ends, line end left out. */
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #length: number

  constructor(text: string) {
    this.#length = text.length
    let isEnded = true
    for (const { from, to, next } of linesOf(text)) {
      this.#starts.push(from)
      this.#ends.push(to)
      isEnded = next > to
    }
    if (isEnded) {
      this.#starts.push(text.length)
      this.#ends.push(text.length)
    }
  }

  get count(): number {
    return this.#starts.length
  }

  position(offset: number): { line: number; character: number } {
    let low = 0
    let high = this.#starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle
    }
    return { line: low, character: offset - this.#starts[low]! }
  }

  /** The offset of a place; one beyond the end of its line is taken for that end. */
  offset(line: number, character: number): number {
    if (line < 0) return 0
    if (line >= this.#starts.length) return this.#length
    return Math.min(this.#starts[line]! + Math.max(character, 0), this.#ends[line]!)
  }
}

const known = new WeakMap<Report, ReportLines>()

/** The lines of a report, counted once for as long as it is the same object. */
export function linesOfReport(report: Report): ReportLines {
  let lines = known.get(report)
  if (!lines) {
    lines = new ReportLines(report.text)
    known.set(report, lines)
  }
  return lines
}
