import * as vscode from "vscode"
import chinese from "../l10n/bundle.l10n.zh-cn.json" with { type: "json" }

const CHINESE: Readonly<Record<string, string>> = chinese

/** True if messages are to be Chinese: by the setting, else if the editor's or the system's language is. */
export function isChinese(): boolean {
  const setting = vscode.workspace.getConfiguration("reportDraft").get<string>("locale", "auto")
  if (setting !== "auto") return setting === "zh"
  return isChineseName(vscode.env.language) || isChineseName(Intl.DateTimeFormat().resolvedOptions().locale)
}

/** A message in the language that `isChinese` says; `{0}` stands for the first argument. */
export function t(message: string, ...args: (string | number)[]): string {
  // The editor knows the texts in its own language only.
  if (isChinese() === isChineseName(vscode.env.language)) return vscode.l10n.t(message, ...args)
  const text = isChinese() ? (CHINESE[message] ?? message) : message
  return text.replace(/\{(\d)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole))
}

const isChineseName = (name: string): boolean => /^(?:zh|chinese)/i.test(name)
