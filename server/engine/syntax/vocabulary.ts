import { distance, tolerance } from "../text/distance.ts"
import { keyOf, wordsOf } from "../text/plain.ts"

/** The words by which the lines of a report are told from other lines. Built from the report formats. */
export interface Vocabulary {
  /** Section ids in official order, each with the keys of its titles and the titles as written. */
  readonly sections: readonly SectionTitles[]
  /** Keys of all their titles. */
  readonly titleKeys: ReadonlySet<string>
  /** Keys of all row and column labels. */
  readonly labels: ReadonlySet<string>
  /** Keys of the row labels that begin like a section heading (一、 …). */
  readonly ordinalLabels: readonly string[]
  /** All labels' words, one a line: a piece of a broken label is found in it. */
  readonly pieces: string
}

export interface SectionTitles {
  readonly id: string
  /** The official title first. */
  readonly titles: readonly string[]
  readonly keys: readonly string[]
}

export function vocabularyOf(sections: readonly { id: string; titles: readonly string[] }[], labels: readonly string[]): Vocabulary {
  const words = new Set(labels.map(wordsOf))
  const keyed = sections.map(({ id, titles }) => ({ id, titles, keys: titles.map(keyOf) }))
  return {
    sections: keyed,
    titleKeys: new Set(keyed.flatMap(({ keys }) => keys)),
    labels: new Set(labels.map(keyOf)),
    ordinalLabels: labels.filter(label => /^[一二三四五六七八九十]+、/.test(label)).map(keyOf),
    pieces: [...words].join("\n"),
  }
}

/** True if the text is a label, a part of one, or only a numbering. */
export function isLabelPiece(text: string, vocabulary: Vocabulary): boolean {
  const words = wordsOf(text)
  return vocabulary.pieces.includes(words) || vocabulary.labels.has(keyOf(text))
}

/** True if the text is a row label such as 一、本年新收政府信息公开申请数量, perhaps misspelt: no section heading. */
export function isOrdinalLabel(text: string, vocabulary: Vocabulary): boolean {
  const key = keyOf(text)
  return vocabulary.ordinalLabels.some(label => distance(key, label, tolerance(label.length)) <= tolerance(label.length))
}
