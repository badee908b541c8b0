import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { Readable, Writable } from "node:stream"
import { setImmediate } from "node:timers/promises"
import { CHECK_FORMATS } from "../server/cli/args.ts"
import type { Task } from "../server/cli/inspect.ts"
import { run } from "../server/cli/run.ts"
import { threadsFor } from "../server/cli/threads.ts"
import { Threads } from "../server/cli/threads.ts"
import { convert } from "../server/files/convert.ts"
import { draftFor } from "./support/sampleDrafts.ts"
import { useFolder } from "./support/workspace.ts"

const CLI = resolve("dist/cli.js")
const BODY = "青溪县档案馆"
/** Sentences that two bodies have, and no third. */
const COPIED = ["水库除险加固和农村供水保障项目的批复文件", "历年形成的水利工程管理范围划定成果图", "河湖长名录和监督电话换届之后的更换情况", "水政执法检查的年度计划和检查结果公示", "取水户和灌区管水员座谈会的问答记录稿", "防汛避险转移系列短片在村口滚动播放"].map(subject => `围绕群众最关心的问题及时公开${subject}并回应询问。`).join("\n")

describe("threads of the command line", () => {
  let folder = ""
  useFolder(path => {
    folder = path
  })

  const put = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const draft = (name: string, year: number, figures: Readonly<Record<string, string>> = {}, text = ""): string => draftFor(year, figures).replaceAll(BODY, name).replace("一、总体情况\n\n", `一、总体情况\n\n${text}\n`)

  /** All that a run gives: exit code, standard output and error. */
  const cli = async (argv: readonly string[], thread = CLI): Promise<unknown[]> => {
    const [out, err]: Buffer[][] = [[], []]
    const into = (chunks: Buffer[]): Writable => new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) })
    const code = await run({ argv, stdin: Readable.from([]), stdout: into(out!), stderr: into(err!), env: { LANG: "en_US.UTF-8" }, cwd: folder, thread })
    return [code, Buffer.concat(out!).toString(), Buffer.concat(err!).toString()]
  }

  /** A collection with all that one draft may have to do with another, and with files that cannot be read. */
  const putCollection = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) {
      const name = `青溪县第${"一二三四五六七八九十"[i % 10]!}中学`
      put(`drafts/${2022 + Math.floor(i / 10)}/${i % 10}.txt`, draft(name, 2022 + Math.floor(i / 10), { "requests/carried-in/natural": String(i % 3), "requests/carried-out/natural": String(i % 2) }, i === 13 || i === 17 ? COPIED : ""))
    }
    put("drafts/2022/twice.txt", `${draft("青溪县水利局", 2022)}\n${draft("青溪县水利局", 2022)}`)
    put("drafts/2022/again.txt", draft("青溪县水利局", 2022))
    put("drafts/no report.md", "一行\n")
    put("drafts/bytes.txt", Buffer.from([0, 255, 0, 254, 3]))
    symlinkSync("nowhere", join(folder, "drafts/gone.txt"))
    put("drafts/broken.docx", "PK")
    put("drafts/word.docx", (await convert(draft("青溪县图书馆", 2023), "docx")).bytes)
    put("drafts/report-draft.json", JSON.stringify({ wholes: [{ whole: "2023/0.txt", parts: ["2023/1.txt", "2023/2.txt", "none.txt"] }, { whole: "nothing.txt", parts: ["2023/*.txt"] }] }))
    put("drafts/2022/report-draft.json", `{ "wholes": 3 }`)
    put("drafts/2022/report-draft.decisions.json", "{ broken")
  }

  /** Accepts the first finding of a draft, and one that no draft has. */
  const putDecisions = async (): Promise<void> => {
    const [, out] = await cli(["check", "drafts/2023/3.txt", "--format", "json"])
    const { files } = JSON.parse(out as string) as { files: { diagnostics: { rule: string; fingerprint: string }[] }[] }
    const { rule, fingerprint } = files[0]!.diagnostics[0]!
    const report = "青溪县第四中学 2023"
    put("drafts/report-draft.decisions.json", JSON.stringify({ version: 1, decisions: [{ fingerprint, rule, report, verdict: "accepted", reason: "原件如此" }, { fingerprint: "0123456789abcdef", rule: "sum-mismatch", report, verdict: "confirmed", reason: "待改" }] }))
  }

  /** One way or the other, all is the same; what one thread gives. */
  const same = async (...argv: readonly string[]): Promise<string> => {
    const one = await cli([...argv, "--jobs", "1"])
    assert.deepEqual(await cli([...argv, "--jobs", "3"]), one)
    return one.join("\n")
  }

  it("are as many as it takes to be the soonest done", () => {
    const asked = [[60, 8], [300, 8], [2000, 8], [8000, 8], [90_000, 64], [1500, 2], [2000, 2], [5000, 1]] as const
    assert.deepEqual(asked.map(([drafts, cores]) => threadsFor(drafts, cores)), [0, 3, 4, 8, 8, 1, 2, 1])
  })

  describe("give what one gives", () => {
    beforeEach(async () => {
      await putCollection()
      await putDecisions()
    })

    for (const format of CHECK_FORMATS) {
      it(`as ${format}`, async () => {
        const all = await same("check", "drafts", "none.txt", "--format", format)
        assert.match(all, /^2\n/)
        for (const said of ["none.txt", "gone.txt", "bytes.txt", "broken.docx", "drafts/report-draft.json: there is no file", "2022/report-draft.json:1", "2022/report-draft.decisions.json"]) assert.equal(all.split(`report-draft: drafts/${said.replace("drafts/", "")}`).length - 1, said === "none.txt" ? 0 : 1, said)
        if (format === "text") for (const rule of ["duplicate-report", "carry-over-mismatch", "copied-text", "whole-mismatch", "missing-report", "unneeded-decision"]) assert.match(all, new RegExp(` ${rule} `))
      })
    }

    it("with the facts", async () => {
      for (const format of ["json", "csv"]) assert.match(await same("facts", "drafts", "--format", format), /carried-out/)
    })

    it("with a format of one's own, another language, one severity, and without decisions", async () => {
      put("own.report-format.json", JSON.stringify({ id: "own", extends: "gov-disclosure-2021", firstYear: 2022 }))
      await same("check", "drafts", "--report-format", "own.report-format.json", "--locale", "zh")
      await same("check", "drafts", "--severity", "error", "--no-decisions", "--quiet")
      assert.match(await same("check", "drafts", "--report-format", "none.json"), /no such file/)
    })

    it("with a format that can be read but once", async function () {
      if (process.platform === "win32") this.skip()
      execFileSync("mkfifo", [join(folder, "pipe")])
      const piped = async (jobs: string): Promise<unknown[]> => {
        const written = writeFile(join(folder, "pipe"), JSON.stringify({ id: "own", extends: "gov-disclosure-2021", firstYear: 2022 }))
        const [code, out, err] = await cli(["check", "drafts", "--report-format", "pipe", "--jobs", jobs])
        await written
        return [code, out, err]
      }
      assert.deepEqual(await piped("3"), await piped("1"))
    })

    it("and accept what one accepts", async () => {
      const before = readFileSync(join(folder, "drafts/report-draft.decisions.json"))
      const text = async (jobs: string): Promise<unknown> => {
        put("drafts/report-draft.decisions.json", before)
        return [await cli(["check", "drafts/2023", "--accept", "all", "--reason", "如此", "--jobs", jobs]), readFileSync(join(folder, "drafts/report-draft.decisions.json"), "utf8")]
      }
      assert.deepEqual(await text("3"), await text("1"))
    })
  })

  describe("that die", () => {
    /** A thread that ends as soon as it reads a draft of this name, always or only the first time. */
    const dying = (name: string, isOnce: boolean): string => {
      put("thread.cjs", `
        const fs = require("node:fs")
        const { readFileSync, existsSync, writeFileSync } = fs
        fs.readFileSync = (path, ...rest) => {
          if (String(path).endsWith(${JSON.stringify(name)}) && !(${String(isOnce)} && existsSync("${join(folder, "died")}"))) {
            writeFileSync("${join(folder, "died")}", "")
            process.exit(1)
          }
          return readFileSync(path, ...rest)
        }
        require(${JSON.stringify(CLI)})`)
      return join(folder, "thread.cjs")
    }

    beforeEach(putCollection)

    it("are said; their files are tried once more, and nothing is lost", async () => {
      const [code, out, err] = await cli(["check", "drafts", "--jobs", "1"])
      const found = await cli(["check", "drafts", "--jobs", "2"], dying("3.txt", true))
      assert.deepEqual(found.slice(0, 2), [code, out])
      const [said, ...rest] = (found[2] as string).split("\n")
      assert.equal(said, "report-draft: a thread has died (nobody knows why); its 8 files are tried once more, one by one")
      assert.equal(rest.join("\n"), err)
    })

    it("again lose that one file, which is told", async () => {
      const files = async (argv: readonly string[], thread?: string): Promise<[unknown, string[], string]> => {
        const [code, out, err] = await cli(["facts", "drafts", ...argv], thread)
        return [code, (JSON.parse(out as string) as { files: { path: string }[] }).files.map(file => JSON.stringify(file)), err as string]
      }
      const [, all] = await files(["--jobs", "1"])
      const [code, rest, err] = await files(["--jobs", "2"], dying("2022/3.txt", false))
      assert.equal(code, 2)
      assert.deepEqual(rest, all.filter(file => !file.includes("drafts/2022/3.txt")))
      assert.match(err, /^report-draft: drafts\/2022\/3\.txt: the thread that looked at it has died \(nobody knows why\)$/m)
      assert.equal((await cli(["check", "drafts", "--jobs", "2"], dying("2022/3.txt", false)))[0], 2)
    })
  })

  it("that are told to end have not died, and no others take their place", async () => {
    // Neither answers; each ends as soon as it is told to.
    put("thread.cjs", `
      const { appendFileSync } = require("node:fs")
      appendFileSync("${join(folder, "started")}", ".")
      require("node:worker_threads").parentPort.on("message", ({ end }) => end && process.exit())`)
    const told: string[] = []
    const threads = new Threads(join(folder, "thread.cjs"), 2, { paths: ["a.txt", "b.txt"] } as unknown as Task, async ({ en }) => void told.push(en))
    void threads.each("inspect", Array.from({ length: 16 }, (_, i) => i)).next()
    await threads.end()
    await setImmediate()
    await threads.end()
    assert.deepEqual([told, readFileSync(join(folder, "started"), "utf8")], [[], ".."])
  })

  it("are as many as somebody asks for, within reason", async () => {
    for (const jobs of ["0", "65", "-1", "x", "1.5"]) assert.deepEqual((await cli(["check", ".", `--jobs=${jobs}`])).slice(0, 2), [2, ""])
  })
})
