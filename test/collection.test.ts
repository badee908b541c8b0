import assert from "node:assert/strict"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { Writable } from "node:stream"
import { globSync } from "tinyglobby"
import { Copies } from "../server/collection/copies.ts"
import { knownSentences } from "../server/engine/report/prose/written.ts"
import { run } from "../server/cli/run.ts"
import { convert } from "../server/files/convert.ts"
import { draftFor } from "./support/sampleDrafts.ts"
import { useFolder } from "./support/workspace.ts"

const BODY = "青溪县档案馆"
/** Sentences that one body writes about itself. */
const OWN = [
  "全年围绕水库除险加固和农村供水保障两条主线公开项目批复、招标结果和验收结论",
  "对历年形成的水利工程管理范围划定成果重新核对并在图上逐段标注后向社会公布",
  "联合融媒体中心制作防汛避险转移系列短片在村口大屏和集市滚动播放二十余场",
  "组织两次由取水户和灌区管水员参加的座谈会把问得最多的水费标准写成问答公开",
  "把水政执法检查计划提前一个月挂网并在检查结束后十个工作日内公开结果",
  "重新梳理河湖长名录和监督电话做到换届之后三日内更换公示牌和网页信息",
  "对三件涉及征地补偿的申请由分管负责人当面说明依据并附上档案查询的办法",
]
const PHRASES = [
  "认真贯彻落实中华人民共和国政府信息公开条例和上级关于政务公开工作的部署要求",
  "坚持以公开为常态不公开为例外的原则切实保障人民群众的知情权参与权和监督权",
  "严格执行政府信息公开保密审查制度做到先审查后公开一事一审确保不发生泄密",
  "不断完善政府信息公开工作机制明确责任分工细化工作措施推动各项任务落地见效",
  "进一步加强政府网站和政务新媒体建设管理及时更新栏目内容提升信息发布质量",
  "公开的主动性和时效性还有待提高政策解读的形式还不够丰富与群众期盼有差距",
]

describe("a collection", () => {
  let folder = ""
  useFolder(path => {
    folder = path
  })

  const put = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const draft = (name: string, year: number, sentences: readonly string[] = []): string => draftFor(year).replaceAll(BODY, name).replace("一、总体情况\n\n", `一、总体情况\n\n${sentences.map(sentence => `${name}${sentence}。\n`).join("")}`)
  /** The findings of some rules as path, severity, rule and message. */
  const check = async (rules: RegExp): Promise<string[]> => {
    const written: string[] = []
    const into = (chunks: string[]): Writable => new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk.toString()), done()) })
    await run({ argv: ["check", "--locale", "zh", "."], stdin: noInput(), stdout: into(written), stderr: into([]), env: {}, cwd: folder, thread: resolve("dist/cli.js") })
    return written.join("").split("\n").filter(line => rules.test(line)).map(line => line.replace(/:\d+:\d+/, "").replace(/: 第\S+节 标题/, ""))
  }

  describe("with the same body twice", () => {
    const RULE = / duplicate-report /

    it("says so of both", async () => {
      put("a.txt", draft("青溪县水利局", 2023))
      put("旧/a.txt", draft("青溪县水利局", 2023))
      put("b.txt", draft("青溪县民政局", 2023))
      put("c.txt", draft("青溪县水利局", 2022))
      assert.deepEqual((await check(RULE)).map(line => line.slice(0, 60)), ["a.txt warning duplicate-report 同一单位同一年度的报告还有一份：“旧/a.txt”。请只留", "旧/a.txt warning duplicate-report 同一单位同一年度的报告还有一份：“a.txt”。请只留一份"].map(line => line.slice(0, 60)))
    })

    it("does not count a text and the Word file that it was made of, nor a title without a report", async () => {
      const text = draft("青溪县水利局", 2023)
      put("a.txt", text)
      put("a.docx", (await convert(text, "docx")).bytes)
      put("清单.txt", "青溪县水利局2023年政府信息公开工作年度报告\n")
      assert.deepEqual(await check(RULE), [])
    })

    it("does not count a report of another kind", async () => {
      const accounts = readFileSync(globSync("examples/clean/*部门决算公开表*")[0]!, "utf8")
      put("决算.txt", accounts)
      put("公开.txt", draft("青石县民政局", 2024))
      put("去年.txt", accounts.replaceAll("2024", "2023"))
      assert.deepEqual(await check(/ /), [])
      put("另一份.txt", accounts)
      assert.equal((await check(RULE)).length, 2)
    })

    it("in one file says so of each", async () => {
      put("a.txt", `${draft("青溪县水利局", 2023)}\n${draft("青溪县水利局", 2023)}`)
      assert.equal((await check(RULE)).length, 2)
    })
  })

  it("in which a body has last year's report only: said of that, if most have both", async () => {
    const RULE = / missing-report /
    put("2022/a.txt", draft("青溪县水利局", 2022))
    put("2022/b.txt", draft("青溪县民政局", 2022))
    assert.deepEqual(await check(RULE), [])
    put("2023/b.txt", draft("青溪县民政局", 2023))
    put("2023/c.txt", draft("青溪县审计局", 2023))
    assert.deepEqual(await check(RULE), [])
    put("2022/c.txt", draft("青溪县审计局", 2022))
    assert.deepEqual((await check(RULE)).map(line => line.split("，")[0]), ["2022/a.txt information missing-report 草稿中有这个单位 2022 年的报告"])
    put("2023/a.docx", (await convert(draft("青溪县水利局", 2023), "docx")).bytes)
    assert.deepEqual(await check(RULE), [])
  })

  describe("with the same text in the reports of two bodies", () => {
    const RULE = / copied-text /

    it("says so of both, and with which", async () => {
      put("a.txt", draft("青溪县水利局", 2023, [...OWN, ...PHRASES]))
      put("b.txt", draft("青溪县民政局", 2023, [...PHRASES, ...OWN.map(sentence => sentence.replace("三件", "五件"))]))
      put("c.txt", draft("青溪县审计局", 2023, PHRASES))
      put("d.txt", draft("青溪县统计局", 2023, PHRASES))
      assert.deepEqual((await check(RULE)).map(line => line.split("；")[0]), [
        "a.txt information copied-text 除数字和单位名称外，有 6 句（86%）与“青溪县民政局 2023”的报告相同",
        "b.txt information copied-text 除数字和单位名称外，有 6 句（86%）与“青溪县水利局 2023”的报告相同",
      ])
    })

    it("does not count what many bodies write, nor a few sentences, nor another year", async () => {
      for (const [i, name] of ["水利局", "民政局", "审计局", "统计局"].entries()) put(`${i}.txt`, draft(`青溪县${name}`, 2023, PHRASES))
      put("e.txt", draft("青溪县财政局", 2023, OWN.slice(0, 3)))
      put("f.txt", draft("青溪县教育局", 2023, OWN.slice(0, 3)))
      put("g.txt", draft("青溪县交通局", 2022, OWN))
      put("h.txt", draft("青溪县农业局", 2023, OWN))
      assert.deepEqual(await check(RULE), [])
    })

    it("is not found among the examples, nor is one of them there twice or missing", async () => {
      for (const path of globSync("examples/*/*")) put(path, readFileSync(path))
      assert.deepEqual(await check(/ (?:copied-text .*“|duplicate-report|missing-report) /), [])
    })
  })

  it("knows a sentence again whatever its figures, its spaces and the name of its body", () => {
    const keyOf = (text: string, body: string): number[] => knownSentences(text, body).map(({ key }) => key)
    assert.deepEqual(keyOf("2023年，青溪县水利局 公开了重点工程的批复、招标和验收信息12条。", "青溪县水利局"), keyOf("2022年青溪县民政局公开了重点工程的批复、招标和验收信息9条", "青溪县民政局"))
    assert.notDeepEqual(keyOf("公开了重点工程的批复、招标、验收和养护信息共计12条。", ""), keyOf("公开了重点工程的批复、招标、验收和监理信息共计12条。", ""))
    assert.deepEqual(knownSentences("短句。公开了重点工程的批复、招标、验收和养护信息共计12条。", "").map(({ from, to }) => [from, to]), [[3, 29]])
  })

  it("remembers of a sentence that many have only that they do", () => {
    const [ALL, THREE, MINE] = [100, 101, 102]
    const copies = new Copies()
    for (let i = 0; i < 10; i++) copies.add(`第${i}局 2023`, [ALL, i < 3 ? THREE : i])
    assert.deepEqual(copies.alike("第0局 2023", [ALL, THREE, MINE]), { name: "第1局 2023", keys: new Set([THREE]), of: 2 })
    assert.equal(copies.alike("第9局 2023", [ALL, 9]), null)
    assert.equal(copies.alike("第0局 2022", [THREE]), null)
  })
})

async function* noInput(): AsyncIterable<Uint8Array> {
  await Promise.resolve()
}
