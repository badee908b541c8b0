import { SEVERITIES } from "../engine/rules/rule.ts"
import { RULES } from "../engine/rules/index.ts"
import { COPIED_SHARE } from "../engine/rules/copied-text.ts"
import type { RuleSettings } from "../engine/features/diagnose.ts"
import { HINTED_ROWS, type HintedRows } from "../engine/features/columnHints.ts"
import type { Locale } from "./toLsp.ts"

/** What the user can choose. */
export interface Settings {
  /** False: the server keeps silent. */
  readonly enable: boolean
  readonly rules: RuleSettings
  readonly locale: "auto" | Locale
  readonly recomputeTotalsOnSave: boolean
  /** From this share of sentences equal to last year's on, between 0 and 1, a text counts as copied. */
  readonly copiedTextShare: number
  readonly inlayHints: HintedRows
  /** Files of report formats: paths and globs, from the workspace's folders. */
  readonly formats: readonly string[]
}

export const DEFAULTS: Settings = { enable: true, rules: {}, locale: "auto", recomputeTotalsOnSave: false, copiedTextShare: COPIED_SHARE, inlayHints: "faulty", formats: [] }

/** Reads settings as a client sends them, on top of others. What is malformed is left out and told to `complain`. */
export function readSettings(sent: unknown, base: Settings, complain: (fault: string) => void): Settings {
  if (sent === null || sent === undefined) return base
  if (!isRecord(sent)) {
    complain("settings are not an object")
    return base
  }
  const flag = (name: "enable" | "recomputeTotalsOnSave"): boolean => chosen(sent, name, value => typeof value === "boolean", complain) ?? base[name]
  return {
    enable: flag("enable"),
    recomputeTotalsOnSave: flag("recomputeTotalsOnSave"),
    locale: chosen(sent, "locale", (value): value is Settings["locale"] => value === "auto" || value === "zh" || value === "en", complain) ?? base.locale,
    copiedTextShare: chosen(sent, "copiedTextShare", (value): value is number => typeof value === "number" && value >= 0 && value <= 1, complain) ?? base.copiedTextShare,
    inlayHints: chosen(sent, "inlayHints", (value): value is HintedRows => HINTED_ROWS.some(rows => rows === value), complain) ?? base.inlayHints,
    formats: chosen(sent, "formats", (value): value is string[] => Array.isArray(value) && value.length <= MAX_PATTERNS && value.every(path => typeof path === "string" && path.length <= MAX_PATTERN), complain) ?? base.formats,
    rules: { ...base.rules, ...readRules(sent["rules"], complain) },
  }
}

const MAX_PATTERNS = 100
const MAX_PATTERN = 1000

type Guard<T> = (value: unknown) => value is T

function chosen<T>(sent: Record<string, unknown>, name: string, isValid: Guard<T>, complain: (fault: string) => void): T | undefined {
  const value = sent[name]
  if (value === null || value === undefined) return undefined
  if (isValid(value)) return value
  complain(`setting "${name}" cannot be ${JSON.stringify(value)}`)
  return undefined
}

function readRules(sent: unknown, complain: (fault: string) => void): RuleSettings {
  if (sent === null || sent === undefined) return {}
  if (!isRecord(sent)) {
    complain('setting "rules" is not an object')
    return {}
  }
  const known = new Set(RULES.map(({ id }) => id))
  const rules: Record<string, RuleSettings[string]> = {}
  for (const [id, value] of Object.entries(sent)) {
    const severity = value === "off" ? value : SEVERITIES.find(name => name === value)
    if (!known.has(id)) complain(`there is no rule "${id}"`)
    else if (severity) rules[id] = severity
    else if (value !== null && value !== undefined) complain(`rule "${id}" cannot be ${JSON.stringify(value)}`)
  }
  return rules
}

/** True for an object with named values. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** The language of the messages: the chosen one, else Chinese where the editor's or the system's is Chinese. */
export function localeOf(choice: Settings["locale"], editor: string, system: () => string): Locale {
  if (choice !== "auto") return choice
  return isChinese(editor) || isChinese(system()) ? "zh" : "en"
}

const isChinese = (name: string): boolean => /^(?:zh|chinese)/i.test(name)
