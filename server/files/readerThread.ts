import { parentPort } from "node:worker_threads"
import type { Text } from "../engine/report/format.ts"

/** A Word file of the present kind, or a web file, to be read. */
export interface ToRead {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a Word or web file says as a draft. */
export interface Read {
  readonly text: string
  readonly hasTrackedChanges: boolean
}

/** That, or why it cannot be read. */
export type Reading = Read | { readonly fault: Text }

/** Reads the files that come in, one after the other, in the thread that a `Reader` started; `decode` gives the text of a page's bytes, and may throw an error with a `text`. */
export function answerReader(decode: (bytes: Uint8Array) => string): void {
  parentPort!.on("message", async (file: ToRead) => {
    parentPort!.postMessage(await reading(file, decode))
  })
}

async function reading({ name, bytes }: ToRead, decode: (bytes: Uint8Array) => string): Promise<Reading> {
  try {
    const { readFile } = await import("./bundle.ts")
    const { text, hasTrackedChanges } = readFile(name, bytes, decode)
    return { text, hasTrackedChanges }
  } catch (error) {
    // The readers are a bundle of their own: their errors are known by what they have.
    return { fault: error instanceof Error && "text" in error ? (error.text as Text) : UNREADABLE }
  }
}

const UNREADABLE: Text = { zh: "文件无法读取", en: "the file cannot be read" }
