// Loaded before a program: when it ends, writes its peak memory in kB and its processor time in µs to the file that BENCH_USAGE names.
import { writeFileSync } from "node:fs"

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ peak: maxRSS * 1024, processor: (userCPUTime + systemCPUTime) / 1000 }))
})
