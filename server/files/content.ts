import type { Range } from "../engine/text/range.ts"

/** What a reader sees of a Word file or a page: paragraphs and tables in their order. */
export type Content = Paragraph | Table

export interface Paragraph {
  readonly kind: "paragraph"
  readonly pieces: readonly Piece[]
}

/** A run of text. */
export interface Piece {
  readonly text: string
  /** Where the text element stands in its XML, from its first tag to its last; null of what is written nowhere as it is shown (a number that Word generates). */
  readonly source: Range | null
}

export interface Table {
  readonly kind: "table"
  /** Each row has all its cells from left to right, those that merged cells cover included. */
  readonly rows: readonly (readonly Cell[])[]
}

export interface Cell {
  readonly content: readonly Content[]
  /** Where the merged cell begins that covers this place; null for a cell of its own. */
  readonly covered: "left" | "above" | null
}

export const COVERED: Readonly<Record<"left" | "above", Cell>> = { left: { content: [], covered: "left" }, above: { content: [], covered: "above" } }

/** A piece of a draft's text that stands as it is in the file. */
export interface PlacedPiece extends Range {
  readonly source: Range
}

/** A file as a draft. */
export interface DraftText {
  readonly text: string
  /** In the order of the text; ranges count in it. */
  readonly pieces: readonly PlacedPiece[]
}

/**
 * Writes paragraphs as lines and tables as rows with a TAB between cells; a merged cell leaves empty fields.
 * Tables that only arrange a page (one cell, or tables in cells) are written as what they hold.
 */
export function draftText(content: readonly Content[]): DraftText {
  const writer = new Writer()
  writer.contents(content)
  return { text: writer.text, pieces: writer.pieces }
}

class Writer {
  text = ""
  readonly pieces: PlacedPiece[] = []

  contents(content: readonly Content[]): void {
    for (const part of withoutFrames(content)) {
      if (part.kind === "paragraph") this.line(part)
      else this.table(part)
    }
  }

  line({ pieces }: Paragraph): void {
    for (const piece of pieces) this.piece(piece)
    this.text += "\n"
  }

  table({ rows }: Table): void {
    if (this.text !== "" && !this.text.endsWith("\n\n")) this.text += "\n"
    for (const row of rows) {
      row.forEach((cell, i) => {
        if (i > 0) this.text += "\t"
        this.cell(cell)
      })
      this.text += "\n"
    }
    this.text += "\n"
  }

  /** The paragraphs of a cell as one: a label goes on, figures and words with letters stay apart. */
  cell({ content }: Cell): void {
    let before = ""
    for (const { pieces } of paragraphsIn(content)) {
      const shown = pieces.map(({ text, source }): Piece => ({ text: text.replace(/[\t\r\n]/g, " "), source }))
      const text = shown.map(piece => piece.text).join("")
      if (text.trim() === "") continue
      if (/[\w.,\uFF10-\uFF19]$/.test(before) && /^[\w.,\uFF10-\uFF19]/.test(text.trimStart())) this.text += " "
      for (const piece of shown) this.piece(piece)
      before = text.trimEnd()
    }
  }

  piece({ text, source }: Piece): void {
    if (source && text !== "") this.pieces.push({ from: this.text.length, to: this.text.length + text.length, source })
    this.text += text
  }
}

function paragraphsIn(content: readonly Content[]): Paragraph[] {
  return content.flatMap(part => (part.kind === "paragraph" ? [part] : part.rows.flat().flatMap(cell => paragraphsIn(cell.content))))
}

/** The same with what tables that only arrange a page hold in their place. */
export function withoutFrames(content: readonly Content[]): Content[] {
  return content.flatMap(part => (part.kind === "table" && isFrame(part) ? withoutFrames(part.rows.flat().flatMap(cell => cell.content)) : [part]))
}

/** True for a table that is only there to arrange others: one cell, or a table inside that has more cells than it has itself. */
function isFrame({ rows }: Table): boolean {
  const cells = rows.flat().filter(({ covered }) => covered === null)
  if (cells.length === 1) return cells[0]!.content.length > 1 || cells[0]!.content.some(({ kind }) => kind === "table")
  return cells.some(({ content }) => content.some(part => part.kind === "table" && part.rows.flat().length > cells.length))
}
