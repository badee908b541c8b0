import assert from "node:assert/strict"
import fc from "fast-check"
import { TextDocument } from "vscode-languageserver-textdocument"
import { OpenDocument } from "../../server/lsp/documents.ts"
import { FORMATS } from "../../server/engine/formats.ts"
import { LineIndex } from "../../server/engine/text/lines.ts"
import { DEFAULTS, localeOf, readSettings } from "../../server/lsp/settings.ts"
import { escapeMarkdown, toSnippet } from "../../server/lsp/toLsp.ts"
import { positionAt } from "../support/lspClient.ts"
import { CLEAN, URI } from "../support/sampleDrafts.ts"

const WORDS = fc.oneof(fc.constantFrom("", "0", "\n", "\r\n", "字", "😀"), fc.string({ maxLength: 4 }).filter(text => !text.includes("\r")))

describe("parts of the language server", () => {
  it("an open document has the text that vscode-languageserver-textdocument has after the same changes", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.nat(), size: fc.nat(9), insert: WORDS }), { maxLength: 30 }), edits => {
        const document = new OpenDocument(URI, 1, CLEAN, FORMATS)
        const client = TextDocument.create(URI, "plaintext", 1, CLEAN)
        for (const { at, size, insert } of edits) {
          const length = client.getText().length
          const from = at % (length + 1)
          const change = { range: { start: client.positionAt(from), end: client.positionAt(Math.min(length, from + size)) }, text: insert }
          document.change([change], 2)
          TextDocument.update(client, [change], 2)
          assert.equal(document.read().text, client.getText())
        }
      }),
    )
  })

  it("lines of a report turn offsets into positions and back", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "字", "\n", "\r\n", "\r", "😀"), { maxLength: 20 }), fc.nat(), (parts, at) => {
        const text = parts.join("")
        const offset = at % (text.length + 1)
        if (text.slice(offset - 1, offset + 1) === "\r\n") return
        const lines = new LineIndex(text)
        const position = lines.position(offset)
        assert.deepEqual(position, positionAt(text, offset))
        assert.equal(lines.offset(position.line, position.character), offset)
        assert.equal(lines.offset(lines.count, 0), text.length)
      }),
    )
  })

  it("words of the draft stay words in markdown", () => {
    const escaped = escapeMarkdown("<img src=x> [link](command:run) ![](a) `code` **b** &lt; http://a.b www.a.b a@b.c # - |\n1. x")
    for (const sign of ["<", ">", "[", "]", "(", ")", "`", "*", "&", "@", "|", "!", "#"]) assert.ok(!new RegExp(`(?<!\\\\)\\${sign}`).test(escaped), sign)
    assert.ok(!/https?:\/\/|www\.\w/.test(escaped))
    assert.equal(escapeMarkdown("1.属于国家秘密"), "1\\.属于国家秘密")
    assert.equal(escapeMarkdown("- 4"), "\\- 4")
    assert.equal(escapeMarkdown("4+5 = 9，差 2"), "4+5 = 9，差 2")
  })

  it("a snippet has its places numbered, and no others", () => {
    assert.equal(toSnippet("a\t0\t$x}", [{ from: 2, to: 3 }]), "a\t${1:0}\t\\$x\\}$0")
    assert.equal(toSnippet("a\n", [{ from: 2, to: 2 }]), "a\n${1}$0")
  })

  it("settings take what is sound", () => {
    const faults: string[] = []
    const read = (sent: unknown): typeof DEFAULTS => readSettings(sent, DEFAULTS, fault => faults.push(fault))
    for (const nothing of [null, undefined, {}]) assert.deepEqual(read(nothing), DEFAULTS)
    assert.deepEqual(faults, [])
    for (const nonsense of [4, "x", [], { rules: 3 }, { locale: {} }]) assert.deepEqual(read(nonsense), DEFAULTS)
    assert.equal(faults.length, 5)
    assert.deepEqual(read({ rules: { "sum-mismatch": "off" }, enable: false }), { ...DEFAULTS, enable: false, rules: { "sum-mismatch": "off" } })
  })

  it("messages are Chinese where the editor or the system is, unless chosen otherwise", () => {
    assert.equal(localeOf("auto", "zh-cn", () => "en"), "zh")
    assert.equal(localeOf("auto", "en", () => "zh-CN"), "zh")
    assert.equal(localeOf("auto", "", () => "en-US"), "en")
    assert.equal(localeOf("en", "zh-cn", () => "zh"), "en")
  })
})
