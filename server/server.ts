import { createConnection, ProposedFeatures } from "vscode-languageserver/node"
import { version } from "../package.json"
import { serve } from "./lsp/serve.ts"
import { Traffic } from "./lsp/traffic.ts"

const traffic = new Traffic()
const connection = createConnection(ProposedFeatures.all, { messageStrategy: traffic.strategy })

// Without a client there is nothing left to do; nothing is written down that could be lost.
const leave = (): never => process.exit(1)
process.on("disconnect", leave)
process.stdout.on("error", leave)

// What no handler caught is logged, and the next request is served.
const survive = (error: unknown): void => {
  connection.console.error(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}
process.on("uncaughtException", survive)
process.on("unhandledRejection", survive)

serve(connection, traffic, { version, locale: () => Intl.DateTimeFormat().resolvedOptions().locale })
connection.listen()
