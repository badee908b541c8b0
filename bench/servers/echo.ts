import { createConnection, ProposedFeatures, TextDocuments, type Diagnostic } from "vscode-languageserver/node"
import { TextDocument } from "vscode-languageserver-textdocument"

// A language server that answers every change at once with the diagnostics it was given. With --store it keeps the text.

const connection = createConnection(ProposedFeatures.all)
let diagnostics: Diagnostic[] = []

connection.onInitialize(() => ({ capabilities: { textDocumentSync: { openClose: true, change: 2 } } }))
connection.onNotification("bench/diagnostics", (sent: { diagnostics: Diagnostic[] }) => {
  diagnostics = sent.diagnostics
})
if (process.argv.includes("--store")) {
  const documents = new TextDocuments(TextDocument)
  documents.onDidChangeContent(({ document: { uri, version } }) => {
    publish(uri, version)
  })
  documents.listen(connection)
} else {
  connection.onDidOpenTextDocument(({ textDocument: { uri, version } }) => {
    publish(uri, version)
  })
  connection.onDidChangeTextDocument(({ textDocument: { uri, version } }) => {
    publish(uri, version)
  })
}
connection.listen()

function publish(uri: string, version: number): void {
  void connection.sendDiagnostics({ uri, version, diagnostics })
}
