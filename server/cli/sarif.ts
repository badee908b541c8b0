import { isAbsolute, resolve, sep } from "node:path"
import { pathToFileURL } from "node:url"
import { version } from "../../package.json"
import { isDocumentName } from "../engine/draftFiles.ts"
import type { Fingerprinted } from "../engine/features/fingerprint.ts"
import { whereIs } from "../engine/features/where.ts"
import { RULES } from "../engine/rules/index.ts"
import type { InPart, Rule, Severity } from "../engine/rules/rule.ts"
import { LineIndex, type LinePlace } from "../engine/text/lines.ts"
import type { Locale } from "./args.ts"
import type { CheckedDraft, Printer } from "./output.ts"

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = { error: "error", warning: "warning", information: "note", hint: "note" }

/** Findings as SARIF 2.1.0, which sites that host code show at the lines; lines and columns count from 1, columns in UTF-16 units. What could not be read is a notification of the run. */
export function sarifPrinter(locale: Locale): Printer<CheckedDraft> {
  const driver = { name: "report-draft", version, language: locale === "zh" ? "zh-CN" : "en", rules: RULES.map(rule => ruleJson(rule, locale)) }
  const run = { tool: { driver }, columnKind: "utf16CodeUnits" }
  const notifications: object[] = []
  return {
    head: `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[${JSON.stringify(run).slice(0, -1)},"results":[`,
    draft(draft) {
      const lines = new LineIndex(draft.text)
      return draft.checked.flatMap(({ diagnostics }) => diagnostics).map(finding => JSON.stringify(resultJson(draft, finding, lines, locale))).join(",\n")
    },
    between: ["\n", ",\n"],
    fault({ subject, text }) {
      const locations = subject === null ? [] : [{ physicalLocation: { artifactLocation: { uri: uriOf(subject) } } }]
      notifications.push({ level: "error", message: { text: text[locale] }, locations })
      return ""
    },
    tail() {
      const invocation = { executionSuccessful: notifications.length === 0, toolExecutionNotifications: notifications }
      return `\n],"invocations":[${JSON.stringify(invocation)}]}]}\n`
    },
  }
}

function ruleJson({ id, severity, docs }: Rule, locale: Locale): object {
  const text = docs[locale]
  const [sentence = ""] = text.split("\n\n", 1)
  return { id, shortDescription: { text: sentence }, fullDescription: { text }, help: { text, markdown: text }, defaultConfiguration: { level: LEVELS[severity] } }
}

function resultJson({ path, isDocument, reports }: CheckedDraft, { rule, severity, message, range, inParts = [], fingerprint }: Fingerprinted, lines: LineIndex, locale: Locale): object {
  const artifactLocation = { uri: uriOf(path) }
  const region = regionOf(lines.position(range.from), lines.position(range.to))
  // A Word file or a page has no lines that its reader could count.
  const location = isDocument ? { physicalLocation: { artifactLocation }, logicalLocations: [{ fullyQualifiedName: whereIs(reports, range) }] } : { physicalLocation: { artifactLocation, region } }
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: LEVELS[severity],
    message: { text: message[locale] },
    locations: [location],
    ...(inParts.length > 0 ? { relatedLocations: inParts.map(place => relatedJson(place, locale)) } : {}),
    partialFingerprints: { "reportDraft/v1": fingerprint },
    properties: { severity },
  }
}

/** A cell of a part. */
function relatedJson({ path, start, end, message }: InPart, locale: Locale): object {
  const region = isDocumentName(path) ? {} : { region: regionOf(start, end) }
  return { physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...region }, message: { text: message[locale] } }
}

const regionOf = (start: LinePlace, end: LinePlace): object => ({ startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 })

/** A relative path stays relative: the site knows what it is relative to. */
function uriOf(path: string): string {
  return isAbsolute(path) ? pathToFileURL(resolve(path)).href : path.split(sep).map(encodeURIComponent).join("/")
}
