import { Console } from "node:console"
import { createConnection, ProposedFeatures, StreamMessageReader, type Connection } from "vscode-languageserver/node"
import { version } from "../package.json"
import { serve } from "./lsp/serve.ts"
import { Traffic } from "./lsp/traffic.ts"
import { Writer } from "./lsp/writer.ts"

// Without a client there is nothing left to do; nothing is written down that could be lost.
const leave = (): never => process.exit(1)
process.on("disconnect", leave)
process.stdout.on("error", leave)

const traffic = new Traffic()
const options = { messageStrategy: traffic.strategy }
const connection = process.argv.includes("--stdio") ? connectStdio() : createConnection(ProposedFeatures.all, options)

// What no handler caught is logged, and the next request is served.
const survive = (error: unknown): void => {
  connection.console.error(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}
process.on("uncaughtException", survive)
process.on("unhandledRejection", survive)

serve(connection, traffic, { version, locale: () => Intl.DateTimeFormat().resolvedOptions().locale })
connection.listen()

function connectStdio(): Connection {
  // What a package may print must not get between the messages.
  globalThis.console = new Console(process.stderr)
  const own = createConnection(ProposedFeatures.all, new StreamMessageReader(process.stdin), new Writer(process.stdout), options)
  let isShutDown = false
  own.onShutdown(() => {
    isShutDown = true
  })
  // The `exit` before it may not have been handled yet.
  process.stdin.on("end", () => process.exit(isShutDown ? 0 : 1))
  return own
}
