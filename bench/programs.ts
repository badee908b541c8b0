import { createRequire } from "node:module"

/** The folder of the benchmark, with `/` at its end; put in by the build. */
declare const BENCH_FOLDER: string

/** The project's folder. */
export const ROOT = `${BENCH_FOLDER}..`

/** Where the benchmark's own bundles are. */
export const BUILT = `${BENCH_FOLDER}node_modules/.cache/bench/`

export const SERVER = `${BENCH_FOLDER}../dist/server.js`
export const CLI = `${BENCH_FOLDER}../dist/cli.js`
export const ECHO = `${BUILT}servers/echo.cjs`
export const TRIVIAL = `${BUILT}servers/trivial.cjs`
export const READ = `${BENCH_FOLDER}programs/read.mjs`
export const USAGE = `${BENCH_FOLDER}programs/usage.mjs`
export const MARKDOWNLINT_CLI = `${BENCH_FOLDER}node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs`
export const JSON_SERVER = createRequire(BENCH_FOLDER).resolve("vscode-langservers-extracted/bin/vscode-json-language-server")
