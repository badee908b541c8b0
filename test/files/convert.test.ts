import assert from "node:assert/strict"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { Readable, Writable } from "node:stream"
import fc from "fast-check"
import { unzipSync } from "fflate"
import { run } from "../../server/cli/run.ts"
import { convert, type CopyKind } from "../../server/files/convert.ts"
import { readFile } from "../../server/files/readFile.ts"
import { check, figuresOf } from "../support/check.ts"
import { DAMAGES, LAYOUTS, writeDraft, type Damage } from "../support/drafts.ts"
import { soundFigures } from "../support/figures.ts"
import { CLEAN, draftOf, draftFor } from "../support/sampleDrafts.ts"
import { useFolder } from "../support/workspace.ts"

const SAMPLES = "test/files/samples"

const copyOf = async (text: string, to: CopyKind): Promise<Buffer> => Buffer.from((await convert(text, to)).bytes)
const textIn = (kind: CopyKind, bytes: Buffer): string => (kind === "docx" || kind === "html" ? readFile(`a.${kind}`, bytes).text : bytes.toString())

/** The lines that are no rows of tables, without signs of Markdown. */
const paragraphsOf = (text: string): string[] => text.split("\n").filter(line => !/[\t|]/.test(line)).map(line => line.replace(/^#+ /, "").trim()).filter(line => line !== "")

/** The XML of a Word file's text. */
const xmlOf = (bytes: Uint8Array): string => Buffer.from(unzipSync(bytes)["word/document.xml"]!).toString()

describe("convert", () => {
  const sentences = fc.array(fc.constantFrom("坚持以公开为常态。", "发布信息2,301条（其中图解12篇）。", "“一网通办”上线；<试运行> & 完善。", "截至2023年12月31日，办结率100%。", "（一）主动公开。内容见附件。", "1. 规范流程，", "做到a < b、c > d。", "来源：县政府办公室", "发布日期：2024年1月20日"), { minLength: 1, maxLength: 6 })

  it("docx → txt → md → html → docx keeps every figure and every paragraph", async function () {
    this.timeout(120_000)
    await fc.assert(fc.asyncProperty(soundFigures, sentences, fc.constantFrom(...LAYOUTS), async (figures, prose, layout) => {
      const draft = writeDraft(figures, layout).replace("公开内容还不够丰富。下一步将加强培训。", prose.join("\n"))
      let bytes = await copyOf(draft, "docx")
      const first = textIn("docx", bytes)
      assert.deepEqual(figuresOf(first), figuresOf(draft))
      assert.deepEqual(paragraphsOf(first).slice(-prose.length - 2, -2), prose.map(sentence => sentence.trim()))
      let kind: CopyKind = "docx"
      for (const to of ["txt", "md", "html", "docx"] as const) {
        bytes = await copyOf(textIn(kind, bytes), to)
        kind = to
        const text = textIn(kind, bytes)
        if (to === "txt" || to === "md") assert.match(bytes.toString(), /[^\n]\n$/, to)
        assert.deepEqual(figuresOf(text), figuresOf(draft), `${to}\n${text}`)
        assert.deepEqual(paragraphsOf(text), paragraphsOf(first), to)
        assert.deepEqual(check(text).map(({ rule }) => rule), check(first).map(({ rule }) => rule), to)
      }
      assert.equal(textIn("docx", bytes), first)
    }), { numRuns: 25 })
  })

  it("keeps a table that is only an image as Markdown has it", async () => {
    const draft = draftOf("gfm").replace(/(?<=行政诉讼情况\n)[^]*(?=五、存在)/, '\n<table><tr><td><img alt="表四" src="images/4.png"><img src="data:image/png;base64,AAAA"></td></tr></table>\n\n')
    for (const to of ["txt", "md", "html", "docx"] as const) assert.match(textIn(to, await copyOf(draft, to)), /^!\[表四\]\(images\/4\.png\) !\[\]\(\)$/m, to)
  })

  it("keeps every figure through any damage, or says that it cannot", async function () {
    this.timeout(120_000)
    let refused = 0
    await fc.assert(fc.asyncProperty(soundFigures, fc.constantFrom(...LAYOUTS), fc.subarray<Damage>([...DAMAGES], { maxLength: 4 }), fc.constantFrom<CopyKind>("txt", "md", "html", "docx"), async (figures, layout, damage, to) => {
      const draft = writeDraft(figures, layout, new Set(damage))
      const bytes = await copyOf(draft, to).catch((error: unknown) => assert.match(String(error), /not converted/))
      if (bytes) assert.deepEqual(figuresOf(textIn(to, bytes)), figuresOf(draft))
      else refused++
    }), { numRuns: 150 })
    assert.ok(refused < 15, `${refused} of 150 were refused`)
  })

  it("keeps blanks, signs and what stands in a table besides", async () => {
    const draft = draftOf("tsv", { "requests/new/natural": "", "requests/granted/total": "/", "requests/denied.state-secret/other": "5²" })
    for (const to of ["txt", "md", "html", "docx"] as const) assert.deepEqual(figuresOf(textIn(to, await copyOf(draft, to))), figuresOf(draft), to)
    const noted = CLEAN.replace("四、结转下年度继续办理", "填表人：王某\n四、结转下年度继续办理")
    for (const to of ["txt", "md", "html", "docx"] as const) {
      const { bytes, untouched } = await convert(noted, to)
      assert.match(textIn(to, Buffer.from(bytes)), /填表人：王某/, to)
      assert.deepEqual(untouched.map(({ en }) => en), ["table of requests"], to)
    }
  })

  it("writes whatever is no report: its paragraphs, and its tables cell by cell", async () => {
    const text = "通知\n\n第一段 <b>\n第二段&amp;\n\n甲\t乙\n丙\t丁\n"
    for (const to of ["html", "docx"] as const) assert.deepEqual(textIn(to, await copyOf(text, to)).split("\n").filter(line => line !== ""), ["通知", "第一段", "第二段&", "甲\t乙", "丙\t丁"], to)
    for (const to of ["txt", "md", "html", "docx"] as const) assert.doesNotMatch(textIn(to, await copyOf("", to)), /\S/, to)
  })

  describe("Word files", () => {
    it("have the notice's merged heads, repeated, and rows that no page breaks", async () => {
      const xml = xmlOf(await copyOf(CLEAN, "docx"))
      const [, requests, litigation] = xml.split("<w:tbl>").slice(1)
      const heads = (table: string): string[] => [...table.matchAll(/<w:tr>(?:(?!<\/w:tr>).)*<w:tblHeader\/>.*?<\/w:tr>/g)].map(([row]) => [...row.matchAll(/<w:tc>(.*?)<\/w:tc>/g)].map(([cell]) => `${/<w:t [^>]*>([^<]*)/.exec(cell)?.[1] ?? ""}${/gridSpan w:val="(\d+)"/.exec(cell)?.[1] ?? ""}${cell.includes('vMerge w:val="restart"') ? "↓" : cell.includes("<w:vMerge/>") ? "↑" : ""}`).join(" "))
      assert.deepEqual(heads(requests!).map(row => row.replace(/^（本列[^）]*）/, "注")), ["注3↓ 申请人情况7", "3↑ 自然人↓ 法人或其他组织5 总计↓", "3↑ ↑ 商业企业 科研机构 社会公益组织 法律服务机构 其他 ↑"])
      assert.deepEqual(heads(litigation!), ["行政复议5 行政诉讼10", "结果维持↓ 结果纠正↓ 其他结果↓ 尚未审结↓ 总计↓ 未经复议直接起诉5 复议后起诉5", "↑ ↑ ↑ ↑ ↑ 结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计"])
      assert.equal(xml.split("<w:tr>").length, xml.split("<w:cantSplit/>").length)
    })

    it("break the heads of narrow columns evenly, and have no blank behind a lead in bold", async () => {
      const xml = xmlOf(await copyOf(CLEAN.replace("一、总体情况\n", "一、总体情况\n\n**（一）主动公开。** 公开及时。\n"), "docx"))
      const indentOf = (head: string): string | undefined => new RegExp(`<w:pPr>((?:(?!<w:pPr>).)*)</w:pPr><w:r><w:t [^>]*>${head}<`).exec(xml)?.[1]?.match(/<w:ind [^>]*>/)?.[0]
      // A line has room for three characters: 商业企业 would end in one alone.
      assert.deepEqual(["商业企业", "社会公益组织", "其他"].map(indentOf), ['<w:ind w:left="90" w:right="90" w:firstLineChars="0" w:firstLine="0"/>', undefined, undefined])
      assert.match(xml, />（一）主动公开。<.*?>公开及时。</)
    })

    it("are the same bytes each time, and every row fills the grid", async () => {
      const bytes = await copyOf(CLEAN, "docx")
      assert.ok(bytes.equals(await copyOf(CLEAN, "docx")))
      for (const table of xmlOf(bytes).split("<w:tbl>").slice(1)) {
        const columns = table.split("<w:gridCol ").length - 1
        for (const row of table.split("<w:tr>").slice(1)) assert.equal([...row.matchAll(/<w:tc>.*?<\/w:tc>/g)].reduce((sum, [cell]) => sum + Number(/gridSpan w:val="(\d+)"/.exec(cell)?.[1] ?? 1), 0), columns)
      }
    })

    it("hold whatever a draft says as text", async () => {
      const words = "]]><w:t>&amp;\u0001\uFFFE\uD800“x”"
      const xml = xmlOf(await copyOf(CLEAN.replace("公开内容还不够丰富。", words), "docx"))
      assert.match(xml, /\]\]&gt;&lt;w:t&gt;|\]\]&gt;.*&amp;/)
      assert.doesNotMatch(xml, /[\u0000-\u0008\uFFFE\uFFFF]|[\uD800-\uDFFF]/)
    })

    it("begin each report of a collection on a page of its own", async () => {
      const xml = xmlOf(await copyOf(`${draftFor(2022)}\n${draftFor(2023)}`, "docx"))
      assert.equal(xml.split("<w:pageBreakBefore/>").length, 2)
    })
  })

  describe("on the command line", () => {
    let folder = ""
    useFolder(path => {
      folder = path
    })
    beforeEach(() => {
      writeFileSync(join(folder, "a.txt"), CLEAN)
    })
    const cli = async (argv: readonly string[], stdin: Buffer = Buffer.alloc(0), isTTY = false): Promise<{ code: number; out: Buffer; err: string }> => {
      const [out, err]: [Buffer[], Buffer[]] = [[], []]
      const into = (chunks: Buffer[]): Writable => new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) })
      const stdout = Object.assign(into(out), { isTTY })
      const code = await run({ argv: ["convert", ...argv], stdin: Readable.from([stdin]), stdout, stderr: into(err), env: { LANG: "en_US.UTF-8" }, cwd: folder, thread: resolve("dist/cli.js") })
      return { code, out: Buffer.concat(out), err: Buffer.concat(err).toString() }
    }
    const bytesOf = (name: string): Buffer => readFileSync(join(folder, name))

    it("the output's ending says what it is to be, unless --to does", async () => {
      for (const name of ["b.docx", "b.html", "b.md", "c.txt"]) assert.deepEqual(await cli(["a.txt", "--output", name]), { code: 0, out: Buffer.alloc(0), err: "" })
      assert.equal(bytesOf("b.docx").subarray(0, 2).toString(), "PK")
      assert.match(bytesOf("b.html").toString(), /^<!DOCTYPE html>/)
      assert.match(bytesOf("b.md").toString(), /^# 2023年青溪县档案馆.*\n\n## 一、总体情况$/m)
      await cli(["a.txt", "--to", "md", "--output", "d.txt"])
      assert.match(bytesOf("d.txt").toString(), /^# /)
      const { code, err } = await cli(["a.txt", "--output", "b.xlsx"])
      assert.deepEqual([code, err], [2, 'report-draft: "b.xlsx" does not say what it is to be; name it with --to\n'])
    })

    it("replaces no file without --force, and never the draft itself", async () => {
      writeFileSync(join(folder, "b.md"), "mine")
      assert.match((await cli(["a.txt", "--output", "b.md"])).err, /there already; --force/)
      assert.equal(bytesOf("b.md").toString(), "mine")
      assert.equal((await cli(["a.txt", "--output", "b.md", "--force"])).code, 0)
      assert.match(bytesOf("b.md").toString(), /^# /)
      assert.equal((await cli(["a.txt", "--output", "a.txt", "--force"])).code, 2)
      assert.equal(bytesOf("a.txt").toString(), CLEAN)
    })

    it("- streams, whatever comes in", async () => {
      const word = await cli(["-", "--to", "docx"], Buffer.from(CLEAN))
      assert.equal(word.code, 0)
      const page = await cli(["-", "--to", "html", "--output", "-"], word.out)
      const text = await cli(["-"], page.out)
      assert.deepEqual(figuresOf(text.out.toString()), figuresOf(CLEAN))
      assert.match((await cli(["a.txt", "--to", "docx"], undefined, true)).err, /cannot be shown in a terminal/)
    })

    it("a Word file becomes the text that is checked, unless a layout is asked for", async () => {
      const bytes = readFileSync(join(SAMPLES, "tracked.docx"))
      writeFileSync(join(folder, "w.docx"), bytes)
      assert.equal((await cli(["w.docx"])).out.toString(), textIn("docx", bytes))
      const lines = (await cli(["w.docx", "--layout", "lines"])).out.toString()
      assert.match(lines, /^规章\n\n\d+$/m)
      assert.deepEqual(figuresOf(lines), figuresOf(textIn("docx", bytes)))
      assert.match((await cli(["w.docx", "--layout", "lines", "--to", "html"])).err, /--layout is for txt and md only/)
    })

    it("says that a text holds no report, and writes it as it is", async () => {
      writeFileSync(join(folder, "poem.txt"), "床前看月光\n")
      const { code, out, err } = await cli(["poem.txt", "--to", "md"])
      assert.deepEqual([code, out.toString(), err], [2, "床前看月光\n", "report-draft: poem.txt: no report was found in it; its paragraphs and tables are written as they are\n"])
    })

    it("says what is wrong, and leaves nothing behind", async () => {
      writeFileSync(join(folder, "bad.docx"), "PK\u0003\u0004 no")
      for (const [argv, reason] of [[[], /takes one file/], [["a.txt", "b.txt"], /takes one file/], [["none.txt"], /none\.txt: there is no such file/], [["bad.docx", "--output", "c.txt"], /bad\.docx: the file is damaged/], [["a.txt", "--output", "no/c.txt"], /no such file/]] as const) {
        const { code, err } = await cli(argv)
        assert.equal(code, 2)
        assert.match(err, reason)
      }
      assert.ok(!existsSync(join(folder, "c.txt")))
    })
  })
})
