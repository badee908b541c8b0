import { memoize, memoizeText } from "../../text/memoize.ts"
import type { Range } from "../../text/range.ts"
import { bracketsOf } from "./clauses.ts"
import type { Passage } from "./passage.ts"
import { readSentence, type SentenceReading } from "./readSentence.ts"
import type { ProseFormat } from "./proseFormat.ts"
import type { ProseVocabulary } from "./vocabulary.ts"
import { holdsAny, patternOfWords } from "./words.ts"

/** What a sentence of a passage says, and where it begins there. */
export interface PassageSentence {
  readonly passage: Passage
  readonly at: number
  readonly reading: SentenceReading
}

/** Reads a passage sentence by sentence. `topic` is what was spoken of before. */
export function readPassage(passage: Passage, topic: string | null, vocabulary: ProseVocabulary): PassageSentence[] {
  let spokenOf = topic
  return sentencesIn(passage.text, vocabulary).map(({ from, to }) => {
    const reading = readAgain(passage.text.slice(from, to), spokenOf, vocabulary)
    spokenOf = reading.topic
    return { passage, at: from, reading }
  })
}

/** A sentence, and how it was last read. */
interface LastReading {
  readonly text: string
  topic: string | null
  vocabulary: ProseVocabulary | null
  reading: SentenceReading | null
}

/** Longer sentences are read whenever their passage is; so many others are remembered. */
const REMEMBERED = { texts: 1000, length: 500 }

const lastReading = memoizeText<LastReading>(text => ({ text, topic: null, vocabulary: null, reading: null }), REMEMBERED)

/** Typing in a passage changes one of its sentences, and the next report has many of them too. */
function readAgain(text: string, topic: string | null, vocabulary: ProseVocabulary): SentenceReading {
  const last = lastReading(text)
  if (last.reading && last.topic === topic && last.vocabulary === vocabulary) return last.reading
  last.topic = topic
  last.vocabulary = vocabulary
  return (last.reading = readSentence(last.text, topic, vocabulary))
}

/** Marks that end a sentence or tell of what stands before it. */
const MARK = /[。!?(%]/g
const LEADING_MARK = /[,:;、]/

/**
 * The sentences of a passage. One that goes on with the figures of those before it is one with them: 其中, 较上年 or a rate at its beginning and
 * a bracket with the sentence before, a share (占 20%) with all of the passage.
 */
function sentencesIn(text: string, vocabulary: ProseVocabulary): Range[] {
  const sentences: Range[] = []
  const groups = bracketsOf(text)
  let from = 0
  let inGroup = 0
  let hasPercent = false
  const close = (to: number): void => {
    if (hasPercent && holdsAny(text.slice(from, to), vocabulary.format.shares.words)) sentences.length = from = 0
    else if (goesOn(vocabulary)(text.slice(from, from + MAX_AMONG)) || addsUp(text, from, sentences.at(-1), vocabulary)) from = sentences.pop()?.from ?? from
    sentences.push({ from, to })
    from = to
    hasPercent = false
  }
  for (const { index, 0: mark } of text.matchAll(MARK)) {
    if (index < inGroup) continue
    if (mark === "(") inGroup = groups.get(index) ?? index
    else if (mark === "%") hasPercent = true
    else close(index + 1)
  }
  if (from < text.length) close(text.length)
  return sentences
}

/** 办结率 96%: a rate of what stands before. */
const bareRate = memoize(({ rates }: ProseFormat) => new RegExp(`^[^,;。:、()\\d%]{2,6}(?:${patternOfWords(rates.suffixes)})(?:${patternOfWords(rates.fill)})?\\d`))

/** 上半年 12 条；下半年 14 条。全年共 26 条: periods of a year, and all of it. */
function addsUp(text: string, from: number, before: Range | undefined, { format }: ProseVocabulary): boolean {
  if (!before || !format.years.own.some(word => text.startsWith(word, from))) return false
  return /^[^,;。\d]{0,16}[总共]/.test(text.slice(from, from + MAX_AMONG)) && holdsAny(text.slice(before.from, before.to), format.lists.splits["periods"]!)
}

/** True if a sentence that begins so opens a list of parts of what stands before, or says how it has grown. Most sentences of a passage are asked again with every change to it. */
const goesOn = memoize(({ roles, format }: ProseVocabulary) => memoizeText(beginning => {
  if (beginning.startsWith("(")) return true
  const words = beginning.slice(0, MAX_WORDS)
  if (isSplit(words, format) || isDoneBy(beginning, format) || tellsOfSaid(format).test(beginning)) return true
  const first = roles.longestAt(beginning, LEADING_MARK.test(beginning[0] ?? "") ? 1 : 0)?.value
  return first?.list === "open" || first?.list === "closed" || first?.isComparison === true || bareRate(format).test(words)
}))

/** 在公开的信息中，…; 从申请方式看，…; 一是发布 …; 办理结果为…: parts of what stands before. */
const tellsOfSaid = memoize(({ lists: { ofAspect, results } }: ProseFormat) => new RegExp(`^(?:(?:在)?[^,;。:、()\\d]{2,16}中,|(?:${patternOfWords(ofAspect.before)})[^,;。:、()\\d]{1,10}(?:${patternOfWords(ofAspect.after)})(?:[,:]|分?为)|一是[^,;。:]{1,12}\\d|${patternOfWords(results)})`))
const MAX_AMONG = 20

/** So many units of a sentence show whether it begins with a part: 网站公开 12 条, 答复 12 件. */
const MAX_WORDS = 12

/** 截至年底，已办结 389 件 */
function isDoneBy(beginning: string, { lists, flows }: ProseFormat): boolean {
  const words = UNTIL.exec(beginning)
  const behind = words && beginning.slice(words[0].length)
  return !!behind && [...lists.already, ""].some(already => flows.done.some(done => behind.startsWith(already + done) && /^[^,;。:、()\d]{0,4}\d/.test(behind.slice(already.length + done.length))))
}

const UNTIL = /^(?:(?:截至|截止|到)(?:20\d\d年|12月|31日|当年|本年度?|年)*[底末]?,?|年内共?|全年共?|本年度?共?|当年共?)/

function isSplit(beginning: string, { lists, flows }: ProseFormat): boolean {
  const before = [...lists.already, lists.besides].find(word => beginning.startsWith(word)) ?? ""
  const [lead = "", figure] = beginning.slice(before.length).split(/(\d)/)
  if (figure === undefined || /[,;。:、()]/.test(lead)) return false
  return before === lists.besides || [flows.done, ...Object.values(lists.splits)].some(words => words.some(word => lead.startsWith(word)))
}
