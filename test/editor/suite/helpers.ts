import assert from "node:assert/strict"
import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import * as vscode from "vscode"
import type { Api } from "../../../client/extension.ts"
import { factRange } from "../../../server/engine/report/report.ts"
import { shift } from "../../../server/engine/text/range.ts"
import { readReports } from "../../../server/engine/index.ts"

const LIMIT_MS = 20_000

/** Our extension, which may not be active yet. */
export const extension = (): vscode.Extension<Api> => vscode.extensions.getExtension<Api>("report-draft.report-draft")!

/** Opens a file of the workspace in an editor. */
export async function open(path: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, path)
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false })
}

/** Opens a new document in an editor. */
export async function openNew(content: string, language = "plaintext"): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }), { preview: false })
}

/** The files below a folder of the workspace, by path. */
export async function filesIn(folder: string): Promise<string[]> {
  const files = await vscode.workspace.findFiles(`${folder}/**/*.{txt,md}`)
  return files.map(file => vscode.workspace.asRelativePath(file)).sort()
}

/** The clean drafts of the workspace, by path. */
export async function cleanDrafts(): Promise<string[]> {
  return (await filesIn("clean")).filter(path => path.includes("年度报告"))
}

/** A clean draft with a row on each line. */
export async function clean(): Promise<string> {
  return (await cleanDrafts()).find(path => path.includes("制表符"))!
}

/** The findings on a document, as soon as they are what they should be; waits for the event that says so. */
export function diagnosticsWhen({ uri }: vscode.TextDocument, what: string, isRight: (found: vscode.Diagnostic[]) => boolean): Promise<vscode.Diagnostic[]> {
  const found = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri)
  if (isRight(found())) return Promise.resolve(found())
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listener.dispose()
      reject(new Error(`waited too long for ${what}; there are:\n${found().map(({ message }) => message).join("\n")}`))
    }, LIMIT_MS)
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (!isRight(found())) return
      clearTimeout(timer)
      listener.dispose()
      resolve(found())
    })
  })
}

/** Waits until something asked for again and again is there. */
export async function until<T>(what: string, ask: () => T | Promise<T>): Promise<NonNullable<T>> {
  const limit = Date.now() + LIMIT_MS
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > limit) throw new Error(`waited too long for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Waits until the server has read the document and found a report in it. */
export async function untilRead({ uri }: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
  return until(`the outline of ${uri.path}`, async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>("vscode.executeDocumentSymbolProvider", uri)
    return symbols?.some(({ kind }) => kind === vscode.SymbolKind.File) ? symbols : undefined
  })
}

/** Where a figure stands in a document, by its id. */
export function rangeOfFact(document: vscode.TextDocument, id: string): vscode.Range {
  for (const { report, from } of readReports(document.getText())) {
    const fact = report.facts.get(id)
    const range = fact && shift(factRange(report, fact), from)
    if (range) return new vscode.Range(document.positionAt(range.from), document.positionAt(range.to))
  }
  throw new Error(`no figure ${id} in ${document.uri.path}`)
}

/** Types over a range, as a person would. */
export async function typeOver(editor: vscode.TextEditor, range: vscode.Range, text: string): Promise<void> {
  editor.selection = new vscode.Selection(range.start, range.end)
  await vscode.commands.executeCommand("type", { text })
}

/** The code actions on a range. */
export async function actionsOn({ uri }: vscode.TextDocument, range: vscode.Range, kind = ""): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range, kind)
}

/** The figure that is typed in place of another, which it differs from in whatever report. */
const WRONG = "90210"

/**
 * The way of a draft that is clean: a total is typed wrong, there is one finding, on that cell; its preferred fix is applied,
 * and the draft is as it was. Gives back the finding.
 */
export async function breakAndMend(editor: vscode.TextEditor, fact = "requests/total/natural"): Promise<vscode.Diagnostic> {
  const { document } = editor
  await untilRead(document)
  await diagnosticsWhen(document, "nothing to find", found => found.length === 0)
  const before = document.getText()
  await typeOver(editor, rangeOfFact(document, fact), WRONG)
  const [finding] = await diagnosticsWhen(document, "one finding", found => found.length === 1)
  assert.deepEqual(finding!.range, rangeOfFact(document, fact))
  assert.equal(finding!.source, "report-draft")
  const preferred = (await actionsOn(document, finding!.range)).filter(({ isPreferred }) => isPreferred)
  assert.equal(preferred.length, 1)
  assert.ok(await vscode.workspace.applyEdit(preferred[0]!.edit!))
  assert.equal(document.getText(), before)
  await diagnosticsWhen(document, "nothing to find", found => found.length === 0)
  return finding!
}

/** Closes all editors without saving. */
export async function closeAll(): Promise<void> {
  while (vscode.window.activeTextEditor) await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor")
  await vscode.commands.executeCommand("workbench.action.closeAllEditors")
}

/** Asks the launcher for a screenshot and waits for it; the desktop program takes none. */
export async function screenshot(name: string): Promise<void> {
  const folder = process.env["EDITOR_SCREENSHOTS"]
  if (!folder) return
  const file = join(folder, `${name}.png`)
  rmSync(file, { force: true })
  console.log(`SCREENSHOT ${name}`)
  await until(`screenshot ${name}`, () => existsSync(file))
}
