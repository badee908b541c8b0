import type { Range, TextEdit } from "../engine/text/range.ts"
import { compatibleEdits } from "../engine/features/compatibleEdits.ts"
import type { Fix } from "../engine/rules/rule.ts"
import { applyEdits } from "../engine/text/range.ts"
import { draftText, type PlacedPiece } from "./content.ts"
import { readDocx, type WordFile } from "./docx.ts"
import { pack, unpack } from "./zip.ts"

/** A Word file after fixes of its text, and those that could not be placed in its runs. */
export interface MendedDocx {
  /** Null if nothing was changed. */
  readonly bytes: Uint8Array | null
  /** The draft's text afterwards. */
  readonly text: string
  /** Their edits count in the text afterwards. */
  readonly unplaced: readonly Fix[]
}

/** An edit of one run's text. */
interface PieceEdit extends TextEdit {
  readonly piece: PlacedPiece
}

/** A fix may bring up another one. */
const MAX_PASSES = 10

/**
 * Makes fixes inside the runs of a .docx file, until `seek` finds none any more in its text; all else of the file stays as it is.
 * A fix is made whole or not at all.
 */
export function mendDocx(bytes: Uint8Array, seek: (text: string) => readonly Fix[]): MendedDocx {
  let changed: Uint8Array | null = null
  for (let pass = 0; ; pass++) {
    const file = readDocx(changed ?? bytes)
    const { text, pieces } = draftText(file.content)
    const placed = (edit: TextEdit): PieceEdit[] | null => inPieces(smallest(text, edit), pieces)
    const fixes = seek(text)
    const placeable = fixes.filter(({ edits }) => edits.every(placed))
    const edits = compatibleEdits(placeable).flatMap(edit => placed(edit)!)
    if (edits.length === 0 || pass === MAX_PASSES) return { bytes: changed, text, unplaced: fixes.filter(fix => !placeable.includes(fix)) }
    changed = edited(changed ?? bytes, file, text, edits)
  }
}

function edited(bytes: Uint8Array, { part, xml }: WordFile, text: string, edits: readonly PieceEdit[]): Uint8Array {
  const changes = [...grouped(edits)].map(([piece, own]): TextEdit => {
    const inside = own.map(({ from, to, insert }) => ({ from: from - piece.from, to: to - piece.from, insert }))
    return { ...piece.source, insert: element(xml, piece.source, applyEdits(text.slice(piece.from, piece.to), inside)) }
  })
  const parts = unpack(bytes)
  return pack({ ...parts, [part]: new TextEncoder().encode(bomOf(parts[part]!) + applyEdits(xml, changes)) })
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
