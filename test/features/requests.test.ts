import assert from "node:assert/strict"
import { check, figuresOf } from "../support/check.ts"
import { applyLspEdits, editsOf, FULL_CLIENT, positionAfter, positionAt, useServers, wordsAt, type LspAction, type LspClient, type LspEdit, type LspPosition, type LspRange } from "../support/lspClient.ts"
import { CLEAN, draftFor, draftOf, URI, WRONG, WRONG_TOTAL } from "../support/sampleDrafts.ts"

const positionsEqual = (a: LspPosition, b: LspPosition): boolean => a.line === b.line && a.character === b.character

describe("language server: requests", () => {
  const start = useServers()
  let client: LspClient

  beforeEach(() => {
    client = start()
  })
  const at = (text: string, words: string): { textDocument: { uri: string }; position: LspPosition } => ({ textDocument: { uri: URI }, position: positionAfter(text, words) })
  const actions = (range: LspRange, context: object = {}): Promise<LspAction[]> => client.request("textDocument/codeAction", { textDocument: { uri: URI }, range, context: { diagnostics: [], ...context } })
  const whole = (text: string): LspRange => ({ start: { line: 0, character: 0 }, end: positionAt(text, text.length) })

  describe("code actions", () => {
    it("mend the finding, the preferred one marked", async () => {
      await client.initialize()
      client.open(URI, WRONG_TOTAL, 7)
      const [found] = await client.pull(URI)
      const [first, ...others] = (await actions(found!.range, { diagnostics: [found], only: ["quickfix"] }))
      assert.ok(first!.isPreferred)
      assert.ok(others.every(({ isPreferred }) => !isPreferred))
      assert.deepEqual(first!.diagnostics, [found])
      assert.equal(first!.edit.documentChanges![0]!.textDocument.version, 7)
      const mended = applyLspEdits(WRONG_TOTAL, editsOf(first!))
      assert.deepEqual(check(mended), [])
      client.change(URI, { text: mended })
      assert.deepEqual(await client.pull(URI), [])
    })

    it("of the whole draft come when they are asked for: safe fixes only, totals", async () => {
      const text = WRONG_TOTAL.replace("三、收到", "4、收到").replace("五、存在的主要问题及改进情况", "五、存在的主要问题及改进情况。")
      await client.initialize()
      client.open(URI, text)
      const safe = await actions(whole(text), { only: ["source.fixAll"] })
      assert.deepEqual(safe.map(({ kind }) => kind), ["source.fixAll.reportDraft"])
      assert.equal(applyLspEdits(text, editsOf(safe[0]!)), WRONG_TOTAL)
      const totals = await actions(whole(text), { only: ["source.recomputeTotals.reportDraft"] })
      assert.deepEqual(totals.map(({ kind }) => kind), ["source.recomputeTotals.reportDraft"])
      assert.deepEqual(editsOf(totals[0]!).map(({ newText }) => newText), ["4"])
      assert.deepEqual(await actions(whole(CLEAN), { only: ["source.organizeImports"] }), [])
      assert.deepEqual((await actions({ start: positionAfter(text, "一、"), end: positionAfter(text, "一、") }, { triggerKind: 2 })).filter(({ kind }) => kind !== "quickfix"), [])
    })

    it("rewrite a table or all of them, and say what cannot be rewritten", async () => {
      const text = draftOf("tsv", { "requests/new/natural": "" })
      const textDocument = { ...FULL_CLIENT.textDocument, codeAction: { ...FULL_CLIENT.textDocument.codeAction, disabledSupport: true } }
      await client.initialize({ ...FULL_CLIENT, textDocument })
      client.open(URI, text)
      const cursor = positionAfter(text, "重复申请")
      const offered = await actions({ start: cursor, end: cursor }, { only: ["refactor.rewrite"] })
      const offer = (title: string): LspAction & { disabled?: { reason: string } } => offered.find(action => action.title.startsWith(title))!
      assert.deepEqual(figuresOf(applyLspEdits(text, editsOf(offer("改写全部表格：HTML")))), figuresOf(text))
      assert.equal(editsOf(offer("改写这张表：Markdown")).length, 1)
      assert.match(offer("改写这张表：每格一行").disabled!.reason, /所以不动/)
      assert.match(offer("改写全部表格：每格一行").title, /没有全部读懂，不动/)
    })

    it("mend all findings of a rule", async () => {
      const text = WRONG_TOTAL.replace("规章 | 0 | 0", "规章 | / | 0").replace("行政许可 | 0", "行政许可 | /")
      await client.initialize()
      client.open(URI, text)
      const found = (await client.pull(URI)).find(({ code }) => code === "placeholder-cell")!
      const all = (await actions(found.range)).find(({ title }) => title.includes("placeholder-cell"))!
      assert.deepEqual(check(applyLspEdits(text, editsOf(all)), "placeholder-cell"), [])
    })

    it("mend all findings of a rule in all reports of a document, as one edit", async () => {
      const one = draftFor(2022).replace("规章\t0\t0", "规章\t/\t0")
      const text = one + CLEAN + draftFor(2024).replace("行政许可\t0", "行政许可\t/").replace("规章\t0\t0", "规章\t/\t0")
      const edits: LspAction["edit"][] = []
      client.answers.set("workspace/applyEdit", ({ edit }: { edit: LspAction["edit"] }) => {
        edits.push(edit)
        return { applied: true }
      })
      await client.initialize()
      client.open(URI, text)
      const found = (await client.pull(URI)).find(({ code }) => code === "placeholder-cell")!
      const { command } = (await actions(found.range)).find(({ title }) => title.includes("placeholder-cell"))!
      assert.equal(await client.request("workspace/executeCommand", command!), 3)
      assert.equal(edits.length, 1)
      assert.deepEqual(check(applyLspEdits(text, editsOf({ edit: edits[0] } as LspAction)), "placeholder-cell"), [])
      assert.equal(await client.request("workspace/executeCommand", { ...command, arguments: [URI, "no-such-rule"] }), 0)
      assert.equal(await client.request("workspace/executeCommand", { ...command, arguments: [URI] }), null)
    })

    it("mend what is safe in the whole document, wherever the cursor is", async () => {
      const text = CLEAN + draftFor(2024).replace("规章\t0\t0", "规章\t０\t0")
      await client.initialize()
      client.open(URI, text)
      const start = { line: 0, character: 0 }
      const [all] = await actions({ start, end: start }, { only: ["source.fixAll"] })
      assert.equal(applyLspEdits(text, editsOf(all!)), text.replace("０", "0"))
    })

    it("insert what is missing with tab stops, where that does no harm, and without elsewhere", async () => {
      const gfm = draftOf("gfm").replace(/四、政府[^]*(?=五、)/, "")
      const tsv = draftOf("tsv").replace(/三、收到[^]*(?=四、政府)/, "")
      const plainClient = { ...FULL_CLIENT, workspace: { ...FULL_CLIENT.workspace, workspaceEdit: { documentChanges: true } } }
      for (const [text, capabilities, isSnippet] of [[gfm, FULL_CLIENT, true], [gfm, plainClient, false], [tsv, FULL_CLIENT, false]] as const) {
        const own = start()
        await own.initialize(capabilities)
        own.open(URI, text)
        const found = (await own.pull(URI)).find(({ code }) => code === "missing-section")!
        const [fix] = await own.request<LspAction[]>("textDocument/codeAction", { textDocument: { uri: URI }, range: found.range, context: { diagnostics: [found], only: ["quickfix"] } })
        const [edit] = editsOf(fix!)
        assert.equal(edit!.snippet !== undefined, isSnippet)
        if (isSnippet) assert.match(edit!.snippet!.value, /\$\{15:0\}[^$]*\$0$/)
        const plain = editsOf(fix!).map(({ range, newText, snippet }): LspEdit => ({ range, newText: newText ?? snippet!.value.replace(/\$\{\d+:0\}/g, "0").replace("$0", "") }))
        assert.deepEqual(check(applyLspEdits(text, plain)), [])
      }
    })

    it("insert what is missing from anywhere in the draft", async () => {
      const text = draftOf("tsv").replace(/三、收到[^]*(?=四、政府)/, "").replace("规章\t0\t0\t0\n", "")
      await client.initialize()
      client.open(URI, text)
      const end = positionAt(text, text.length)
      const found = await actions({ start: end, end }, { only: ["refactor"] })
      assert.deepEqual(found.map(({ kind }) => kind), ["refactor.insertMissing.reportDraft", "refactor.insertMissing.reportDraft"])
    })

    it("recompute all totals as a command, for the version that was read", async () => {
      const edits: { edit: LspAction["edit"] }[] = []
      client.answers.set("workspace/applyEdit", (params: { edit: LspAction["edit"] }) => {
        edits.push(params)
        return { applied: true }
      })
      await client.initialize()
      client.open(URI, WRONG_TOTAL, 3)
      assert.equal(await client.request("workspace/executeCommand", { command: "reportDraft.recomputeTotals", arguments: [URI] }), 1)
      assert.equal(edits[0]!.edit.documentChanges![0]!.textDocument.version, 3)
      assert.equal(await client.request("workspace/executeCommand", { command: "reportDraft.recomputeTotals", arguments: ["file:///none"] }), null)
      assert.equal(await client.request("workspace/executeCommand", { command: "reportDraft.recomputeTotals" }), null)
      const { error } = await client.reply(client.ask("workspace/executeCommand", { command: "rm" }))
      assert.ok(error)
    })

    it("lead from a sentence to the cell that it disagrees with", async () => {
      const shown: unknown[] = []
      client.answers.set("window/showDocument", (params: unknown) => {
        shown.push(params)
        return { success: true }
      })
      const text = CLEAN.replace("各项工作。", "各项工作。新收政府信息公开申请2件。")
      await client.initialize({ ...FULL_CLIENT, window: { showDocument: { support: true } } })
      client.open(URI, text)
      const found = (await client.pull(URI)).find(({ code }) => code === "prose-mismatch")!
      const { command, isPreferred, kind } = (await actions(found.range, { diagnostics: [found] })).find(({ title }) => title.startsWith("转到"))!
      assert.deepEqual([kind, isPreferred], ["quickfix", undefined])
      assert.equal(await client.request("workspace/executeCommand", command!), true)
      const { uri, selection, takeFocus } = shown[0] as { uri: string; selection: LspRange; takeFocus: boolean }
      assert.deepEqual([uri, takeFocus, wordsAt(text, selection)], [URI, true, "0"])
      assert.equal(selection.start.line, positionAfter(text, "一、本年新收政府信息公开申请数量").line)
      assert.equal(await client.request("workspace/executeCommand", { ...command, arguments: [URI] }), false)
      assert.equal(await client.request("workspace/executeCommand", { ...command, arguments: ["file:///none", selection] }), null)
    })

    it("recompute totals on a save that the user made, if that is wanted", async () => {
      client.answers.set("workspace/configuration", () => [{ recomputeTotalsOnSave: true }])
      await client.initialize()
      client.open(URI, WRONG_TOTAL)
      await client.pull(URI)
      const save = (reason: number): Promise<LspEdit[]> => client.request("textDocument/willSaveWaitUntil", { textDocument: { uri: URI }, reason })
      assert.equal((await save(1)).length, 1)
      assert.deepEqual(await save(2), [])
      assert.deepEqual(await save(3), [])
    })

    it("leave totals alone on save by default", async () => {
      await client.initialize()
      client.open(URI, WRONG_TOTAL)
      assert.deepEqual(await client.request("textDocument/willSaveWaitUntil", { textDocument: { uri: URI }, reason: 1 }), [])
    })
  })

  describe("features", () => {
    const ROW = "一、本年新收政府信息公开申请数量\t\t\t"

    it("hover, as markdown in which the draft's words stay words", async () => {
      await client.initialize()
      const text = WRONG.replace(`${ROW}2`, `${ROW}<2>`)
      client.open(URI, text)
      const hover = await client.request<{ contents: { kind: string; value: string }; range: LspRange }>("textDocument/hover", at(text, `${ROW}<`))
      assert.equal(hover.contents.kind, "markdown")
      assert.ok(hover.contents.value.startsWith("**一、本年新收政府信息公开申请数量 › 自然人**"))
      assert.ok(hover.contents.value.includes("\\<2\\>"))
      assert.equal(wordsAt(text, hover.range), "<2>")
    })

    it("hover in plain text for a client that has nothing else", async () => {
      await client.initialize({ textDocument: { diagnostic: {} } })
      client.open(URI, WRONG)
      const { contents } = await client.request<{ contents: { kind: string } }>("textDocument/hover", at(WRONG, ROW))
      assert.equal(contents.kind, "plaintext")
    })

    it("hover, definition and references between a sentence and its cell, in words that stay words", async () => {
      const sentence = "2023年，未收到（[关于](command:x)<2>）政府信息公开申请。"
      const text = CLEAN.replace(/(?<=总体情况\n\n).*/, sentence)
      await client.initialize()
      client.open(URI, CLEAN + text)
      const from = CLEAN.length + text.indexOf("收到（")
      const claim = { textDocument: { uri: URI }, position: positionAt(CLEAN + text, from) }
      const hover = await client.request<{ contents: { value: string }; range: LspRange }>("textDocument/hover", claim)
      assert.equal(wordsAt(CLEAN + text, hover.range), sentence.slice(6, -1))
      assert.match(hover.contents.value, /\\\[关于\\\]\\\(command:x\\\)\\<2\\>/)
      assert.match(hover.contents.value, /总计：0，与文字相符/)
      const [cell, ...none] = await client.request<{ uri: string; range: LspRange }[]>("textDocument/definition", claim)
      assert.deepEqual(none, [])
      assert.equal(cell!.uri, URI)
      assert.deepEqual(cell!.range.start, positionAt(CLEAN + text, CLEAN.length + text.indexOf("\t0\t0\t0\t0\t0\t0\t0") + 13))
      for (const includeDeclaration of [true, false]) {
        const found = await client.request<{ range: LspRange }[]>("textDocument/references", { textDocument: { uri: URI }, position: cell!.range.start, context: { includeDeclaration } })
        assert.deepEqual(found[0]!.range, hover.range)
        assert.equal(found.some(({ range }) => positionsEqual(range.start, cell!.range.start)), includeDeclaration)
      }
    })

    it("completion replaces the wrong total", async () => {
      await client.initialize()
      client.open(URI, WRONG_TOTAL)
      const { items } = await client.request<{ items: { label: string; textEdit: LspEdit; preselect: boolean }[] }>("textDocument/completion", at(WRONG_TOTAL, "3 | 1 | 0 | 0 | 5"))
      assert.deepEqual(items.map(({ label, preselect }) => [label, preselect]), [["4", true]])
      assert.deepEqual(check(applyLspEdits(WRONG_TOTAL, [items[0]!.textEdit])), [])
    })

    it("completion of a heading has its zeros as tab stops, if the client can", async () => {
      const text = draftOf("gfm").replace(/四、政府[^]*(?=五、)/, "\n")
      await client.initialize()
      client.open(URI, text)
      const { items } = await client.request<{ items: { label: string; insertTextFormat?: number; textEdit: LspEdit }[] }>("textDocument/completion", { textDocument: { uri: URI }, position: positionAt(text, text.indexOf("五、") - 1) })
      const item = items.find(({ label }) => label.startsWith("四、"))!
      assert.equal(item.insertTextFormat, 2)
      assert.ok(item.textEdit.newText!.includes("${15:0}"))
    })

    it("symbols as a tree, or as a list", async () => {
      interface Symbol { name: string; range: LspRange; selectionRange: LspRange; children: Symbol[]; containerName?: string; location?: object }
      await client.initialize()
      client.open(URI, CLEAN + WRONG)
      const tree = await client.request<Symbol[]>("textDocument/documentSymbol", { textDocument: { uri: URI } })
      assert.equal(tree.length, 2)
      assert.deepEqual(tree[0]!.children.map(({ name }) => name[0]), ["一", "二", "三", "四", "五", "六"])
      assert.equal(tree[1]!.children[2]!.children[0]!.children.length, 25)
      assert.equal(tree[1]!.range.start.line, CLEAN.split("\n").length - 1)
      const flat = start()
      await flat.initialize({})
      flat.open(URI, CLEAN)
      const list = await flat.request<Symbol[]>("textDocument/documentSymbol", { textDocument: { uri: URI } })
      assert.ok(list.length > 40 && list.every(({ location, children }) => location && !children))
    })

    it("folding, selection, highlight, definition, references", async () => {
      await client.initialize()
      client.open(URI, CLEAN + WRONG)
      const text = CLEAN + WRONG
      const position = positionAt(text, CLEAN.length + WRONG.indexOf(`${ROW}2`) + ROW.length)
      const params = { textDocument: { uri: URI }, position }
      const folds = await client.request<{ startLine: number; endLine: number }[]>("textDocument/foldingRange", params)
      assert.equal(folds.length, 2 + 12 + 6)
      const [selection] = await client.request<{ range: LspRange; parent?: unknown }[]>("textDocument/selectionRange", { textDocument: { uri: URI }, positions: [position] })
      const depth = (range: { parent?: unknown } | undefined): number => (range ? 1 + depth(range.parent as never) : 0)
      assert.equal(depth(selection), 5)
      assert.equal(wordsAt(text, selection!.range), "2")
      const lit = await client.request<{ range: LspRange; kind: number }[]>("textDocument/documentHighlight", params)
      assert.ok(lit.length >= 5 && lit.every(({ range }) => range.start.line > CLEAN.split("\n").length))
      const [definition] = await client.request<{ uri: string; range: LspRange }[]>("textDocument/definition", params)
      assert.equal(definition!.uri, URI)
      assert.equal(definition!.range.start.line, position.line)
      const references = await client.request<unknown[]>("textDocument/references", { ...params, context: { includeDeclaration: false } })
      assert.ok(references.length >= 4)
    })
  })
})
