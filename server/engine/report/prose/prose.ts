import { memoize } from "../../text/memoize.ts"
import { withoutMarkup } from "../../text/markup.ts"
import { linesOf } from "../../text/lines.ts"
import { isPageMark } from "../../text/pageMark.ts"
import type { Block } from "../../syntax/block.ts"
import type { Report } from "../report.ts"
import { endsOpen, isNumbered, passagesOf } from "./passage.ts"
import { readPassage, type PassageSentence } from "./readPassage.ts"
import { proseVocabularyOf, type ProseVocabulary } from "./vocabulary.ts"

/** A few blocks of prose that are read together, mostly one: sentences may run over the end of a page. */
export interface Chunk {
  /** Where it begins in the report; ranges in it count from there. */
  readonly from: number
  /** Id of the section; null before the first. */
  readonly section: string | null
  readonly sentences: readonly PassageSentence[]
}

/** Blocks to be read, and all that the reading depends on. */
interface Task {
  readonly blocks: readonly Block[]
  /** How much of the first block is no prose. */
  readonly skip: number
  /** What the section is about, and what was spoken of before. */
  readonly subject: string | null
  readonly topic: string | null
  readonly vocabulary: ProseVocabulary
}

/** How the blocks from one on were last read. */
const lastReading = memoize<Block, { task: Task | null; sentences: readonly PassageSentence[] }>(() => ({ task: null, sentences: [] }))

/** The prose of a report, read once for each report; of blocks that an edit left alone, not again. Empty if the format says nothing of prose. */
export const proseOf = memoize((report: Report): readonly Chunk[] => {
  if (!report.format.prose) return []
  const vocabulary = proseVocabularyOf(report.format.prose, report.year)
  let section: string | null = null
  let topic: string | null = null
  return groupsOf(report).map(({ blocks, skip, from, section: own }, i) => {
    const subject = vocabulary.format.sections[own ?? ""] || null
    if (i === 0 || own !== section) topic = subject
    section = own
    const sentences = readBlocks({ blocks, skip, subject, topic, vocabulary })
    topic = topicAfter(sentences, topic)
    return { from, section, sentences }
  })
})

interface BlockGroup {
  readonly from: number
  readonly section: string | null
  readonly blocks: Block[]
  /** How much of the first block is no prose: the title of a heading. */
  readonly skip: number
}

/** A paragraph of more characters was written by no one: its sentences are not read. */
const MAX_PARAGRAPH = 65_536
/** A sentence runs over no more blocks than this. */
const MAX_BLOCKS = 24

/** The blocks of prose of a report, those joined that a sentence joins. */
function groupsOf({ blocks, sections }: Report): BlockGroup[] {
  const groups: BlockGroup[] = []
  let open: BlockGroup | null = null
  let last = -1
  let next = 0
  for (let i = 0; i < blocks.length; i++) {
    const { block, from } = blocks[i]!
    const beginsSection = sections[next]?.from === from
    if (beginsSection) next++
    if (block.kind === "blank") continue
    if (!isProse(block, beginsSection)) open = null
    else if (open && block.kind === "paragraph" && endsOf(block).goesOn) open.blocks.push(...blocks.slice(last + 1, i + 1).map(({ block }) => block))
    else groups.push((open = { from, section: sections[next - 1]?.id ?? null, blocks: [block], skip: block.heading && block.heading.sections.length > 0 ? block.heading.to : 0 }))
    last = i
    if (open && (!endsOf(block).isOpen || open.blocks.length >= MAX_BLOCKS)) open = null
  }
  return groups
}

/** Of headings of sections only those that text follows on their line. */
function isProse({ kind, text, heading }: Block, beginsSection: boolean): boolean {
  if (text.length > MAX_PARAGRAPH) return false
  return beginsSection ? heading!.sections.length > 0 && /\S/.test(text.slice(heading!.to)) : kind === "paragraph" || kind === "heading"
}

/** Whether a block goes on with the sentence before it, and whether its last line ends in the middle of one. */
const endsOf = memoize(({ text }: Block) => {
  let last = ""
  const end = withoutMarkup(text.slice(-600))
  for (const { from, to } of linesOf(end)) {
    const line = end.slice(from, to)
    if (line.trim() !== "" && !isPageMark(line)) last = line
  }
  return { goesOn: !isNumbered(text.slice(0, 40)), isOpen: endsOpen(last) }
})

function readBlocks(task: Task): readonly PassageSentence[] {
  const last = lastReading(task.blocks[0]!)
  if (last.task && isSame(last.task, task)) return last.sentences
  last.task = task
  return (last.sentences = readAnew(task))
}

function isSame(a: Task, b: Task): boolean {
  return a.topic === b.topic && a.subject === b.subject && a.skip === b.skip && a.vocabulary === b.vocabulary && a.blocks.length === b.blocks.length && a.blocks.every((block, i) => block === b.blocks[i])
}

/** What has a number of its own begins afresh; other passages go on with what was spoken of. */
function readAnew({ blocks, skip, subject, topic, vocabulary }: Task): PassageSentence[] {
  let spokenOf = topic
  return passagesOf(blocks.map(({ text }) => text).join(""), skip).flatMap(passage => {
    const sentences = readPassage(passage, passage.isNumbered ? subject : spokenOf, vocabulary)
    spokenOf = topicAfter(sentences, passage.isNumbered ? subject : spokenOf)
    return sentences
  })
}

const topicAfter = (sentences: readonly PassageSentence[], topic: string | null): string | null => (sentences.length > 0 ? sentences[sentences.length - 1]!.reading.topic : topic)
