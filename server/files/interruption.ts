/** What ends this program without a last word, unless somebody listens. */
const INTERRUPTIONS = ["SIGINT", "SIGTERM", "SIGHUP"] as const

/** Does something when this program is interrupted, which then ends as it would have. Gives what makes it end at once again. Threads are told of no interruption. */
export function onInterruption(act: () => void | Promise<void>): () => void {
  const interrupted = async (signal: NodeJS.Signals): Promise<void> => {
    await act()
    forget()
    process.kill(process.pid, signal)
  }
  const forget = (): void => {
    for (const signal of INTERRUPTIONS) process.off(signal, interrupted)
  }
  for (const signal of INTERRUPTIONS) process.on(signal, interrupted)
  return forget
}
