import { memoize } from "../../text/memoize.ts"
import { linesOf } from "../../text/lines.ts"
import { isPageMark } from "../../text/pageMark.ts"
import type { Block } from "../../syntax/block.ts"
import type { PlacedBlock, Report, Section } from "../report.ts"
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
  return [...groupsOf(report)].flatMap(({ section, groups }) => {
    const subject = vocabulary.format.sections[section ?? ""] || null
    let topic = subject
    return groups.map(({ from, blocks, skip }) => {
      const sentences = readBlocks({ blocks, skip, subject, topic, vocabulary })
      topic = topicAfter(sentences, topic)
      return { from, section, sentences }
    })
  })
})

interface BlockGroup {
  readonly from: number
  readonly blocks: Block[]
  /** How much of the first block is no prose: the title of a heading. */
  readonly skip: number
}

/** The blocks of prose of the report by section, those joined that a sentence joins. */
function* groupsOf({ blocks, sections }: Report): Iterable<{ section: string | null; groups: BlockGroup[] }> {
  const firstSection = sections[0]?.from ?? Infinity
  yield { section: null, groups: join(blocks.filter(({ from }) => from < firstSection)) }
  const byPlace = new Map(blocks.map(placed => [placed.from, placed]))
  for (const section of sections) yield { section: section.id, groups: join([...headingOf(section, byPlace), ...section.blocks]) }
}

/** The block of a section's heading, if text follows on its line. */
function headingOf({ from, heading, body }: Section, byPlace: ReadonlyMap<number, PlacedBlock>): PlacedBlock[] {
  const block = byPlace.get(from)
  return block && heading.section !== null && body.from < block.to && /\S/.test(block.block.text.slice(heading.to)) ? [block] : []
}

/** A paragraph of more characters was written by no one: its sentences are not read. */
const MAX_PARAGRAPH = 65_536
/** A sentence runs over no more blocks than this. */
const MAX_BLOCKS = 24

function join(blocks: readonly PlacedBlock[]): BlockGroup[] {
  const groups: BlockGroup[] = []
  let open: BlockGroup | null = null
  let waiting: Block[] = []
  for (const { block, from } of blocks) {
    if (block.text.length > MAX_PARAGRAPH) open = null
    else if (block.kind === "blank") waiting.push(block)
    else if (block.kind === "paragraph" || block.kind === "heading") {
      if (open && block.kind === "paragraph" && goesOn(block)) open.blocks.push(...waiting, block)
      else groups.push((open = { from, blocks: [block], skip: block.heading?.section ? block.heading.to : 0 }))
      waiting = []
      if (!isOpen(block) || open.blocks.length >= MAX_BLOCKS) open = null
    } else open = null
  }
  return groups
}

/** True if the last line of a block ends in the middle of a sentence. */
const isOpen = memoize(({ text }: Block) => {
  let last = ""
  const end = text.slice(-600)
  for (const { from, to } of linesOf(end)) {
    const line = end.slice(from, to)
    if (line.trim() !== "" && !isPageMark(line)) last = line
  }
  return endsOpen(last)
})

const goesOn = memoize(({ text }: Block) => !isNumbered(text.slice(0, 40)))

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
