import type { Locale } from "./args.ts"
import type { Told } from "./fault.ts"
import type { ReplaceFile } from "./files.ts"
import { oneLine } from "./output.ts"
import type { Sink } from "./sink.ts"
import type { Sources } from "./sources.ts"

/** All that the program sees of the world around it. */
export interface World {
  /** The arguments behind the program's name. */
  readonly argv: readonly string[]
  readonly stdin: AsyncIterable<Uint8Array | string>
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** The program, of which each thread is one more: those that look at drafts beside each other, and those that read Word and web files. */
  readonly thread: string
  readonly replaceFile?: ReplaceFile
}

/** A run of the program: its world, made handy, and what has come up so far. */
export interface Run {
  readonly world: World
  readonly locale: Locale
  readonly sources: Sources
  readonly out: Sink
  readonly err: Sink
  hasFault: boolean
  hasError: boolean
}

/** Says what is wrong; the run will end with exit code 2. */
export async function complain(fault: Told, current: Run): Promise<void> {
  current.hasFault = true
  await note(fault, current)
}

/** Says something that is no fault of the run. */
export async function note({ text }: Pick<Told, "text">, current: Run): Promise<void> {
  await current.err.write(`${oneLine(`report-draft: ${text[current.locale]}`)}\n`)
}
