#!/usr/bin/env node
import { isMainThread, workerData } from "node:worker_threads"
import type { World } from "./cli/current.ts"
import { answerMender } from "./cli/mendWord.ts"
import { run } from "./cli/run.ts"
import { decodedText } from "./cli/sources.ts"
import { answer } from "./cli/thread.ts"
import { answerReader } from "./files/readerThread.ts"

const world: World = {
  argv: process.argv.slice(2),
  // A getter, as standard input is opened by looking at it.
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  // Each thread is this program once more.
  thread: __filename,
}

if (isMainThread) {
  // The code is set, not exited with, so that a pipe gets the output to its end.
  void run(world).then(code => {
    process.exitCode = code
  })
} else if (workerData === undefined) {
  // Started by a `Reader`.
  answerReader(page => decodedText(Buffer.from(page)).text)
} else if ("paths" in workerData) {
  answer(__filename)
} else {
  // Started by a `Mender`.
  answerMender()
}
