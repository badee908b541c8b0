import { resolve } from "node:path"
import { changeDecisionsFile } from "../collection/decisionsFile.ts"
import { decisionName, judge, unneededDecisions, unneededMessage, type Decision, type Unneeded } from "../collection/decisions.ts"
import type { Fingerprinted } from "../engine/features/fingerprint.ts"
import type { Text } from "../engine/report/format.ts"
import { isAtLeast } from "../engine/rules/rule.ts"
import { hashOf } from "../engine/text/hash.ts"
import type { CheckRequest } from "./args.ts"
import { DecisionFiles, type DecisionFile } from "./decisionFiles.ts"
import { Fault, faultOf } from "./fault.ts"
import type { CheckedDraft, CheckedReport } from "./output.ts"

/** What is to be done with decisions in a run. */
type Deciding = Pick<CheckRequest, "decisions" | "accept" | "severity">

/** What became of a draft's findings, as far as the decisions of the whole run depend on it. */
export interface Decided {
  /** The file that holds for the draft. */
  readonly path: string
  /** The names of its reports. */
  readonly reports: readonly string[]
  /** Those that were compared with last year's. */
  readonly compared: readonly string[]
  /** The fingerprints of all findings on it. */
  readonly found: readonly string[]
  /** What is to be accepted from now on. */
  readonly made: readonly Decision[]
}

const NONE: ReadonlyMap<string, Decision> = new Map()

/** Judges drafts by what has been decided: takes out what was accepted, and accepts what is to be. */
export class Judge {
  readonly #deciding: Deciding
  readonly #files: DecisionFiles

  constructor(deciding: Deciding, cwd: string) {
    this.#deciding = deciding
    this.#files = decisionFiles(deciding, cwd)
  }

  /** The draft with the findings that are still to be listed, and the others apart; nothing is decided where decisions do not count. A file that cannot be used has no decisions, and takes none. */
  judge(draft: CheckedDraft): { readonly draft: CheckedDraft; readonly decided: Decided | null; readonly fault: Fault | null } {
    if (this.#deciding.decisions === false) return { draft, decided: null, fault: null }
    const path = this.#files.pathFor(draft.path)
    const file = this.#files.at(path)
    const fault = file instanceof Fault ? file : null
    const decisions = file === null || file instanceof Fault ? NONE : file.decisions
    const names = draft.checked.map(({ from }) => decisionName(draft.reports.find(placed => placed.from === from)!.report))
    const made = draft.checked.map(({ diagnostics }, i) => (fault ? [] : this.#accept(names[i]!, diagnostics, decisions)))
    const judged = draft.checked.map((report, i): CheckedReport => {
      const { listed, accepted } = judge(report.diagnostics, new Map([...decisions, ...made[i]!.map(decision => [decision.fingerprint, decision] as const)]))
      return { ...report, diagnostics: listed, accepted }
    })
    const found = draft.checked.flatMap(({ diagnostics }) => diagnostics.map(({ fingerprint }) => fingerprint))
    return { draft: { ...draft, checked: judged }, decided: { path, reports: names, compared: names.filter((_, i) => draft.checked[i]!.previous !== null), found, made: made.flat() }, fault }
  }

  #accept(report: string, findings: readonly Fingerprinted[], decisions: ReadonlyMap<string, Decision>): Decision[] {
    const { accept, severity: least } = this.#deciding
    if (accept === null) return []
    const isToAccept = ({ fingerprint, rule, severity }: Fingerprinted): boolean => !decisions.has(fingerprint) && isAtLeast(severity, least) && (accept.rule === "all" || accept.rule === rule)
    return findings.filter(isToAccept).map(({ fingerprint, rule }) => ({ fingerprint, rule, report, verdict: "accepted", reason: accept.reason, on: accept.on }))
  }
}

/** What was decided in a run: writes what was accepted, and knows which decisions were needed. */
export class Decisions {
  readonly #cwd: string
  readonly #complain: (fault: Fault) => Promise<void>
  readonly #files: DecisionFiles
  readonly #paths = new Set<string>()
  readonly #reports = new Set<string>()
  readonly #compared = new Set<string>()
  readonly #found = new Set<string>()
  readonly #new = new Map<string, Decision[]>()

  /** A file that cannot be written is told to `complain`. */
  constructor(deciding: Deciding, cwd: string, complain: (fault: Fault) => Promise<void>) {
    this.#cwd = cwd
    this.#complain = complain
    this.#files = decisionFiles(deciding, cwd)
  }

  /** Takes notice of what was decided about a draft. */
  notice({ path, reports, compared, found, made }: Decided): void {
    // The file as it was before the run changes it.
    this.#files.at(path)
    this.#paths.add(path)
    for (const report of reports) this.#reports.add(report)
    for (const report of compared) this.#compared.add(report)
    for (const fingerprint of found) this.#found.add(fingerprint)
    if (made.length > 0) this.#new.set(path, [...(this.#new.get(path) ?? []), ...made])
  }

  /** The files with decisions that no finding needs any more, as if they were drafts with findings. */
  unneeded(): CheckedDraft[] {
    return [...this.#paths].flatMap(path => {
      const file = this.#files.at(path)
      if (file === null || file instanceof Fault) return []
      const unneeded = unneededDecisions(file.text, file.decisions, this.#reports, this.#found, this.#compared)
      return unneeded.length > 0 ? [remarks(file, unneeded)] : []
    })
  }

  /** Writes the new decisions, and tells how many went into which file. A file that cannot be written is reported. */
  async store(): Promise<readonly Text[]> {
    const stored: Text[] = []
    for (const [path, decisions] of this.#new) {
      try {
        await changeDecisionsFile(resolve(this.#cwd, path), decisions)
        stored.push({ zh: `已把 ${decisions.length} 条决定写入 ${path}`, en: `${decisions.length} ${decisions.length === 1 ? "decision was" : "decisions were"} written to ${path}` })
      } catch (error) {
        await this.#complain(faultOf(path, error))
      }
    }
    return stored
  }
}

const decisionFiles = ({ decisions, accept }: Deciding, cwd: string): DecisionFiles => new DecisionFiles(cwd, typeof decisions === "string" ? decisions : null, accept !== null)

function remarks({ path, text }: DecisionFile, unneeded: readonly Unneeded[]): CheckedDraft {
  const diagnostics = unneeded.map(({ decision, at }) => {
    const { fingerprint } = decision
    return {
      rule: "unneeded-decision",
      severity: "hint" as const,
      range: { from: at, to: Math.min(text.length, at + fingerprint.length + 2) },
      message: unneededMessage(decision),
      fixes: [],
      fingerprint: hashOf(`unneeded-decision\n${fingerprint}`),
    }
  })
  return { path, text, isDocument: false, reports: [], checked: [{ from: 0, previous: null, diagnostics, accepted: [] }] }
}
