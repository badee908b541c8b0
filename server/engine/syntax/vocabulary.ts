import { distance, tolerance } from "../text/distance.ts"
import { memoizeText } from "../text/memoize.ts"
import { hasTwin, keyOf, toPlain, wordsOf } from "../text/plain.ts"

/** The words by which the lines of a report are told from other lines. Built from the report formats. */
export interface Vocabulary {
  readonly kinds: readonly KindWords[]
  /** Keys of all titles of sections. */
  readonly titleKeys: ReadonlySet<string>
  /** The words that a title may end in, without those before them. */
  readonly titleEnds: ReadonlySet<string>
  /** Keys of all row and column labels. */
  readonly labels: ReadonlySet<string>
  /** Keys of the row labels that begin like a section heading (一、 …). */
  readonly ordinalLabels: readonly string[]
  /** All labels' words, one a line: a piece of a broken label is found in it. */
  readonly pieces: string
  /** Finds a character that every title has as it stands, or what may stand for it in a page's source. */
  readonly titleSign: RegExp
}

/** The words of one kind of report. */
export interface KindWords {
  /** Its sections in official order. */
  readonly sections: readonly SectionTitles[]
  /** Matches the words of a title, perhaps with the year behind it. */
  readonly title: RegExp
  /** Matches words that begin with a title, perhaps with the year before it: they name no body. */
  readonly bareTitle: RegExp
  /** The name of the body in the words of a title. */
  readonly bodyIn: (title: string) => string
  /** What all titles have in common. */
  readonly topic: string
}

export interface SectionTitles {
  readonly id: string
  /** True for one whose title no other kind of document has. */
  readonly isTelling: boolean
  /** The official title first. */
  readonly titles: readonly string[]
  readonly keys: readonly string[]
}

/** A kind of report: what its titles end in, and its sections. */
export interface Kind {
  readonly titles: readonly string[]
  readonly sections: readonly Omit<SectionTitles, "keys">[]
}

export function vocabularyOf(kinds: readonly Kind[], labels: readonly string[]): Vocabulary {
  const words = new Set(labels.map(wordsOf))
  const own = kinds.map(kindWords)
  return {
    kinds: own,
    titleSign: signOf(own),
    titleEnds: new Set(kinds.flatMap(({ titles }) => titles).map(wordsOf).flatMap(title => [...title].map((_, i) => title.slice(i + 1)))),
    titleKeys: new Set(own.flatMap(({ sections }) => sections).flatMap(({ keys }) => keys)),
    labels: new Set(labels.map(keyOf)),
    ordinalLabels: labels.filter(label => /^[一二三四五六七八九十]+、/.test(label)).map(keyOf),
    pieces: [...words].join("\n"),
  }
}

const YEAR = "(?:公元)?(?:20\\d\\d|二[〇零O○]二[〇零一二三四五六七八九])年?度?"

function kindWords({ titles, sections }: Kind): KindWords {
  const words = titles.map(wordsOf).sort((a, b) => b.length - a.length)
  const any = words.join("|")
  const standard = new RegExp(`${any}|${YEAR}|^关于|的$`, "g")
  return {
    sections: sections.map(section => ({ ...section, keys: section.titles.map(keyOf) })),
    title: new RegExp(`(?:${any})(?:\\d{4}年度?)?$`),
    bareTitle: new RegExp(`^(?:\\d{4}年度?)?(?:${any})`),
    bodyIn: memoizeText(title => wordsOf(toPlain(title)).replace(standard, "").replace(standard, "")),
    topic: commonPart(words),
  }
}

/** The longest text that all words hold. */
function commonPart(words: readonly string[]): string {
  const shortest = words[words.length - 1]!
  for (let length = shortest.length; length > 0; length--)
    for (let from = 0; from + length <= shortest.length; from++) {
      const part = shortest.slice(from, from + length)
      if (words.every(word => word.includes(part))) return part
    }
  return ""
}

/** Anything but a blank, if a kind's titles have no character in common that is always written alike. */
function signOf(kinds: readonly KindWords[]): RegExp {
  const signs = kinds.map(({ topic }) => [...topic].find(char => /\p{L}/u.test(char) && !hasTwin(char)))
  return signs.every(sign => sign !== undefined) ? new RegExp(`[${signs.join("")}]|&#`, "gu") : /\S/g
}

/** The sections of all kinds. */
export const sectionsIn = ({ kinds }: Vocabulary): readonly SectionTitles[] => kinds.flatMap(({ sections }) => sections)

/** The kind of report whose title the text is; of several, the one with the longest. Null if it is none. */
export function titledKind(text: string, { kinds }: Pick<Vocabulary, "kinds">): KindWords | null {
  const words = wordsOf(text)
  let found: KindWords | null = null
  let first = Infinity
  for (const kind of kinds) {
    const at = words.search(kind.title)
    if (at >= 0 && at < first) [found, first] = [kind, at]
  }
  return found
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
