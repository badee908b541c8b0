#!/usr/bin/env node
import type { World } from "./cli/current.ts"
import { run } from "./cli/run.ts"

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
}

// The code is set, not exited with, so that a pipe gets the output to its end.
void run(world).then(code => {
  process.exitCode = code
})
