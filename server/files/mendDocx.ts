import type { Range, TextEdit } from "../engine/text/range.ts"
import { applyEdits } from "../engine/text/range.ts"
import { draftText, type PlacedPiece } from "./content.ts"
import { readDocx } from "./docx.ts"
import { pack, unpack } from "./zip.ts"

/** A Word file after edits of its text, and those that could not be placed in its runs. */
export interface MendedDocx {
  /** Null if no edit could be placed. */
  readonly bytes: Uint8Array | null
  /** The draft's text afterwards. */
  readonly text: string
  readonly unplaced: readonly TextEdit[]
}

/** An edit of one run's text. */
interface PieceEdit extends TextEdit {
  readonly piece: PlacedPiece
}

/** Makes edits, whose ranges count in the draft's text, inside the runs of a .docx file; all else of the file stays as it is. */
export function mendDocx(bytes: Uint8Array, edits: readonly TextEdit[]): MendedDocx {
  const { content, part, xml } = readDocx(bytes)
  const { text, pieces } = draftText(content)
  const placed: PieceEdit[] = []
  const unplaced: TextEdit[] = []
  for (const edit of edits) {
    const own = inPieces(smallest(text, edit), pieces)
    if (own) placed.push(...own)
    else unplaced.push(edit)
  }
  if (placed.length === 0) return { bytes: null, text, unplaced }
  const changes = [...grouped(placed)].map(([piece, own]): TextEdit => {
    const inside = own.map(({ from, to, insert }) => ({ from: from - piece.from, to: to - piece.from, insert }))
    return { ...piece.source, insert: element(xml, piece.source, applyEdits(text.slice(piece.from, piece.to), inside)) }
  })
  const parts = unpack(bytes)
  return { bytes: pack({ ...parts, [part]: new TextEncoder().encode(bomOf(parts[part]!) + applyEdits(xml, changes)) }), text: applyEdits(text, placed), unplaced }
}

function grouped(edits: readonly PieceEdit[]): Map<PlacedPiece, PieceEdit[]> {
  const groups = new Map<PlacedPiece, PieceEdit[]>()
  for (const edit of edits) groups.set(edit.piece, [...(groups.get(edit.piece) ?? []), edit])
  return groups
}

const bomOf = (bytes: Uint8Array): string => (bytes[0] === 0xef ? "\uFEFF" : "")

/** The edit without what it leaves as it is at its ends. */
function smallest(text: string, { from, to, insert }: TextEdit): TextEdit {
  let [start, end, length] = [from, to, insert.length]
  while (end > start && length > 0 && text[end - 1] === insert[length - 1]) {
    end--
    length--
  }
  let skipped = 0
  while (start < end && skipped < length && text[start] === insert[skipped]) {
    start++
    skipped++
  }
  return { from: start, to: end, insert: insert.slice(skipped, length) }
}

/** The edit as edits of the runs that it touches, the first of which gets the new text; null if it touches what stands in no run. */
function inPieces({ from, to, insert }: TextEdit, pieces: readonly PlacedPiece[]): PieceEdit[] | null {
  if (/[\t\r\n]/.test(insert)) return null
  if (from === to) {
    const piece = pieces.find(piece => piece.from < from && from <= piece.to) ?? pieces.find(piece => piece.from === from)
    return piece ? [{ from, to, insert, piece }] : null
  }
  const touched = pieces.filter(piece => piece.from < to && from < piece.to)
  const covers = touched.reduce((sum, piece) => sum + Math.min(to, piece.to) - Math.max(from, piece.from), 0)
  if (covers < to - from) return null
  return touched.map((piece, i) => ({ from: Math.max(from, piece.from), to: Math.min(to, piece.to), insert: i === 0 ? insert : "", piece }))
}

/** A text element with other text; blanks at its ends are kept. */
function element(xml: string, { from, to }: Range, text: string): string {
  const source = xml.slice(from, to)
  const name = /^<([^\s/>]+)/.exec(source)![1]!
  const escaped = text.replace(/[&<>]/g, sign => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!)
  return `<${name} xml:space="preserve">${escaped}</${name}>`
}
