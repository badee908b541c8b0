import assert from "node:assert/strict"
import { execFileSync, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { readFile as readFileLater } from "node:fs/promises"
import { join, resolve } from "node:path"
import { Readable, Writable } from "node:stream"
import { strToU8, unzipSync, zipSync } from "fflate"
import { run } from "../../server/cli/run.ts"
import { diagnose } from "../../server/engine/features/diagnose.ts"
import { readReports } from "../../server/engine/index.ts"
import { numeral } from "../../server/files/numbering.ts"
import { withoutOldKind } from "../../server/files/office.ts"
import { readFile } from "../../server/files/readFile.ts"
import { check, figuresOf } from "../support/check.ts"
import { CLEAN } from "../support/sampleDrafts.ts"
import { damagedDocx, randomly, tryOut } from "./damage.ts"
import { useFolder } from "../support/workspace.ts"

const SAMPLES = "test/files/samples"
const FACTS = JSON.parse(readFileSync(join(SAMPLES, "facts.json"), "utf8")) as Record<string, string>

const read = (name: string, bytes: Buffer): string => readFile(name, bytes).text

/** A Word file with this in its body, and other parts. */
function word(body: string, parts: Readonly<Record<string, string>> = {}): Buffer {
  const document = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`
  return Buffer.from(zipSync(Object.fromEntries(Object.entries({ "word/document.xml": document, ...parts }).map(([name, text]) => [name, strToU8(text)]))))
}

const words = (text: string, properties = ""): string => `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
const paragraph = (inside: string, properties = ""): string => `<w:p><w:pPr>${properties}</w:pPr>${inside}</w:p>`
const cell = (text: string, properties = ""): string => `<w:tc><w:tcPr>${properties}</w:tcPr>${text.split("|").map(part => paragraph(words(part))).join("")}</w:tc>`

/** Resolves when a process has ended; one that nobody waits for may still be listed. */
async function gone(pid: number): Promise<void> {
  const isThere = (): boolean => {
    try {
      process.kill(pid, 0)
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
    } catch {
      return false
    }
  }
  while (isThere()) await new Promise(resolve => setImmediate(resolve))
}

describe("Word and web files", () => {
  for (const name of ["auto.docx", "tracked.docx", "libreoffice.docx", "pandoc.docx", "page.html"]) {
    it(`${name}: every figure is read, and nothing is found above information`, () => {
      const reports = readReports(read(name, readFileSync(join(SAMPLES, name))))
      assert.equal(reports.length, 1)
      const [{ report, from }] = reports as [(typeof reports)[0]]
      assert.deepEqual(Object.fromEntries([...report.facts.values()].map(({ id, text }) => [id, text])), FACTS)
      assert.deepEqual(diagnose(report, from).filter(({ severity }) => severity === "error" || severity === "warning"), [])
    })
  }

  describe("written by other programs (npm run test:office)", () => {
    const EXAMPLES = "examples/clean"
    const text = readFileSync(join(EXAMPLES, readdirSync(EXAMPLES).filter(name => name !== "README.md").sort()[0]!), "utf8")
    const files = readdirSync(join(SAMPLES, "written")).filter(name => !name.endsWith(".doc"))
    for (const name of files) it(name, () => {
      const own = read(name, readFileSync(join(SAMPLES, "written", name)))
      assert.deepEqual(figuresOf(own), figuresOf(text))
      assert.deepEqual(check(own).filter(({ severity }) => severity === "error" || severity === "warning"), [])
    })

    it("an old file under a new name", () => {
      assert.throws(() => read("a.docx", readFileSync(join(SAMPLES, "written", "libreoffice.doc"))), /of the old kind; save it as \.docx/)
    })
  })

  describe("of the old kind", () => {
    const { PATH, ...others } = process.env
    const bytes = readFileSync(join(SAMPLES, "written", "libreoffice.doc"))
    let folder = ""
    useFolder(path => {
      folder = path
    })
    afterEach(() => {
      process.env = { PATH, ...others }
    })
    it("end by a time limit, with all that LibreOffice has started", async function () {
      if (process.platform === "win32") this.skip()
      // It starts another program, and neither ever ends.
      writeFileSync(join(folder, "soffice"), `#!/bin/sh\nsleep 1000 &\necho $! >>"${folder}/started"\nwait\n`, { mode: 0o755 })
      process.env.PATH = `${folder}:${PATH}`
      await assert.rejects(withoutOldKind("a.doc", bytes, { limit: 500 }), /did not convert this file within its time limit/)
      await gone(Number(readFileSync(join(folder, "started"), "utf8")))
    })

    for (const threads of [1, 2]) it(`end with the program that is interrupted, and leave nothing behind: ${threads === 1 ? "one" : "several at once"}`, async function () {
      if (process.platform === "win32") this.skip()
      execFileSync("mkfifo", [join(folder, "started")])
      writeFileSync(join(folder, "soffice"), `#!/bin/sh\necho $$ >"${folder}/started"\nsleep 1000\n`, { mode: 0o755 })
      mkdirSync(join(folder, "temporary"))
      const files = Array.from({ length: 16 }, (_, i) => join(folder, `${i}.doc`))
      for (const file of files) writeFileSync(file, bytes)
      const program = spawn(process.execPath, ["dist/cli.js", "check", "--jobs", `${threads}`, ...files], { env: { ...process.env, PATH: `${folder}:${PATH}`, TMPDIR: join(folder, "temporary") }, stdio: "ignore" })
      const pids: number[] = []
      while (pids.length < threads) pids.push(...(await readFileLater(join(folder, "started"), "utf8")).trim().split("\n").map(Number))
      const exit = once(program, "exit")
      program.kill("SIGTERM")
      assert.deepEqual(await exit, [null, "SIGTERM"])
      for (const pid of pids) await gone(pid)
      assert.deepEqual(readdirSync(join(folder, "temporary")), [])
    })

    it("that cannot be converted are told from those that take LibreOffice", async function () {
      if (process.platform === "win32") this.skip()
      process.env.PATH = folder
      for (const name of ["a.doc", "a.wps"]) await assert.rejects(withoutOldKind(name, bytes), /takes LibreOffice; or save it as \.docx/)
      writeFileSync(join(folder, "soffice"), "#!/bin/sh\nexit 1\n", { mode: 0o644 })
      await assert.rejects(withoutOldKind("a.doc", bytes), /takes LibreOffice/)
      chmodSync(join(folder, "soffice"), 0o755)
      await assert.rejects(withoutOldKind("a.doc", bytes), /cannot convert this file/)
    })

    it("leave nothing behind if the system cannot start LibreOffice", async function () {
      if (process.platform === "win32") this.skip()
      // More than a program may be given.
      Object.assign(process.env, { TMPDIR: folder, TOO_MUCH: "x".repeat(4_000_000) })
      const left = (): unknown[] => [process.listenerCount("exit"), process.listenerCount("SIGINT"), readdirSync(folder)]
      const before = left()
      await assert.rejects(withoutOldKind("a.doc", bytes), /cannot convert this file/)
      assert.deepEqual(left(), before)
    })

    it("are left as they are if they are new ones under the old name", async () => {
      const docx = readFileSync(join(SAMPLES, "tracked.docx"))
      process.env.PATH = folder
      assert.equal(await withoutOldKind("a.doc", docx), docx)
    })
  })

  describe("text", () => {
    const shown: Readonly<Record<string, readonly [string, string]>> = {
      "deleted text is gone, inserted text is there": [`${words("收到")}<w:del><w:r><w:delText>40</w:delText></w:r></w:del><w:ins>${words("5")}</w:ins>${words("件")}`, "收到5件"],
      "moved text is where it went": [`<w:moveFrom>${words("甲")}</w:moveFrom>${words("乙")}<w:moveTo>${words("甲")}</w:moveTo>`, "乙甲"],
      "hidden text is gone": [words("收到") + words("99", "<w:vanish/>") + words("5件", `<w:vanish w:val="0"/>`), "收到5件"],
      "codes of fields are gone, their results stay": [`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(LEFT)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${words("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>`, "7"],
      "page numbers are gone": [`${words("第")}<w:fldSimple w:instr=" PAGE ">${words("3")}</w:fldSimple>${words("页")}`, "第页"],
      "raised digits are marks of notes": [words("5") + words("2", `<w:vertAlign w:val="superscript"/>`), "5²"],
      "marks and texts of notes and comments are gone": [`${words("收到5件")}<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r><w:commentRangeStart w:id="0"/>${words("办结")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:r><w:annotationRef/></w:r>`, "收到5件办结"],
      "text boxes are gone": [`${words("甲")}<w:r><w:pict><w:txbxContent>${paragraph(words("12"))}</w:txbxContent></w:pict></w:r>`, "甲"],
    }
    for (const [what, [runs, text]] of Object.entries(shown)) it(what, () => {
      assert.equal(read("a.docx", word(paragraph(runs))), `${text}\n`)
    })

    it("headers, footers and what notes and comments say are in parts that are not read", () => {
      const others = Object.fromEntries(["header1", "footer1", "footnotes", "endnotes", "comments"].map(name => [`word/${name}.xml`, `<w:x>${paragraph(words("12"))}</w:x>`]))
      assert.equal(read("a.docx", word(paragraph(words("甲")), others)), "甲\n")
    })

    it("a table within a cell is part of the cell; one that only arranges the page is left out for what it holds", () => {
      const table = (...rows: readonly string[]): string => `<w:tbl>${rows.map(row => `<w:tr>${row}</w:tr>`).join("")}</w:tbl>`
      const holding = (inside: string): string => `<w:tc>${inside}${paragraph("")}</w:tc>`
      assert.equal(read("a.docx", word(table(cell("甲") + holding(table(cell("1"))), cell("乙") + cell("２")))), "甲\t1\n乙\t２\n\n")
      assert.equal(read("a.docx", word(table(holding(table(cell("甲") + cell("1"), cell("乙") + cell("2")))))), "甲\t1\n乙\t2\n\n\n")
    })

    it("a paragraph whose end was deleted goes on with the next", () => {
      assert.equal(read("a.docx", word(paragraph(words("甲"), "<w:rPr><w:del/></w:rPr>") + paragraph(words("乙")))), "甲乙\n")
    })

    it("numbers that Word generates are text, by paragraph and by style", () => {
      const level = (level: number, format: string, text: string): string => `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
      const numbering = `<w:numbering><w:abstractNum w:abstractNumId="3">${level(0, "chineseCounting", "%1、")}${level(1, "chineseCounting", "（%2）")}${level(2, "decimal", "%3.")}</w:abstractNum><w:num w:numId="8"><w:abstractNumId w:val="3"/></w:num></w:numbering>`
      const styles = `<w:styles><w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="8"/></w:numPr></w:pPr></w:style></w:styles>`
      const item = (level: number, text: string): string => paragraph(words(text), `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="8"/></w:numPr>`)
      const body = paragraph(words("甲"), `<w:pStyle w:val="H"/>`) + item(1, "乙") + item(2, "丙") + item(2, "2023年") + item(1, "丁") + item(2, "戊") + item(0, "己")
      assert.equal(read("a.docx", word(body, { "word/numbering.xml": numbering, "word/styles.xml": styles })), "一、甲\n（一）乙\n1.丙\n2. 2023年\n（二）丁\n1.戊\n二、己\n")
    })

    it("merged cells leave empty fields, paragraphs of a cell are one", () => {
      const rows = [cell("甲|乙", `<w:gridSpan w:val="2"/>`) + cell("1|2", `<w:vMerge w:val="restart"/>`), cell("丙") + cell("丁") + cell("", "<w:vMerge/>")]
      assert.equal(read("a.docx", word(`<w:tbl>${rows.map(row => `<w:tr>${row}</w:tr>`).join("")}</w:tbl>`)), "甲乙\t\t1 2\n丙\t丁\t\n\n")
    })
  })

  it("a page is read without what the site puts around the report", () => {
    const page = `<nav>首页 12</nav><div class="breadcrumb">当前位置</div><h1>题</h1><p>浏览次数：12</p><p>正文<sup>2</sup></p><script>1</script><table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2</table><footer>ICP备3号</footer>`
    assert.equal(read("a.html", Buffer.from(page)), "题\n正文²\n\n甲\t乙\t\n\t1\t2\n\n")
  })

  describe("a published page", () => {
    const SITE = ["当前位置：首页 > 政务公开 > 年报", "发布日期：2024-01-20 10:30 来源：县政府办公室 浏览次数：[12]", "【字体：大 中 小】 【打印本页】 【关闭窗口】", "2024-01-20 | 阅读量 12次", "上一篇：青溪县水务局年报", "扫一扫在手机打开当前页", "分享到 2", "版权所有：青溪县人民政府 浙ICP备12345678号", "网站标识码 3301000001"]
    const OWN = ["青溪县档案馆2023年政府信息公开工作年度报告", "根据条例编制本报告，网站访问量为公开栏目的浏览次数。", "一、总体情况", "网站访问量120万次", "来源：公开栏目31条", "浏览次数：12", "（一）打印本页的有31条", "六、其他需要报告的事项", "全年分享到各平台的信息200条，网站标识码未变更。", "青溪县档案馆", "2024年1月20日"]
    const page = (lines: readonly string[]): Buffer => Buffer.from(lines.map(line => (line.startsWith("<") ? line : `<p>${line}</p>`)).join("\n"))

    it("keeps every line of the report, whatever it looks like, and none of the site's around it", () => {
      assert.equal(read("a.html", page([...SITE, ...OWN, ...SITE])), `${OWN.join("\n")}\n`)
    })

    it("that is laid out by a table keeps and leaves out the same", () => {
      const cells = [...SITE, ...OWN, ...SITE].map(line => `<p>${line}</p>`).join("")
      assert.equal(read("a.html", Buffer.from(`<table><tr><td>${cells}</td></tr></table>`)), `${OWN.join("\n")}\n`)
    })

    it("keeps sentences in parts of it that are the site's as a rule, unless they stand before or behind the report", () => {
      const own = OWN.map((line, i) => (i === 1 || i === 5 || i === 7 ? `<div class="share">${line}${i === 5 ? "" : "。"}</div>` : line))
      const text = read("a.html", page([`<nav>欢迎访问。</nav>`, ...own, `<footer>建议用新的浏览器。</footer>`]))
      assert.equal(text, `${OWN.flatMap((line, i) => (i === 5 ? [] : [i === 1 || i === 7 ? `${line}。` : line])).join("\n")}\n`)
    })

    it("keeps a cell of a table, whatever its class", () => {
      assert.equal(read("a.html", Buffer.from(`<table><tr><td>总计</td><td class="foot">12</td></tr></table>`)), "总计\t12\n\n")
    })
  })

  it("a page saved as one file", () => {
    const mhtml = `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E9=A2=98=\r\n</p>\r\n--x--`
    assert.equal(read("a.mhtml", Buffer.from(mhtml)), "题\n")
  })

  it("numbers as lists print them", () => {
    assert.deepEqual([1, 10, 11, 20, 105].map(value => numeral(value, "chineseCounting")), ["一", "十", "十一", "二十", "一百零五"])
    assert.deepEqual([numeral(4, "lowerRoman"), numeral(28, "upperLetter"), numeral(3, "decimalEnclosedCircle")], ["iv", "BB", "③"])
  })

  it("damaged files are read and mended, or refused with a reason, and never crash the reader", function () {
    this.timeout(120_000)
    const outcomes = Array.from({ length: 150 }, (_, seed) => tryOut(damagedDocx(randomly(seed))))
    for (const outcome of ["read", "mended", "refused"]) assert.ok(outcomes.filter(own => own === outcome).length > 10, outcome)
  })

  it("a document type, encryption, too much nesting and too much content are refused", () => {
    const entity = Buffer.from(zipSync({ "word/document.xml": strToU8(`<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><document><body><p><r><t>&x;</t></r></p></body></document>`) }))
    const bomb = Buffer.from(zipSync({ "word/document.xml": new Uint8Array(65 * 2 ** 20) }))
    const encrypted = Buffer.concat([Buffer.from("D0CF11E0A1B11AE1", "hex"), Buffer.from("EncryptedPackage", "utf16le")])
    for (const [bytes, reason] of [[entity, /damaged/], [bomb, /unpacks/], [encrypted, /encrypted/], [word("<w:p>".repeat(5000)), /nested/]] as const) assert.throws(() => read("a.docx", bytes), reason)
  })

  it("a part that unpacks to more than the file states is refused", () => {
    const lying = word(paragraph(words("甲".repeat(100_000))))
    const stated = lying.indexOf("PK\u0001\u0002")
    lying.writeUInt32LE(100, stated + 24)
    assert.throws(() => read("a.docx", lying), /damaged/)
  })

  describe("on the command line", () => {
    let folder = ""
    useFolder(path => {
      folder = path
    })
    const cli = (...argv: string[]): ReturnType<typeof cliWith> => cliWith(Buffer.alloc(0), ...argv)
    const cliWith = (input: Buffer, ...argv: string[]): ReturnType<typeof cliIn> => cliIn(resolve("dist/cli.js"), argv, input)
    const cliIn = async (thread: string, argv: string[], input: Buffer = Buffer.alloc(0)): Promise<{ code: number; out: string; err: string }> => {
      const streams = ["", ""]
      const into = (i: number): Writable => new Writable({ write: (chunk: Buffer, _, done) => ((streams[i] += chunk.toString()), done()) })
      const code = await run({ argv, stdin: Readable.from([input]), stdout: into(0), stderr: into(1), env: { LANG: "en_US.UTF-8" }, cwd: folder, thread })
      return { code, out: streams[0]!, err: streams[1]! }
    }
    /** The sample with something else in its text. */
    const changed = (from: string, to: string): Buffer => {
      const parts = unzipSync(readFileSync(join(SAMPLES, "tracked.docx")))
      const xml = Buffer.from(parts["word/document.xml"]!).toString()
      assert.ok(xml.includes(from))
      return Buffer.from(zipSync({ ...parts, "word/document.xml": strToU8(xml.replace(from, to)) }))
    }

    const replaced = (bytes: Buffer, from: RegExp, to: string): Buffer => {
      const parts = unzipSync(bytes)
      const xml = Buffer.from(parts["word/document.xml"]!).toString()
      assert.match(xml, from)
      return Buffer.from(zipSync({ ...parts, "word/document.xml": strToU8(xml.replace(from, to)) }))
    }

    it("says where a finding is; a broken file keeps none of the others from being read", async () => {
      writeFileSync(join(folder, "a.docx"), changed("四、政府", "五、政府"))
      writeFileSync(join(folder, "b.docx"), "PK no")
      copyFileSync(join(SAMPLES, "page.html"), join(folder, "c.html"))
      const { code, out, err } = await cli("check", ".")
      assert.equal(code, 2)
      assert.match(err, /b\.docx: the file is damaged/)
      assert.match(out, /^a\.docx: 第1段 information tracked-changes/m)
      assert.match(out, /^a\.docx: 第4节 标题 \w+ section-number/m)
      const { files } = JSON.parse((await cli("check", "--format", "json")).out) as { files: { path: string; diagnostics: { rule: string; where: string }[] }[] }
      assert.deepEqual(files.map(({ path }) => path), ["a.docx", "c.html"])
      assert.equal(files[0]!.diagnostics.find(({ rule }) => rule === "section-number")?.where, "第4节 标题")
    })

    it("knows a Word file and a page that come in by the standard input", async () => {
      for (const [name, where] of [["tracked.docx", "第1段"], ["page.html", ""]] as const) {
        const { code, out, err } = await cliWith(readFileSync(join(SAMPLES, name)), "check", "--quiet", "-")
        assert.deepEqual([code, err], [0, ""])
        assert.equal(out.split("\n")[0], where && `-: ${where} information tracked-changes The file has tracked changes; it is checked as if all were accepted. Accept or reject them in Word before it is final.`)
      }
    })

    it("their readers are loaded for them only", () => {
      for (const name of ["cli.js", "package.json"]) copyFileSync(join("dist", name), join(folder, name))
      writeFileSync(join(folder, "a.txt"), CLEAN)
      writeFileSync(join(folder, "a.docx"), readFileSync(join(SAMPLES, "tracked.docx")))
      const [texts, word] = ["a.txt", "a.docx"].map(name => spawnSync(process.execPath, ["cli.js", "check", name], { cwd: folder, encoding: "utf8" })) as [ReturnType<typeof spawnSync>, ReturnType<typeof spawnSync>]
      assert.deepEqual([texts.status, texts.stdout], [0, ""])
      assert.deepEqual([word.status, word.stdout], [2, ""])
    })

    it("one that brings its reader down does so to itself only, whatever is asked", async () => {
      const sound = readFileSync(join(SAMPLES, "tracked.docx"))
      for (const name of ["a.docx", "hostile.docx", "z.docx"]) writeFileSync(join(folder, name), sound)
      const { text } = readFile("a.docx", sound)
      writeFileSync(join(folder, "thread.cjs"), `const { parentPort } = require("node:worker_threads")
parentPort.on("message", ({ name }) => {
  if (name === "hostile.docx") throw new Error("down")
  parentPort.postMessage({ text: ${JSON.stringify(text)}, hasTrackedChanges: false })
})`)
      const all = ["a.docx", "hostile.docx", "z.docx"]
      const asked = [["check", ...all], ["check", "--fix", ...all], ["facts", ...all], ["convert", "hostile.docx", "--to", "txt"], ["total", ...all, "--title", "甲县2023年政府信息公开工作年度报告"], ["diff", "a.docx", "hostile.docx"], ["learn", ...all]]
      for (const argv of asked) {
        const { code, out, err } = await cliIn(join(folder, "thread.cjs"), argv)
        assert.equal(code, 2, argv[0])
        assert.match(err, /^report-draft: hostile\.docx: the file is too large or damaged to be read$/m)
        if (argv[0] === "facts") assert.deepEqual((JSON.parse(out) as { files: { path: string }[] }).files.map(({ path }) => path), ["a.docx", "z.docx"])
      }
    })

    it("one that brings down whoever mends it stays as it is, and the others are mended", async () => {
      const [sound, hostile] = [changed("四、政府", "五、政府"), changed("四、政府", "五、 政府")]
      assert.notEqual(hostile.length, sound.length)
      for (const name of ["a.docx", "hostile.docx", "z.docx"]) writeFileSync(join(folder, name), name === "hostile.docx" ? hostile : sound)
      writeFileSync(join(folder, "thread.cjs"), `const { parentPort, workerData } = require("node:worker_threads")
if (workerData && "recompute" in workerData) parentPort.on("message", ({ length }) => {
  if (length === ${hostile.length}) throw new Error("down")
})
require(${JSON.stringify(resolve("dist/cli.js"))})`)
      const { code, err } = await cliIn(join(folder, "thread.cjs"), ["check", "--fix", "--quiet", "."])
      assert.deepEqual([code, err], [2, "report-draft: hostile.docx: the file is too large or damaged to be read; nothing was written and the file is as it was\n"])
      assert.deepEqual(readFileSync(join(folder, "hostile.docx")), hostile)
      for (const name of ["a.docx", "z.docx"]) assert.match(read(name, readFileSync(join(folder, name))), /^四、政府/m)
      assert.deepEqual(readdirSync(folder).filter(name => /bak/.test(name)), ["a.docx.bak", "z.docx.bak"])
    })

    it("says in which row and column of a table", async () => {
      const parts = unzipSync(readFileSync(join(SAMPLES, "auto.docx")))
      const xml = Buffer.from(parts["word/document.xml"]!).toString()
      const wrong = xml.replace(/(一、本年新收.*?<w:t [^>]*>)\d+(<\/w:t>)/, "$177777$2")
      assert.notEqual(wrong, xml)
      writeFileSync(join(folder, "a.docx"), zipSync({ ...parts, "word/document.xml": strToU8(wrong) }))
      const { code, out } = await cli("check", "a.docx")
      assert.equal(code, 1)
      assert.match(out, /^a\.docx: 表三 第4行 自然人 error/m)
    })

    it("--fix changes nothing but the runs concerned and keeps the original", async () => {
      const before = changed("四、政府", "五、政府")
      writeFileSync(join(folder, "a.docx"), before)
      assert.equal((await cli("check", "--fix", "a.docx")).code, 0)
      assert.deepEqual(readFileSync(join(folder, "a.docx.bak")), before)
      const [old, mended] = [before, readFileSync(join(folder, "a.docx"))].map(bytes => Object.entries(unzipSync(bytes)).map(([name, part]) => [name, Buffer.from(part).toString()] as const)) as [[string, string][], [string, string][]]
      assert.deepEqual(mended, old.map(([name, part]) => [name, name === "word/document.xml" ? part.replace("五、政府", "四、政府") : part]))
    })

    it("an earlier .bak stays, and nothing else is left behind", async () => {
      for (const [i, name] of ["a.docx.bak", "a.docx.bak2", "a.docx.bak3"].entries()) {
        const before = changed("四、政府", `${"五六七"[i]!}、政府`)
        writeFileSync(join(folder, "a.docx"), before)
        await cli("check", "--fix", "a.docx")
        assert.deepEqual(readFileSync(join(folder, name)), before)
      }
      assert.deepEqual(readdirSync(folder).sort(), ["a.docx", "a.docx.bak", "a.docx.bak2", "a.docx.bak3"])
    })

    it("--no-backup keeps no original", async () => {
      writeFileSync(join(folder, "a.docx"), changed("四、政府", "五、政府"))
      assert.equal((await cli("check", "--fix", "--no-backup", "a.docx")).code, 0)
      assert.deepEqual(readdirSync(folder), ["a.docx"])
      assert.match(read("a.docx", readFileSync(join(folder, "a.docx"))), /^四、政府/m)
    })

    it("--recompute writes into a total what its parts add up to, and nothing else", async () => {
      const sound = readFileSync(join(SAMPLES, "libreoffice.docx"))
      const total = FACTS["requests/total/total"]!
      const before = replaced(sound, new RegExp(`(（七）总计.*?<w:t>${total.slice(0, -1)})${total.slice(-1)}(?=</w:t>)`, "s"), `$1${total.endsWith("0") ? 1 : 0}`)
      writeFileSync(join(folder, "a.docx"), before)
      assert.equal((await cli("check", "--fix", "a.docx")).code, 1)
      assert.deepEqual(readFileSync(join(folder, "a.docx")), before)
      assert.equal((await cli("check", "--fix", "--recompute", "a.docx")).code, 0)
      const parts = unzipSync(readFileSync(join(folder, "a.docx")))
      for (const [name, part] of Object.entries(unzipSync(sound))) assert.equal(Buffer.from(parts[name]!).toString().replaceAll(' xml:space="preserve"', ""), Buffer.from(part).toString().replaceAll(' xml:space="preserve"', ""), name)
    })

    it("says which fix could not be placed, and leaves that whole", async () => {
      // The number that Word generates for the fourth heading is that of the fifth.
      const before = replaced(readFileSync(join(SAMPLES, "auto.docx")), /<w:p><w:pPr><w:numPr>(?:(?!<\/w:p>).)*存在的主要问题.*?<\/w:p>/, "")
      writeFileSync(join(folder, "a.docx"), before)
      const { code, err } = await cli("check", "--fix", "a.docx")
      assert.equal(code, 1)
      assert.match(err, /^report-draft: a\.docx: 第6节 标题: not mended \(.*\), since it cannot be placed safely/m)
      assert.deepEqual(readFileSync(join(folder, "a.docx")), before)
      assert.deepEqual(readdirSync(folder), ["a.docx"])
    })
  })
})
