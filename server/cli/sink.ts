/** Somewhere to write to. Writing never fails: what went wrong is told afterwards. */
export interface Sink {
  write(data: string | Uint8Array): Promise<void>
  /** Why nothing more can be written, or null. */
  failure(): Error | null
}

/** Codes of a reader who has gone, as `head` does; that is no fault. */
const GONE = ["EPIPE", "EOF", "ERR_STREAM_DESTROYED"]

/** A sink that keeps the pace of the stream's reader. */
export function sinkTo(stream: NodeJS.WritableStream): Sink {
  let failure: Error | null = null
  const fail = (error: Error): void => {
    failure ??= error
  }
  stream.on("error", fail)
  return {
    async write(data) {
      if (failure || data.length === 0) return
      await new Promise<void>(resolve => {
        stream.write(data, error => {
          if (error) fail(error)
          resolve()
        })
      })
    },
    failure: () => failure,
  }
}

/** True if the reader has gone. */
export function isGone(error: NodeJS.ErrnoException): boolean {
  return GONE.includes(error.code ?? "")
}
