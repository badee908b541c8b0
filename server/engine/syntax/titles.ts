import { lineAt, sourceLinesOf, startOfLine } from "../text/lines.ts"
import type { Block } from "./block.ts"
import { classifierOf, isTitle, isTitleEnd } from "./classify.ts"
import { MAX_REACH, parse } from "./parse.ts"
import type { Vocabulary } from "./vocabulary.ts"

/** The title blocks of a text as `parse` finds them, without reading the rest of the text. */
export function titlesIn(text: string, vocabulary: Vocabulary): Block[] {
  return aroundTitles(text, vocabulary).flatMap(({ from, to }) => parse(text.slice(from, to), vocabulary).filter(({ kind }) => kind === "title"))
}

/** What may be markup, of which a reader sees nothing, or a character written by its number. */
const MARKUP = /[<&]|">/

/** The stretches of lines in which titles stand, with those above that may be a part of one. */
function aroundTitles(text: string, vocabulary: Vocabulary): { readonly from: number; readonly to: number }[] {
  const classify = classifierOf(vocabulary)
  // How a line reads without its markup, only `classify` knows; the others need not be classified to see that they are none.
  const isTitleLine = (line: string): boolean => (MARKUP.test(line) || isTitle(line.trim(), vocabulary)) && classify(line).kind === "title"
  const found: { from: number; to: number }[] = []
  let end = 0
  for (const { index } of text.matchAll(vocabulary.titleSign)) {
    if (index < end) continue
    const { from, to, next } = lineAt(text, startOfLine(text, index))
    end = next
    const line = text.slice(from, to)
    const below = lineAt(text, next)
    if (isTitleEnd(text.slice(below.from, below.to), line, vocabulary)) end = below.next
    else if (!sourceLinesOf(line).some(({ from, to }) => isTitleLine(line.slice(from, to)))) continue
    const last = found[found.length - 1]
    let above = from
    for (let lines = 0; lines < MAX_REACH && above > (last?.to ?? 0); lines++) above = startOfLine(text, above - 1)
    if (last && above <= last.to) last.to = end
    else found.push({ from: above, to: end })
  }
  return found
}
