import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import * as vscode from "vscode"
import { carryOverMismatch } from "../../../server/engine/rules/carry-over-mismatch.ts"
import type { Snippet } from "../../../client/snippets.ts"
import { draftFor } from "../../support/sampleDrafts.ts"
import { expand } from "../../support/snippets.ts"
import { actionsOn, breakAndMend, clean, cleanDrafts, closeAll, diagnosticsWhen, extension, filesIn, open, openNew, rangeOfFact, screenshot, typeOver, until, untilRead } from "./helpers.ts"

const TOTAL = "requests/total/natural"

describe("report-draft in the editor", () => {
  afterEach(closeAll)

  it("leaves a file alone that is no report", async () => {
    await openNew("# Notes\n\n| 总计 | 3 |\n", "markdown")
    const api = await extension().activate()
    assert.equal(vscode.env.language, "en")
    assert.equal(api.isStarted(), false)
  })

  it("starts with the first report", async () => {
    const [first] = await cleanDrafts()
    const { document } = await open(first!)
    const api = await extension().activate()
    assert.equal(api.isStarted(), true)
    await untilRead(document)
  })

  it("opens what is named like a report in a language of its own", async () => {
    for (const path of (await cleanDrafts()).filter(path => /\.report\.txt$|政府信息公开.*年度报告.*\.txt$/.test(path))) {
      const { document } = await open(path)
      assert.equal(document.languageId, "report-draft", path)
    }
  })

  it("finds one wrong figure in each example, and mends it", async () => {
    const paths = await cleanDrafts()
    assert.ok(paths.length >= 3, String(paths))
    for (const path of paths) {
      const finding = await breakAndMend(await open(path)).catch((error: unknown) => assert.fail(`${path}: ${String(error)}`))
      assert.match(finding.message, /90210/)
      await closeAll()
    }
  })

  it("says nothing of a README beside the drafts", async () => {
    const { document } = await open("clean/README.md")
    // The answer to a later request shows that the document has been dealt with.
    const { document: draft } = await open(await clean())
    await untilRead(draft)
    await vscode.window.showTextDocument(document)
    const actions = await actionsOn(document, new vscode.Range(0, 0, document.lineCount, 0))
    assert.deepEqual(actions.filter(({ kind }) => kind!.value === "quickfix" || /reportDraft/.test(kind!.value)), [])
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), [])
  })

  it("explains, links and lists the operands of a finding", async () => {
    const editor = await open(await faulty())
    const [finding] = (await diagnosticsWhen(editor.document, "a wrong sum", found => found.some(isSum))).filter(isSum)
    assert.ok(finding!.relatedInformation!.length > 0)
    const { target } = finding!.code as { target: vscode.Uri }
    assert.match(target.path, /docs\/rules\.md$/)
    await vscode.commands.executeCommand("workbench.actions.view.problems")
    await screenshot("problems")
  })

  it("answers about a figure: hover, definition, highlights, selection", async () => {
    const { document } = await open(await clean())
    await untilRead(document)
    const { uri } = document
    const total = rangeOfFact(document, TOTAL)
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, total.start)
    assert.match(hovers.flatMap(({ contents }) => contents.map(content => (content as vscode.MarkdownString).value)).join("\n"), /自然人/)
    const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>("vscode.executeDocumentHighlights", uri, total.start)
    assert.ok(highlights.length > 5)
    const addends = await vscode.commands.executeCommand<vscode.Location[]>("vscode.executeDefinitionProvider", uri, total.start)
    assert.ok(addends.length > 5)
    const [selection] = await vscode.commands.executeCommand<vscode.SelectionRange[]>("vscode.executeSelectionRangeProvider", uri, [total.start])
    assert.ok(selection!.range.isEqual(total) && selection!.parent!.range.contains(total))
  })

  it("leads from a sentence to its cell and back", async () => {
    const { document } = await open(await clean())
    await untilRead(document)
    const { uri } = document
    const cell = rangeOfFact(document, "requests/new/total")
    const [, words] = /新收政府信息公开申请(\d+)件/d.exec(document.getText())!.indices!
    const stated = new vscode.Range(document.positionAt(words![0]), document.positionAt(words![1]))
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, stated.start)
    assert.match(hovers.flatMap(({ contents }) => contents.map(content => (content as vscode.MarkdownString).value)).join("\n"), /本年新收政府信息公开申请数量/)
    const cells = await vscode.commands.executeCommand<vscode.Location[]>("vscode.executeDefinitionProvider", uri, stated.start)
    assert.deepEqual(cells.map(({ range }) => range), [cell])
    const sentences = await vscode.commands.executeCommand<vscode.Location[]>("vscode.executeReferenceProvider", uri, cell.start)
    assert.ok(sentences.some(({ range }) => range.isEqual(stated)))
  })

  it("goes to the cell that a sentence disagrees with", async () => {
    const editor = await open(await clean())
    const { document } = editor
    await untilRead(document)
    const [, words] = /新收政府信息公开申请(\d+)件/d.exec(document.getText())!.indices!
    await typeOver(editor, new vscode.Range(document.positionAt(words![0]), document.positionAt(words![1])), "90210")
    const [finding] = (await diagnosticsWhen(document, "a wrong sentence", found => found.some(isClaim))).filter(isClaim)
    const { command } = (await actionsOn(document, finding!.range)).find(({ title }) => title.startsWith("Go to"))!
    await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]))
    await until("the cursor in the cell", () => vscode.window.activeTextEditor!.selection.isEqual(rangeOfFact(document, "requests/new/total")))
  })

  it("answers about the draft: outline and folding", async () => {
    const { document } = await open(await clean())
    const [report] = await untilRead(document)
    assert.equal(report!.children.filter(({ children }) => children.length > 0).length, 3)
    assert.equal(report!.children.length, 6)
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>("vscode.executeFoldingRangeProvider", document.uri)
    assert.ok(folds.length >= 6)
  })

  it("completes the value of a total", async () => {
    const editor = await open(await clean())
    const { document } = editor
    await untilRead(document)
    const right = document.getText(rangeOfFact(document, TOTAL))
    await typeOver(editor, rangeOfFact(document, TOTAL), "90210")
    await diagnosticsWhen(document, "one finding", found => found.length === 1)
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, rangeOfFact(document, TOTAL).end)
    assert.ok(items.some(({ label }) => (typeof label === "string" ? label : label.label) === right), `${right} is not among the completions`)
  })

  it("completes 年报全文 first in the layout that the language calls for", async () => {
    for (const [language, form] of [["plaintext", "制表符分隔"], ["markdown", "Markdown 表格"]] as const) {
      const { document } = await openNew("年报", language)
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, new vscode.Position(0, 2))
      const whole = items.flatMap(({ label, sortText }) => (typeof label === "string" || label.label !== "年报全文" ? [] : [{ sortText: sortText!, form: label.description }]))
      assert.equal(whole.length, 3)
      assert.equal(whole.sort((a, b) => (a.sortText < b.sortText ? -1 : 1))[0]!.form, form)
    }
  })

  it("mends what is safe when asked to fix all", async () => {
    const { document } = await openNew("某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府政府情况\n")
    await untilRead(document)
    const [action] = await actionsOn(document, new vscode.Range(0, 0, document.lineCount, 0), "source.fixAll")
    assert.equal(action!.kind!.value, "source.fixAll.reportDraft")
    await vscode.workspace.applyEdit(action!.edit!)
    assert.match(document.getText(), /^二、主动公开政府信息情况$/m)
  })
})

describe("last year's report", () => {
  afterEach(closeAll)
  const isAcross = ({ code }: vscode.Diagnostic): boolean => (typeof code === "object" ? code.value : code) === carryOverMismatch.id

  it("is found among the files of the workspace, and followed as they change", async () => {
    const at = carryOverMismatch.bad.lastIndexOf("\n\n某县林业局") + 2
    const { document } = await openNew(carryOverMismatch.bad.slice(at))
    await untilRead(document)
    const last = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, "2022.txt")
    await vscode.workspace.fs.writeFile(last, new TextEncoder().encode(carryOverMismatch.bad.slice(0, at)))
    const found = await diagnosticsWhen(document, "the difference", found => found.some(isAcross))
    assert.equal(found.find(isAcross)!.relatedInformation![0]!.location.uri.toString(), last.toString())
    await vscode.workspace.fs.delete(last)
    await diagnosticsWhen(document, "no difference", found => !found.some(isAcross))
  })
})

describe("wholes and parts in the editor", () => {
  const folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, "wholes")
  const put = (name: string, text: string): Thenable<void> => vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text))
  afterEach(async () => {
    await closeAll()
    await vscode.workspace.fs.delete(folder, { recursive: true })
  })

  it("report-draft.json is checked by its schema, and its names are completed", async () => {
    const text = '{ "wholes": [{ "whole": "../county.md", "parts": ["towns/*"], "tables": ["Requests!"] }] }'
    await put("report-draft.json", text)
    const { document } = await open("wholes/report-draft.json")
    const found = await diagnosticsWhen(document, "two mistakes", found => found.length === 2)
    assert.deepEqual(found.map(({ range }) => document.getText(range)).sort(), ['"../county.md"', '"Requests!"'])
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, document.positionAt(text.indexOf('"Requests!"') + 1))
    for (const table of ["proactive", "requests", "litigation"]) assert.ok(items.some(({ label }) => JSON.stringify(label).includes(table)), table)
  })

  it("a whole is compared with its parts, and again as one is typed in", async () => {
    const draft = (name: string, count: number): string => draftFor(2023, { "proactive/licensing/decisions": String(count) }).replaceAll("青溪县档案馆", name)
    const isOfWhole = ({ code }: vscode.Diagnostic): boolean => (typeof code === "object" ? code.value : code) === "whole-mismatch"
    await put("report-draft.json", '{ "wholes": [{ "whole": "county.txt", "parts": ["towns/*"] }] }')
    await put("towns/a.txt", draft("青溪县水利站", 1))
    await put("towns/b.txt", draft("青溪县农机站", 1))
    await put("county.txt", draft("青溪县农业局", 3))
    const part = await open("wholes/towns/a.txt")
    const { document } = await open("wholes/county.txt")
    const found = await diagnosticsWhen(document, "the difference", found => found.some(isOfWhole))
    assert.match(found.find(isOfWhole)!.message, /says 3, but its 2 parts add up to 2/)
    const editor = await vscode.window.showTextDocument(part.document)
    await typeOver(editor, rangeOfFact(part.document, "proactive/licensing/decisions"), "2")
    await diagnosticsWhen(document, "no difference", found => !found.some(isOfWhole))
  })
})

describe("snippets in the editor", () => {
  const snippets = Object.entries(JSON.parse(readFileSync(`${extension().extensionPath}/snippets/report-draft.json`, "utf8")) as Record<string, Snippet>)
  afterEach(closeAll)

  for (const [name, snippet] of snippets) {
    it(`inserts ${name} as it is meant`, async () => {
      const langId = /Markdown/.test(name) ? "markdown" : "plaintext"
      const { document } = await openNew("", langId)
      await vscode.commands.executeCommand("editor.action.insertSnippet", { langId, name })
      assert.equal(document.getText(), expand(snippet))
    })
  }

  for (const [name] of snippets.filter(([, { prefix }]) => prefix.some(name => name.startsWith("report-")))) {
    it(`inserts ${name}, in which one wrong figure is found and mended`, async () => {
      const langId = /Markdown/.test(name) ? "markdown" : "plaintext"
      const editor = await openNew("", langId)
      await vscode.commands.executeCommand("editor.action.insertSnippet", { langId, name })
      await vscode.commands.executeCommand("leaveSnippet")
      await breakAndMend(editor)
    })
  }
})

describe("commands", () => {
  afterEach(closeAll)

  it("check the files that are not open", async () => {
    await vscode.commands.executeCommand("reportDraft.checkWorkspace")
    const found = vscode.languages.getDiagnostics().filter(([uri, list]) => uri.path.includes("/faulty/") && list.length > 0)
    assert.ok(found.length > 0)
    const others = vscode.languages.getDiagnostics().filter(([uri]) => uri.path.includes("/clean/"))
    assert.deepEqual(others.flatMap(([uri, list]) => list.map(({ message }) => `${uri.path}: ${message}`)), [])
    const [uri] = found[0]!
    const before = vscode.languages.getDiagnostics(uri).length
    const { document } = await open(vscode.workspace.asRelativePath(uri))
    await untilRead(document)
    await diagnosticsWhen(document, "each finding once", list => list.length === before)
  })

  it("check Word files and pages, too, and say which cannot be read", async () => {
    const folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, "documents")
    const lines = draftFor(2023).replace("一、总体情况", "二、总体情况").split("\n").map(line => (line.includes("\t") ? `<table><tr><td>${line.replaceAll("\t", "<td>")}</table>` : `<p>${line}</p>`))
    const files = { "sound.docx": await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, "../word/report.docx")), "page.html": `<meta charset="utf-8">${lines.join("\n")}`, "other.html": "<p>别的</p>", "broken.docx": "no", "~$sound.docx": "no" }
    for (const [name, content] of Object.entries(files)) await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), Buffer.from(content))
    await vscode.commands.executeCommand("reportDraft.checkWorkspace")
    const found = (name: string): string[] => vscode.languages.getDiagnostics(vscode.Uri.joinPath(folder, name)).map(({ message }) => message)
    await vscode.workspace.fs.delete(folder, { recursive: true })
    assert.ok(found("page.html").some(message => /^第1节 标题：/.test(message)), found("page.html").join("\n"))
    assert.match(found("broken.docx").join("\n"), /^[^\n]*(?:damaged|损坏)[^\n]*$/)
    for (const name of ["sound.docx", "other.html", "~$sound.docx"]) assert.deepEqual(found(name), [], name)
  })

  it("insert a table in the draft's own layout", async () => {
    const editor = await open(await clean())
    const { document } = editor
    editor.selection = new vscode.Selection(document.lineCount, 0, document.lineCount, 0)
    const before = document.lineCount
    void vscode.commands.executeCommand("reportDraft.insertTable")
    await until("a table", async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem")
      return document.lineCount > before
    })
    assert.match(document.getText(new vscode.Range(before - 1, 0, document.lineCount, 0)), /^规章\t0\t0\t0$/m)
  })

  it("recompute the totals", async () => {
    const editor = await open(await clean())
    const { document } = editor
    await untilRead(document)
    const before = document.getText()
    await typeOver(editor, rangeOfFact(document, TOTAL), "90210")
    await vscode.commands.executeCommand("reportDraft.recomputeTotalsInDocument")
    assert.equal(document.getText(), before)
  })

  it("insert the sections and tables that are missing", async () => {
    const { document } = await openNew("某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n五、存在的主要问题及改进情况\n\n略。\n")
    await untilRead(document)
    await vscode.commands.executeCommand("reportDraft.insertMissingSections")
    assert.deepEqual([...document.getText().matchAll(/^[一二三四五六]、(?=.*[况项]$)/gm)].map(([number]) => number).join(""), "一、二、三、四、五、六、")
    for (const label of ["行政事业性收费", "（七）总计", "复议后起诉"]) assert.match(document.getText(), new RegExp(label))
  })

  it("make a draft of a Word file beside it, and a Word file of a draft", async () => {
    const word = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, "word/report.docx")
    for (const name of ["report.txt", "report (2).txt"]) {
      await vscode.commands.executeCommand("reportDraft.importWord", word)
      const { document } = vscode.window.activeTextEditor!
      assert.equal(vscode.workspace.asRelativePath(document.uri), `word/${name}`)
      await untilRead(document)
    }
    const { document } = vscode.window.activeTextEditor!
    const figure = document.getText(rangeOfFact(document, TOTAL))
    await typeOver(vscode.window.activeTextEditor!, rangeOfFact(document, TOTAL), "90210")
    const made = vscode.Uri.joinPath(word, "../made.docx")
    await vscode.commands.executeCommand("reportDraft.exportWord", made)
    await vscode.commands.executeCommand("reportDraft.importWord", made)
    const { document: draft } = vscode.window.activeTextEditor!
    assert.notEqual(figure, "90210")
    assert.equal(draft.getText(rangeOfFact(draft, TOTAL)), "90210")
    await diagnosticsWhen(draft, "the wrong sum", found => found.some(isSum))
  })

  it("say why a file cannot be read, and make no draft", async () => {
    const { fsPath } = vscode.workspace.workspaceFolders![0]!.uri
    const broken = vscode.Uri.file(`${fsPath}/word/broken.docx`)
    await vscode.workspace.fs.writeFile(broken, new TextEncoder().encode("no"))
    await vscode.commands.executeCommand("reportDraft.importWord", broken)
    assert.equal(vscode.window.activeTextEditor, undefined)
    assert.ok(!(await filesIn("word")).includes("word/broken.txt"))
  })

  it("switch the checker off and on", async () => {
    const { document } = await open(await faulty())
    await diagnosticsWhen(document, "findings", found => found.length > 0)
    await vscode.commands.executeCommand("reportDraft.toggle")
    await diagnosticsWhen(document, "silence", found => found.length === 0)
    await vscode.commands.executeCommand("reportDraft.toggle")
    await diagnosticsWhen(document, "findings", found => found.length > 0)
  })

  it("restart the server", async () => {
    const { document } = await open(await faulty())
    const before = await diagnosticsWhen(document, "findings", found => found.length > 0)
    await vscode.commands.executeCommand("reportDraft.restartServer")
    await diagnosticsWhen(document, "the same findings", found => found.length === before.length)
  })
})

describe("settings", () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("reportDraft")
  afterEach(async () => {
    await settings().update("rules.sum-mismatch", undefined, vscode.ConfigurationTarget.Global)
    await settings().update("locale", undefined, vscode.ConfigurationTarget.Global)
    await closeAll()
  })

  it("change the severity of a rule, and switch it off", async () => {
    const { document } = await open(await faulty())
    await diagnosticsWhen(document, "a wrong sum", found => found.some(isSum))
    await settings().update("rules.sum-mismatch", "hint", vscode.ConfigurationTarget.Global)
    await diagnosticsWhen(document, "a hint", found => found.filter(isSum).some(({ severity }) => severity === vscode.DiagnosticSeverity.Hint))
    await settings().update("rules.sum-mismatch", "off", vscode.ConfigurationTarget.Global)
    await diagnosticsWhen(document, "no word on sums", found => !found.some(isSum))
    await settings().update("rules.sum-mismatch", undefined, vscode.ConfigurationTarget.Global)
    await diagnosticsWhen(document, "an error", found => found.filter(isSum).some(({ severity }) => severity === vscode.DiagnosticSeverity.Error))
  })

  it("have totals recomputed and safe fixes made on saving by hand", async () => {
    const editor = vscode.workspace.getConfiguration("editor")
    await settings().update("recomputeTotalsOnSave", true, vscode.ConfigurationTarget.Global)
    await editor.update("codeActionsOnSave", { "source.fixAll.reportDraft": "explicit" }, vscode.ConfigurationTarget.Global)
    const shown = await open(await clean())
    const { document } = shown
    await untilRead(document)
    const before = document.getText()
    await typeOver(shown, rangeOfFact(document, TOTAL), "90210")
    await diagnosticsWhen(document, "one finding", found => found.length === 1)
    const title = document.getText().indexOf("主动公开政府信息情况\n") + 4
    await typeOver(shown, new vscode.Range(document.positionAt(title), document.positionAt(title + 4)), "政府政府")
    await document.save()
    assert.equal(document.getText(), before)
    await settings().update("recomputeTotalsOnSave", undefined, vscode.ConfigurationTarget.Global)
    await editor.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Global)
  })

  it("choose the language of the messages", async () => {
    const { document } = await open(await faulty())
    await diagnosticsWhen(document, "English", found => found.filter(isSum).some(({ message }) => !/应为/.test(message)))
    await settings().update("locale", "zh", vscode.ConfigurationTarget.Global)
    await diagnosticsWhen(document, "Chinese", found => found.filter(isSum).some(({ message }) => /应为/.test(message)))
  })
})

const ruleOf = ({ code }: vscode.Diagnostic): unknown => (typeof code === "object" ? code.value : code)
const isSum = (diagnostic: vscode.Diagnostic): boolean => ruleOf(diagnostic) === "sum-mismatch"
const isClaim = (diagnostic: vscode.Diagnostic): boolean => ruleOf(diagnostic) === "prose-mismatch"

/** A draft in which a sum is wrong. */
async function faulty(): Promise<string> {
  return (await filesIn("faulty")).find(path => path.includes("勾稽"))!
}
