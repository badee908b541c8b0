#!/usr/bin/env node
import { run } from "./cli/run.ts"

const { argv, stdin, stdout, stderr, env } = process

// The code is set, not exited with, so that a pipe gets the output to its end.
void run({ argv: argv.slice(2), get stdin() { return stdin }, stdout, stderr, env, cwd: process.cwd() }).then(code => {
  process.exitCode = code
})
