import type { TextEdit } from "../text/range.ts"

/** A stretch of the first text that is still there, or text that has come in. */
type Piece = { readonly from: number; readonly to: number } | { readonly text: string }

/**
 * The edits that do to a text of that length at once what the passes do one after another;
 * each pass counts in the text that the one before it left.
 */
export function composeEdits(length: number, passes: readonly (readonly TextEdit[])[]): TextEdit[] {
  let pieces: Piece[] = [{ from: 0, to: length }]
  for (const edits of passes) pieces = applyPass(pieces, edits)
  return editsOf(pieces, length)
}

function applyPass(pieces: readonly Piece[], edits: readonly TextEdit[]): Piece[] {
  const result: Piece[] = []
  let at = 0
  for (const { from, to, insert } of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    result.push(...cut(pieces, at, from), { text: insert })
    at = to
  }
  return [...result, ...cut(pieces, at, Infinity)]
}

/** The pieces that stand between two offsets of the text that they make up. */
function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const result: Piece[] = []
  let at = 0
  for (const piece of pieces) {
    const size = sizeOf(piece)
    const start = Math.max(from - at, 0)
    const end = Math.min(to - at, size)
    at += size
    if (start >= end) continue
    result.push("text" in piece ? { text: piece.text.slice(start, end) } : { from: piece.from + start, to: piece.from + end })
  }
  return result
}

const sizeOf = (piece: Piece): number => ("text" in piece ? piece.text.length : piece.to - piece.from)

function editsOf(pieces: readonly Piece[], length: number): TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  let insert = ""
  for (const piece of [...pieces, { from: length, to: length }]) {
    if ("text" in piece) {
      insert += piece.text
      continue
    }
    if (insert !== "" || piece.from > at) edits.push({ from: at, to: piece.from, insert })
    insert = ""
    at = piece.to
  }
  return edits
}
