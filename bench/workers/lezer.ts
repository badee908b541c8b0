import { Text } from "@codemirror/state"
import { TreeFragment, type Input } from "@lezer/common"
import { GFM, parser } from "@lezer/markdown"
import { editOf, undoOf, type Action } from "../edits.ts"
import type { TextEdit } from "../../server/engine/text/range.ts"
import { bookOfArguments, random } from "./book.ts"
import { answer } from "./loop.ts"

// Lezer's incremental markdown parser as CodeMirror uses it: over a rope, with the fragments of the last tree. Only the parser is measured, not the rope.

/** Reads a rope line by line, forwards, as CodeMirror's own input does. */
class RopeInput implements Input {
  readonly lineChunks = true
  readonly #text: Text
  readonly #cursor
  #at = 0
  #chunk = ""

  constructor(text: Text) {
    this.#text = text
    this.#cursor = text.iter()
  }

  get length(): number {
    return this.#text.length
  }

  chunk(from: number): string {
    this.#chunk = this.#cursor.next(from - this.#at).value
    this.#at = from + this.#chunk.length
    return this.#chunk
  }

  read(from: number, to: number): string {
    const start = this.#at - this.#chunk.length
    return from < start || to >= this.#at ? this.#text.sliceString(from, to) : this.#chunk.slice(from - start, to - start)
  }
}

const book = bookOfArguments()
const markdown = parser.configure(GFM)
let text = Text.of(book.text.split("\n"))
let fragments = TreeFragment.addTree(markdown.parse(new RopeInput(text)))

function change({ from, to, insert }: TextEdit): void {
  text = text.replace(from, to, Text.of(insert.split("\n")))
}

function parse({ from, to, insert }: TextEdit): void {
  const kept = TreeFragment.applyChanges(fragments, [{ fromA: from, toA: to, fromB: from, toB: from + insert.length }])
  fragments = TreeFragment.addTree(markdown.parse(new RopeInput(text), kept), kept)
}

answer(action => {
  const edit = editOf(action as Action, book, random)
  change(edit)
  return {
    run() {
      parse(edit)
    },
    undo() {
      change(undoOf(edit))
      parse(undoOf(edit))
    },
  }
})
