// Samples, tables and verdicts. All times are milliseconds.

/** Times of one contender, in the order in which they were taken. */
export type Samples = readonly number[]

/** The value below which so many of the samples lie, `share` from 0 to 1. */
export function quantile(samples: Samples, share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

export const median = (samples: Samples): number => quantile(samples, 0.5)
export const p99 = (samples: Samples): number => quantile(samples, 0.99)

/** Somebody who is measured: `ask` takes about so many samples. */
export interface Contender {
  readonly name: string
  ask(count: number): Promise<Samples>
}

export interface Effort {
  readonly rounds: number
  /** Samples that are wanted of each contender in each round. */
  readonly burst: number
  /** A contender that has used so many milliseconds by its own count sits out the other rounds. */
  readonly budget: number
}

/** Takes samples of all contenders in turns, so that what else the machine does befalls all alike. */
export async function interleave(contenders: readonly Contender[], { rounds, burst, budget }: Effort): Promise<Map<string, number[]>> {
  const taken = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, ask } of contenders) {
      const own = taken.get(name)!
      const spent = own.reduce((sum, time) => sum + time, 0)
      if (spent > budget) continue
      const count = own.length === 0 ? burst : Math.max(1, Math.min(burst, Math.floor((budget / rounds / spent) * own.length)))
      own.push(...(await ask(round === 0 ? Math.min(count, 3) : count)))
    }
  }
  return taken
}

/** A time in the unit that suits it. */
export function time(ms: number): string {
  if (Number.isNaN(ms)) return "–"
  if (ms < 1) return `${digits(ms * 1000)} µs`
  return ms < 1000 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1048576)} MB`

/** How many times as much; small shares as fractions. */
export function ratio(value: number): string {
  return Number.isNaN(value) ? "–" : value < 0.5 ? `1/${digits(1 / value)} ×` : `${digits(value)} ×`
}
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** Prints a table in markdown, which can be read as it is: columns after the first are figures. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((cell, i) => Math.max(...[head, ...rows].map(row => (row[i] ?? cell).length)))
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`
  console.log([line(head), `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`, ...rows.map(line), ""].join("\n"))
}

/** Prints whether what must hold does: the value is to be no more than the bound. */
export function judge(what: string, value: number, bound: number, show: (value: number) => string = ratio): void {
  const isKept = value <= bound
  console.log(`- ${isKept ? "pass" : "**falls short**"}: ${what}: ${show(value)}, at most ${show(bound)}`)
}
