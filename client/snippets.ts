/** What stands in the snippets file. */
export interface Snippet {
  readonly prefix: readonly string[]
  readonly body: readonly string[]
  readonly description: string
}

/** Layouts by their names in the prefixes of snippets. */
export type SnippetLayout = "tsv" | "gfm" | "lines"

/** A draft's first tables stand well within this. */
const HEAD = 100_000

/** The layout in which a draft's tables seem to be written; without any, what its language calls for. */
export function snippetLayout(text: string, languageId: string): SnippetLayout {
  const head = text.slice(0, HEAD)
  if (/^[ \t]*\|.*\|/m.test(head)) return "gfm"
  if (/\t *\d/.test(head)) return "tsv"
  if (/^[^\t\n]*(?:申请|决定)数量[ \r]*$/m.test(head)) return "lines"
  return languageId === "markdown" ? "gfm" : "tsv"
}

/** The snippets by name, those first that suit a layout; the others stay in their order. */
export function suitableFirst(snippets: Readonly<Record<string, Snippet>>, layout: SnippetLayout): [string, Snippet][] {
  const suits = ({ prefix }: Snippet): boolean => prefix.some(name => name.endsWith(`-${layout}`) || (name.endsWith("-text") && layout !== "gfm"))
  return Object.entries(snippets).sort(([, a], [, b]) => Number(suits(b)) - Number(suits(a)))
}

/** What a snippet inserts, and how: 年报全文 and 制表符分隔 of 年报全文（制表符分隔）. */
export function wordsOf(name: string): { readonly label: string; readonly form: string } {
  const [, label = name, form = ""] = /^(.*)（(.*)）$/.exec(name) ?? []
  return { label, form }
}
