import { basename } from "node:path"
import { learn } from "../collection/learn/learn.ts"
import type { LearnRequest } from "./args.ts"
import { refuseToReplace, store } from "./convert.ts"
import { complain, note, type Run } from "./current.ts"
import { Fault, faultOf } from "./fault.ts"
import { findDrafts, readSource } from "./files.ts"

/** Writes the format that right reports have in common, and says what was taken and what is not certain. Throws a Fault if one cannot be read, or there is nothing to learn. */
export async function learnFormat({ paths: asked, output, force }: LearnRequest, current: Run): Promise<void> {
  const { world: { cwd, stdin }, sources } = current
  const writing = { to: "txt", output, force } as const
  refuseToReplace(writing, current)
  const { paths, faults } = await findDrafts(asked, cwd)
  for (const fault of faults) await complain(fault, current)
  if (faults.length > 0) return
  const samples: { name: string; text: string }[] = []
  for (const path of paths) {
    try {
      samples.push({ name: path, text: (await sources.read(path, await readSource(path, cwd, stdin))).text })
    } catch (error) {
      throw faultOf(path, error)
    }
  }
  const learnt = samples.length === 0 ? null : learn(samples, idOf(output))
  if (!learnt) throw new Fault("样本里没有共同的标题和表格，学不到格式", "the samples have no title and no tables in common; there is nothing to learn")
  await store(new TextEncoder().encode(learnt.text), paths, writing, current)
  for (const text of learnt.taken) await note({ text: { zh: `学到：${text.zh}`, en: `learnt: ${text.en}` } }, current)
  for (const text of learnt.unsure) await note({ text: { zh: `请检查：${text.zh}`, en: `please check: ${text.en}` } }, current)
}

/** What the file is called, where that may be an id. */
function idOf(output: string | null): string {
  const name = basename(output ?? "").toLowerCase().replace(/(?:\.report-format)?\.json$/, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")
  return name === "" || name === "report-format" ? "own" : name
}
