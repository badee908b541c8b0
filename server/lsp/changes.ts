/** A position as the protocol has it: 0-based, characters in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly character: number
}

/** A change of a document's text: of a range, or of the whole where there is none. */
export interface Change {
  readonly text: string
  readonly range?: { readonly start: Place; readonly end: Place }
}

/** A change as the protocol has it; null if it is malformed. Places outside the text are taken for its nearest end. */
export function readChange(sent: unknown): Change | null {
  const { text, range } = (sent ?? {}) as { text?: unknown; range?: unknown }
  if (typeof text !== "string") return null
  if (range === undefined || range === null) return { text }
  const { start, end } = range as { start?: unknown; end?: unknown }
  const [from, to] = [readPlace(start), readPlace(end)]
  return from && to ? { range: { start: from, end: to }, text } : null
}

/** A position as the protocol has it; null if it is malformed. */
export function readPlace(sent: unknown): Place | null {
  const { line, character } = (sent ?? {}) as { line?: unknown; character?: unknown }
  const isSound = Number.isInteger(line) && Number.isInteger(character)
  return isSound ? { line: Math.max(0, line as number), character: Math.max(0, character as number) } : null
}
