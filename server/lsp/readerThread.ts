import { parentPort } from "node:worker_threads"
import type { Text } from "../engine/report/format.ts"
import { decode } from "./decode.ts"

/** A Word file of the present kind, or a web file, to be read. */
export interface ToRead {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What it says as a draft, or why it cannot be read. */
export type Reading = { readonly text: string; readonly hasTrackedChanges: boolean } | { readonly fault: Text }

// Reads one file after the other, in a thread of its own.
parentPort!.on("message", async ({ name, bytes }: ToRead) => {
  parentPort!.postMessage(await reading(name, bytes))
})

async function reading(name: string, bytes: Uint8Array): Promise<Reading> {
  const { readFile } = await import("../files/bundle.ts")
  try {
    const { text, hasTrackedChanges } = readFile(name, bytes, page => decode(page) ?? "")
    return { text, hasTrackedChanges }
  } catch (error) {
    // The readers are a bundle of their own: their errors are known by what they have.
    return { fault: error instanceof Error && "text" in error ? (error.text as Text) : UNREADABLE }
  }
}

const UNREADABLE: Text = { zh: "文件无法读取", en: "the file cannot be read" }
