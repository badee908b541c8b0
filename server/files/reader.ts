import { isReadable } from "../engine/draftFiles.ts"
import { FileError } from "./fileError.ts"
import { LimitedThread } from "./limitedThread.ts"
import type { Read, Reading, ToRead } from "./readerThread.ts"

/** Reads Word and web files one after the other, with limits, in a thread of its own. */
export class Reader {
  readonly #thread: LimitedThread

  /** `module` is the thread's program, which calls `answerReader`; `limit` is the time for one file, in milliseconds. */
  constructor(module: string, limit?: number) {
    this.#thread = new LimitedThread(module, undefined, limit)
  }

  /** Reads a file, one of the old kind through LibreOffice; stops when `signal` says so. Throws a FileError that says why it cannot be read. */
  async read(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<Read> {
    const present = isReadable(name) ? bytes : await (await import("./bundle.ts")).withoutOldKind(name, bytes, { signal })
    const reading = (await this.#thread.ask({ name, bytes: present } satisfies ToRead, { signal })) as Reading
    if ("fault" in reading) throw new FileError(reading.fault.zh, reading.fault.en)
    return reading
  }
}
