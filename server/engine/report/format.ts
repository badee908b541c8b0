import { memoize } from "../text/memoize.ts"
import { keyOf, wordsOf } from "../text/plain.ts"
import { proseFaults } from "./prose/proseFaults.ts"
import type { ProseFormat } from "./prose/proseFormat.ts"
import { vocabularyOf, type Kind, type Vocabulary } from "../syntax/vocabulary.ts"

/** A text in both languages. */
export interface Text {
  readonly zh: string
  readonly en: string
}

/** What a kind of report consists of, as data (server/formats; the schema there says what each field means). One may be written as what sets it apart from another (`extendFormat`). */
export interface ReportFormat {
  readonly id: string
  readonly name: Text
  readonly notice?: { readonly title: string; readonly number: string }
  /** True for what is made of the tables of a text that is no report (`readLooseTables`): it asks for nothing. */
  readonly isLoose?: true
  readonly firstYear: number
  readonly lastYear?: number
  readonly reportTitle: string
  /** True for the kind of report that is meant where a name says no more than body and year. */
  readonly isUsual?: boolean
  readonly titleAliases?: readonly string[]
  readonly templateTexts: readonly string[]
  readonly sections: readonly SectionFormat[]
  readonly sentences?: readonly SentenceFormat[]
  readonly tables: readonly TableFormat[]
  /** Cells of several tables that state one figure. */
  readonly agreements?: readonly AgreementFormat[]
  /** How prose states what the tables hold; without it prose is not confronted with them. */
  readonly prose?: ProseFormat
}

export interface SectionFormat {
  readonly id: string
  readonly title: string
  readonly aliases: readonly string[]
  readonly telling?: boolean
  readonly covers: Text
}

/** A sentence that reports commonly have, offered while one writes; of a section the most usual first. */
export interface SentenceFormat {
  readonly section: string
  /** `{year}` stands for the reporting year, any other braces for a figure by its fact id, and `{0}` for one that no table states. */
  readonly text: string
  /** Facts of which none may be stated as more than 0, else the sentence would contradict the tables. */
  readonly allZero?: readonly string[]
}

/** Cells table/row/column, of several tables, that state one figure. */
export interface AgreementFormat {
  readonly id: string
  readonly cells: readonly string[]
  readonly name: Text
}

export interface TableFormat {
  readonly id: string
  /** Id of its section; empty in a format whose tables stand under no section. */
  readonly section: string
  /** Heads of columns that hold no figures of the report: numbers of rows, shares, notes. They are not read. */
  readonly aside?: readonly string[]
  /** True if the parts stand side by side and not one below the other. */
  readonly beside?: boolean
  /** True where nothing, or a sign for it, is a usual way to write 0. */
  readonly blankIsZero?: boolean
  /** True where figures with decimals are rounded ones (万元): a sum may be off by half a unit of the last decimal for each of its figures. */
  readonly rounded?: boolean
  readonly name: Text
  readonly parts: readonly PartFormat[]
  readonly editRules: readonly EditRuleFormat[]
  /** Columns put aside that state what a figure of their row is of another, in per cent. */
  readonly shares?: readonly ShareFormat[]
}

/** Of those with the same head the first is the one on the left. */
export interface ShareFormat {
  readonly id: string
  /** One of those put aside. */
  readonly head: string
  /** Id of the column with the part; the whole stands in the same column of another row, or in another column of the same row. */
  readonly part: string
  readonly row?: string
  readonly column?: string
}

export interface PartFormat {
  readonly title?: string
  readonly stub?: string
  readonly header?: string
  readonly unit: string
  readonly signed?: boolean
  readonly columns: readonly ColumnFormat[]
  readonly rows: readonly RowFormat[]
}

export interface ColumnFormat {
  readonly id?: string
  readonly label: string
  readonly aliases?: readonly string[]
  /** Where it is not that of the part. */
  readonly unit?: string
  /** True where its figures may be negative, if not all of the part's may. */
  readonly signed?: boolean
  readonly columns?: readonly ColumnFormat[]
}

export interface RowFormat {
  readonly id: string
  readonly label: string
  readonly aliases?: readonly string[]
  readonly asOneRow?: boolean
  readonly rows?: readonly RowFormat[]
}

export interface EditRuleFormat {
  readonly id: string
  readonly each: "row" | "column"
  readonly equation: string
  /** Ids of the only columns, or rows, for which it holds. */
  readonly on?: readonly string[]
  readonly name: Text
}

/** A row that carries figures. */
export interface LeafRow {
  readonly id: string
  readonly label: string
  /** Keys of the label and its aliases. */
  readonly keys: readonly string[]
  /** Labels of the groups above it, outermost first. */
  readonly groups: readonly string[]
  readonly part: PartFormat
  readonly columns: readonly LeafColumn[]
  /** True for a group that only an older draft states as a row of its own. */
  readonly isGroup: boolean
  /** The places of its figures, in the order of the columns. */
  readonly places: readonly FactPlace[]
  /** Id of the group it stands in, if that group may be stated as one row. */
  readonly replacedBy: string | null
}

/** Where a figure belongs. */
export interface FactPlace {
  /** e.g. requests/denied.third-party/natural */
  readonly id: string
  readonly table: TableFormat
  readonly row: LeafRow
  readonly column: LeafColumn
}

/** A column that carries figures. */
export interface LeafColumn {
  readonly id: string
  readonly label: string
  readonly keys: readonly string[]
  readonly groups: readonly string[]
  readonly unit?: string
  readonly signed?: boolean
  /** True if no other column of its part has the same label. */
  readonly isUnique: boolean
}

const keysOf = ({ label, aliases = [] }: { label: string; aliases?: readonly string[] }): string[] => [label, ...aliases].map(keyOf)

/** The columns with figures of a part, from left to right. */
export function leafColumns(columns: readonly ColumnFormat[]): LeafColumn[] {
  const walk = (columns: readonly ColumnFormat[], groups: readonly string[]): Omit<LeafColumn, "isUnique">[] =>
    columns.flatMap(column => (column.columns ? walk(column.columns, [...groups, column.label]) : [{ id: column.id!, label: column.label, keys: keysOf(column), groups, ...(column.unit && { unit: column.unit }), ...(column.signed && { signed: true }) }]))
  const leaves = walk(columns, [])
  return leaves.map(leaf => ({ ...leaf, isUnique: leaves.filter(({ label }) => label === leaf.label).length === 1 }))
}

/** The rows with figures of a table, from top to bottom; a group that may be stated as one row stands before its rows. Always the same objects. */
export const leafRows = memoize((table: TableFormat): readonly LeafRow[] => {
  return table.parts.flatMap(part => {
    const columns = leafColumns(part.columns)
    const walk = (rows: readonly RowFormat[], groups: readonly string[], replacedBy: string | null): LeafRow[] =>
      rows.flatMap(row => {
        const places: FactPlace[] = []
        const leaf: LeafRow = { id: row.id, label: row.label, keys: keysOf(row), groups, part, columns, places, isGroup: row.rows !== undefined, replacedBy }
        for (const column of columns) places.push({ id: `${table.id}/${row.id}/${column.id}`, table, row: leaf, column })
        if (!row.rows) return [leaf]
        return [...(row.asOneRow ? [leaf] : []), ...walk(row.rows, [...groups, row.label], row.asOneRow ? row.id : replacedBy)]
      })
    return walk(part.rows, [], null)
  })
})

/** What the figure of a place counts. */
export const unitOf = ({ row, column }: FactPlace): string => column.unit ?? row.part.unit

/** True if the figure of a place may be negative. */
export const isSigned = ({ row, column }: FactPlace): boolean => row.part.signed === true || column.signed === true

/** True if the figure of a place is measured and not counted: it may have decimals. */
export const isAmount = (place: FactPlace): boolean => /元$|[吨亩米顷]$|公里$/.test(unitOf(place))

/** Every label of a table: titles and heads of its parts, columns and rows, groups included. */
export function labelsOf(table: TableFormat): string[] {
  const ofColumns = (columns: readonly ColumnFormat[]): string[] =>
    columns.flatMap(({ label, aliases = [], columns = [] }) => [label, ...aliases, ...ofColumns(columns)])
  const ofRows = (rows: readonly RowFormat[]): string[] =>
    rows.flatMap(({ label, aliases = [], rows = [] }) => [label, ...aliases, ...ofRows(rows)])
  return table.parts
    .flatMap(({ title, stub, header, columns, rows }) => [title ?? "", stub ?? "", header ?? "", ...ofColumns(columns), ...ofRows(rows)])
    .filter(label => label !== "")
}

/** The words by which lines of a report of one of the formats are recognised. */
export const vocabularyOfFormats = memoize((formats: readonly ReportFormat[]): Vocabulary => {
  return vocabularyOf(formatsByKind(formats).map(kindOfFormats), formats.flatMap(format => format.tables).flatMap(table => [...labelsOf(table), ...(table.aside ?? [])]))
})

/** Finds what a page must hold to be looked at: the words that all titles of a kind have, or characters written as numbers. */
export const topicOf = memoize((formats: readonly ReportFormat[]): RegExp => new RegExp(`${vocabularyOfFormats(formats).kinds.map(({ topic }) => topic).join("|")}|&#`))

/** The formats of each kind of report: those whose reports have the same title, and differ in their years. Always the same lists. */
export const formatsByKind = memoize((formats: readonly ReportFormat[]): readonly (readonly ReportFormat[])[] => {
  const titles = [...new Set(formats.map(({ reportTitle }) => reportTitle))]
  return titles.map(title => formats.filter(({ reportTitle }) => reportTitle === title))
})

function kindOfFormats(formats: readonly ReportFormat[]): Kind {
  const sections = formats.flatMap(format => format.sections)
  return {
    titles: [...new Set(formats.flatMap(({ reportTitle, titleAliases = [] }) => [reportTitle, ...titleAliases]))],
    sections: [...new Set(sections.map(({ id }) => id))].map(id => {
      const same = sections.filter(section => section.id === id)
      return { id, isTelling: same.some(({ telling }) => telling === true), titles: [...new Set(same.flatMap(({ title, aliases }) => [title, ...aliases]))] }
    }),
  }
}

/**
 * What a schema cannot say of a format: ids are unique, tables stand in known sections, equations use known rows and columns, and so does what is said of prose.
 * Each entry names a fault; empty if the format is sound.
 */
export function formatFaults(format: ReportFormat): Text[] {
  const { reportTitle, titleAliases = [] } = format
  return [
    ...[reportTitle, ...titleAliases].filter(title => wordsOf(title).length < MIN_TITLE).map(title => ({ zh: `报告标题“${title}”没有几个字`, en: `the report title "${title}" has hardly any words` })),
    ...repeated(format.sections).map(id => ({ zh: `部分“${id}”出现两次`, en: `section "${id}" occurs twice` })),
    ...repeated(format.tables).map(id => ({ zh: `表格“${id}”出现两次`, en: `table "${id}" occurs twice` })),
    ...format.tables.flatMap(table => tableFaults(format, table)),
    ...repeated(format.agreements ?? []).map(id => ({ zh: `表间关系“${id}”出现两次`, en: `agreement "${id}" occurs twice` })),
    ...agreementFaults(format),
    ...proseFaults(format),
  ]
}

function agreementFaults({ tables, agreements = [] }: ReportFormat): Text[] {
  const known = new Set(agreements.length === 0 ? [] : tables.flatMap(leafRows).flatMap(({ places }) => places.map(({ id }) => id)))
  return agreements.flatMap(({ id, cells }) => cells.filter(cell => !known.has(cell)).map(cell => ({ zh: `表间关系“${id}”中没有“${cell}”这一格`, en: `agreement "${id}" uses "${cell}", which is no cell of a table` })))
}

/** A shorter title would make titles of other lines. */
const MIN_TITLE = 4

function repeated(items: readonly { readonly id: string }[]): string[] {
  const seen = new Set<string>()
  return [...new Set(items.flatMap(({ id }) => (seen.size === seen.add(id).size ? [id] : [])))]
}

function tableFaults(format: ReportFormat, table: TableFormat): Text[] {
  const rows = leafRows(table)
  const columns = new Set(rows.flatMap(row => row.columns.map(({ id }) => id)))
  const rowIds = new Set(rows.map(({ id }) => id))
  const isKnown = (term: string, each: "row" | "column"): boolean =>
    each === "row" ? columns.has(term) : term.endsWith(".*") ? rows.some(({ id }) => id.startsWith(term.slice(0, -1))) : rowIds.has(term)
  const unknown = table.editRules.flatMap(({ id, each, equation, on = [] }) => [
    ...equation.split(/ \+ | = /).filter(term => !isKnown(term, each)).map(term => ({ id, each, term })),
    ...on.filter(term => !(each === "row" ? rowIds : columns).has(term)).map(term => ({ id, each: each === "row" ? "column" : "row", term })),
  ])
  const { shares = [] } = table
  const unknownIn = ({ part, row, column }: ShareFormat): string[] => [...[part, column ?? part].filter(id => !columns.has(id)), ...[row ?? ""].filter(id => id !== "" && !rowIds.has(id))]
  return [
    ...repeated(shares).map(id => ({ zh: `占比“${id}”出现两次`, en: `share "${id}" occurs twice` })),
    ...shares.flatMap(share => unknownIn(share).map(term => ({ zh: `占比“${share.id}”中的“${term}”不是表格“${table.id}”的行或列`, en: `share "${share.id}" uses "${term}", which is no row or column of table "${table.id}"` }))),
    ...shares.filter(({ row, column }) => (row === undefined) === (column === undefined)).map(({ id }) => ({ zh: `占比“${id}”应有 row 或 column，且只能有其一`, en: `share "${id}" needs either a row or a column, and not both` })),
    ...shares.filter(({ head }) => !table.aside?.includes(head)).map(({ id, head }) => ({ zh: `占比“${id}”的列“${head}”没有写在 aside 里`, en: `the column "${head}" of share "${id}" is not put aside` })),
    ...table.parts.flatMap(part => repeated(leafColumns(part.columns))).map(id => ({ zh: `表格“${table.id}”的列“${id}”出现两次`, en: `column "${id}" of table "${table.id}" occurs twice` })),
    ...repeated(table.editRules).map(id => ({ zh: `勾稽关系“${id}”出现两次`, en: `edit rule "${id}" occurs twice` })),
    ...repeated(rows).map(id => ({ zh: `表格“${table.id}”的行“${id}”出现两次`, en: `row "${id}" of table "${table.id}" occurs twice` })),
    ...((table.section === "" && format.sections.length === 0) || format.sections.some(({ id }) => id === table.section) ? [] : [{ zh: `表格“${table.id}”所在的部分“${table.section}”不存在`, en: `table "${table.id}" stands in section "${table.section}", which does not exist` }]),
    ...unknown.map(({ id, each, term }) => ({
      zh: `勾稽关系“${id}”中的“${term}”不是表格“${table.id}”的${each === "row" ? "列" : "行"}`,
      en: `edit rule "${id}" uses "${term}", which is no ${each === "row" ? "column" : "row"} of table "${table.id}"`,
    })),
  ]
}
