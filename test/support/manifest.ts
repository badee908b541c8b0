import { SEVERITIES, type Rule } from "../../server/engine/rules/rule.ts"

/** A manifest as far as it is generated. */
export interface Manifest {
  readonly activationEvents: readonly string[]
  readonly contributes: { readonly languages: readonly { readonly id: string; readonly filenamePatterns?: readonly string[] }[]; readonly configuration: readonly { readonly title: string; readonly properties: Record<string, unknown> }[] }
}

/** Texts of the manifest by key. */
export type Texts = Readonly<Record<string, string>>

const LEVELS = ["off", ...[...SEVERITIES].reverse()]
const TITLE = "%settings.rules%"

/** The manifest with a setting for each rule. */
export function withRuleSettings<T extends Manifest>(manifest: T, rules: readonly Rule[]): T {
  const properties = Object.fromEntries(rules.map(({ id, severity }, order) => [`reportDraft.rules.${id}`, { type: "string", enum: LEVELS, default: severity, scope: "language-overridable", markdownDescription: `%rule.${id}%`, order }]))
  const configuration = manifest.contributes.configuration.map(part => (part.title === TITLE ? { ...part, properties } : part))
  return { ...manifest, contributes: { ...manifest.contributes, configuration } }
}

const NAMED = /^workspaceContains:.*\*$/

/** The manifest with the names of files, as globs, that are reports: they start the extension, and texts with such names are of its language. */
export function withReportNames<T extends Manifest>(manifest: T, names: readonly string[]): T {
  const activationEvents = manifest.activationEvents.filter(event => !NAMED.test(event)).concat(names.map(name => `workspaceContains:**/${name}`))
  const languages = manifest.contributes.languages.map(language => ({ ...language, filenamePatterns: names.map(name => `${name}.txt`) }))
  return { ...manifest, activationEvents, contributes: { ...manifest.contributes, languages } }
}

/** The manifest's texts with what each rule says of itself: its first paragraph. */
export function withRuleTexts(texts: Texts, rules: readonly Rule[], locale: "zh" | "en"): Texts {
  const others = Object.entries(texts).filter(([key]) => !key.startsWith("rule."))
  return Object.fromEntries([...others, ...rules.map(({ id, docs }) => [`rule.${id}`, docs[locale].split("\n\n")[0]!] as const)])
}

/** The keys of texts, `%key%`, that a manifest uses. */
export function keysIn(manifest: unknown): Set<string> {
  return new Set([...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(match => match[1]!))
}
