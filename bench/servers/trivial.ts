import { createConnection, ProposedFeatures } from "vscode-languageserver/node"

// A language server that can do nothing: what starting one costs.

const connection = createConnection(ProposedFeatures.all)
connection.onInitialize(() => ({ capabilities: { textDocumentSync: { openClose: true, change: 2 } } }))
connection.listen()
