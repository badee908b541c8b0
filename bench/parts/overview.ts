import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { pathToFileURL } from "node:url"
import { folder } from "../drafts.ts"
import { judge, megabytes, printTable, time } from "../measure.ts"
import { SERVER } from "../programs.ts"
import { Peer } from "../rpc.ts"

// (f) All reports of a workspace.

const MANY = 3000
const ROWS = '"method":"reportDraft/overviewRows"'
/** So often the server is asked something else meanwhile, in milliseconds. */
const EVERY_MS = 50

console.log(`## (f) The overview of ${MANY} drafts\n`)
const workspace = mkdtempSync(join(tmpdir(), "report-draft-bench-"))
try {
  for (const [name, text] of folder(MANY)) writeFileSync(join(workspace, name), text)
  await measure()
} finally {
  rmSync(workspace, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const peer = new Peer(SERVER)
  await peer.request("initialize", { processId: process.pid, rootUri: null, workspaceFolders: [{ uri: pathToFileURL(workspace).href, name: "drafts" }], capabilities: peer.capabilities })
  peer.notify("initialized", {})
  const begun = performance.now()
  const [named, counted] = [peer.next(ROWS, '"reports":[{'), peer.next(ROWS, '"counts":{')].map(next => next.then(({ at }) => at - begun))
  let isDone = false
  const all = peer.request("reportDraft/overview", null).then(({ at }) => {
    isDone = true
    return at - begun
  })
  let longest = 0
  while (!isDone) {
    const asked = performance.now()
    longest = Math.max(longest, (await peer.request("textDocument/foldingRange", { textDocument: { uri: "file:///none" } })).at - asked)
    await new Promise(resolve => setTimeout(resolve, EVERY_MS))
  }
  printTable(["first rows", "first counts", "all", "longest answer meanwhile"], [[time((await named)!), time((await counted)!), time(await all), time(longest)]])
  if (process.platform === "linux") {
    const status = readFileSync(`/proc/${peer.child.pid!}/status`, "utf8")
    const [resident, peak] = ["VmRSS", "VmHWM"].map(field => Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1]) * 1024) as [number, number]
    printTable(["memory of the server", "resident", "peak"], [["", megabytes(resident), megabytes(peak)]])
  }
  judge("first rows", (await named)!, 1000, time)
  await peer.end()
}
