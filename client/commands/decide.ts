import * as vscode from "vscode"
import type { FindingNode } from "../overview.ts"
import type { Deciding } from "../session.ts"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { t } from "../texts.ts"

/** Writes down what somebody decides about a finding; asks why a finding is to be ignored, unless the reason is given. */
export async function decide(keeper: SessionKeeper, decision: Deciding, given?: string): Promise<void> {
  const reason = given ?? (decision.verdict === "accepted" ? await askForReason(decision) : t("confirmed"))
  const session = reason && (await keeper.session())
  if (!reason || !session) return
  const fault = await session.decide(decision, reason)
  if (fault) void vscode.window.showErrorMessage(t("The decision was not written down: {0}", fault.fault))
}

/** The same for several findings of the overview, for one reason. */
export async function decideAll(keeper: SessionKeeper, nodes: readonly FindingNode[], verdict: Deciding["verdict"]): Promise<void> {
  const decisions = nodes.map(({ place: { uri }, finding: { fingerprint, rule, report } }) => ({ uri, fingerprint, rule, report, verdict }))
  const reason = verdict === "accepted" && decisions[0] ? await askForReason(decisions[0]) : t("confirmed")
  for (const decision of reason ? decisions : []) await decide(keeper, decision, reason)
}

function askForReason({ rule, report }: Deciding): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: t("Ignore {0} in {1}", rule, report),
    prompt: t("Why may this stay as it is? The reason is kept with the decision."),
    validateInput: text => (text.trim() === "" ? t("A reason is needed.") : undefined),
    ignoreFocusOut: true,
  })
}
