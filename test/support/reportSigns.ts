import { formatsByKind, labelsOf, vocabularyOfFormats, type ReportFormat } from "../../server/engine/report/format.ts"
import { keyOf } from "../../server/engine/text/plain.ts"

/** By what a text or a file may be told to be a report, for a client that knows no formats. */
export interface ReportSigns {
  /** Letters alone, without blanks and punctuation. Of a text that is a report of some format, one stands in it. */
  readonly words: readonly string[]
  /** Globs of file names. */
  readonly names: readonly string[]
}

/** Shorter labels are words of any text, and a name that ends like the last so many characters of a title is that of a report. */
const MIN_LABEL = 4
const TAIL = 4

/** The signs of all formats: titles, sections that no other document has, and labels with the word that the titles have in common. */
export function signsOf(formats: readonly ReportFormat[]): ReportSigns {
  const kinds = formatsByKind(formats).map(own => ({ own, ...vocabularyOfFormats(own).kinds[0]! }))
  const words = kinds.flatMap(({ own, topic, sections }) => [
    ...own.flatMap(({ reportTitle, titleAliases = [] }) => [reportTitle, ...titleAliases]),
    ...sections.filter(({ isTelling }) => isTelling).flatMap(({ keys }) => keys),
    ...own.flatMap(({ tables }) => tables.flatMap(labelsOf)).filter(label => label.length >= MIN_LABEL && label.includes(topic)),
  ])
  return {
    words: shortest(words.map(keyOf)),
    names: kinds.map(({ own: [first], topic }) => `*${topic}*${first!.reportTitle.slice(first!.reportTitle.indexOf(topic) + topic.length).slice(-TAIL)}*`),
  }
}

/** The texts of which none holds another. */
function shortest(texts: readonly string[]): string[] {
  const all = [...new Set(texts)]
  return all.filter(text => !all.some(other => other !== text && text.includes(other)))
}
