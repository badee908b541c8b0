import { resolve } from "node:path"
import { changeDecisionsFile } from "../collection/decisionsFile.ts"
import { decisionName, judge, unneededMessage, type Decision, type Unneeded } from "../collection/decisions.ts"
import type { Fingerprinted } from "../engine/features/fingerprint.ts"
import { isAtLeast } from "../engine/rules/rule.ts"
import { hashOf } from "../engine/text/hash.ts"
import type { CheckRequest } from "./args.ts"
import { DecisionFiles, type DecisionFile } from "./decisionFiles.ts"
import { faultOf, type Fault } from "./fault.ts"
import type { CheckedDraft, CheckedReport } from "./output.ts"

/** What is to be done with decisions in a run. */
type Deciding = Pick<CheckRequest, "decisions" | "accept" | "severity">

/** What has been decided about the findings of a run: takes out what was accepted, accepts what is to be, and remembers which decisions were needed. */
export class Decisions {
  readonly #deciding: Deciding
  readonly #cwd: string
  readonly #complain: (fault: Fault) => Promise<void>
  readonly #files: DecisionFiles
  readonly #reports = new Set<string>()
  readonly #found = new Set<string>()
  readonly #new = new Map<string, Decision[]>()

  /** A file that cannot be read or written is told to `complain`. */
  constructor(deciding: Deciding, cwd: string, complain: (fault: Fault) => Promise<void>) {
    this.#deciding = deciding
    this.#cwd = cwd
    this.#complain = complain
    const named = typeof deciding.decisions === "string" ? deciding.decisions : null
    this.#files = new DecisionFiles(cwd, named, deciding.accept !== null, complain)
  }

  /** The draft with the findings that are still to be listed, and the others apart. */
  async judge(draft: CheckedDraft): Promise<CheckedDraft> {
    if (this.#deciding.decisions === false) return draft
    const decisions = await this.#files.of(draft.path)
    return { ...draft, checked: draft.checked.map(report => this.#judgeReport(draft, report, decisions)) }
  }

  #judgeReport({ path, reports }: CheckedDraft, checked: CheckedReport, decisions: ReadonlyMap<string, Decision>): CheckedReport {
    const name = decisionName(reports.find(({ from }) => from === checked.from)!.report)
    this.#reports.add(name)
    for (const { fingerprint } of checked.diagnostics) this.#found.add(fingerprint)
    const { accept, severity: least } = this.#deciding
    const isToAccept = ({ fingerprint, rule, severity }: Fingerprinted): boolean => accept !== null && this.#files.takesMore(path) && !decisions.has(fingerprint) && isAtLeast(severity, least) && (accept.rule === "all" || accept.rule === rule)
    const made = checked.diagnostics.filter(isToAccept).map(({ fingerprint, rule }): Decision => ({ fingerprint, rule, report: name, verdict: "accepted", reason: accept!.reason, on: accept!.on }))
    if (made.length > 0) this.#new.set(this.#files.pathFor(path), [...(this.#new.get(this.#files.pathFor(path)) ?? []), ...made])
    const { listed, accepted } = judge(checked.diagnostics, new Map([...decisions, ...made.map(decision => [decision.fingerprint, decision] as const)]))
    return { ...checked, diagnostics: listed, accepted }
  }

  /** The files with decisions that no finding needs any more, as if they were drafts with findings. */
  unneeded(): CheckedDraft[] {
    return this.#files.unneeded(this.#reports, this.#found).map(({ file, unneeded }) => remarks(file, unneeded))
  }

  /** Writes the new decisions. A file that cannot be written is reported. */
  async store(): Promise<void> {
    for (const [path, decisions] of this.#new) {
      await changeDecisionsFile(resolve(this.#cwd, path), decisions).catch((error: unknown) => this.#complain(faultOf(path, error)))
    }
  }
}

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
