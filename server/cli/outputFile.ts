import { createWriteStream, existsSync, realpathSync, statSync } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { finished } from "node:stream/promises"
import { resolve } from "node:path"
import { Fault } from "./fault.ts"
import { sinkTo, type Sink } from "./sink.ts"

/** A file that is written beside its place and put there when all is in it; until then what stood there stays. */
export interface OutputFile {
  readonly sink: Sink
  /** Puts the file in its place. Throws if not everything could be written; then nothing has changed. */
  store(): Promise<void>
}

/** Opens a file for the output. It must not be one of the drafts that are read. */
export function openOutput(path: string, drafts: readonly string[], cwd: string): OutputFile {
  const place = resolve(cwd, path)
  const file = existsSync(place) ? realpathSync(place) : place
  if (existsSync(file) && !statSync(file).isFile()) throw new Fault(`${path}：不是普通文件`, `${path}: it is no regular file`)
  if (drafts.some(draft => realpathOf(resolve(cwd, draft)) === file)) throw new Fault(`${path}：这是要检查的草稿，不能用来存放结果`, `${path}: it is one of the drafts, and not to be overwritten`)
  const temporary = `${file}.${process.pid}.tmp`
  const stream = createWriteStream(temporary, { flags: "wx" })
  const sink = sinkTo(stream)
  return {
    sink,
    async store() {
      stream.end()
      await finished(stream).catch(() => undefined)
      const failure = sink.failure()
      if (!failure) return rename(temporary, file)
      await rm(temporary, { force: true })
      throw failure
    },
  }
}

function realpathOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}
