import type { Range } from "../text/range.ts"
import type { SectionTitles } from "./vocabulary.ts"

/**
 * A run of whole lines of one kind, line ends included. It holds no absolute position, so an unchanged block
 * is the same object after an edit elsewhere, and what was worked out from it can hang on it.
 */
export interface Block {
  readonly kind: BlockKind
  readonly text: string
  /** What each of its lines is by itself, so that a line is classified once, however often its block is read again. */
  readonly lines: readonly LineClass[]
  /** Of a heading. */
  readonly heading?: Heading
}

/**
 * What a line is by itself. `row` belongs to a table for sure; `text` may be prose or a piece of a table that
 * nobody knows (a misspelt label): its neighbours tell.
 */
export interface LineClass {
  readonly kind: "blank" | "pageMark" | "title" | "heading" | "row" | "text"
  readonly heading?: Heading
  /** Of a row: it has figures or field borders, not only words of a label. */
  readonly strong?: boolean
  /** Of a text: too short and too bare for a sentence. */
  readonly short?: boolean
}

/** `blank` holds blank lines and page marks: nothing that a reader of the report would read. */
export type BlockKind = "title" | "heading" | "table" | "paragraph" | "blank"

/** A block of this size ends at the next line that its own text singles out, so that cuts far from an edit stay where they are. */
export const LARGE_BLOCK = 16_384

/** A section heading. Ranges count from the start of its block. */
export interface Heading {
  /** The sections that its title names, of each kind of report at most one; none for a title that no section has. */
  readonly sections: readonly SectionTitles[]
  /** The sections whose very title stands behind a number in brackets. It is mostly that of a heading within a section, so they are not among `sections`; absent where there are none. */
  readonly inBrackets?: readonly SectionTitles[]
  /** The number as written (一, 1, 第一部分) with the sign behind it; empty where there is none. */
  readonly number: Range
  /** 1 for 一、; NaN where there is none. */
  readonly ordinal: number
  /** The title without its number and without punctuation behind it. */
  readonly title: Range
  /** Title and all that belongs to it on the line; what follows is body text (一、总体情况。2023年，…). */
  readonly to: number
}
