import type { Text } from "../format.ts"

/**
 * The words in which reports of a format state what their tables hold, as data (the schema says what each field means).
 * A pattern is literal text with `{class}` for one word of a class of `words`: `{class?}` perhaps, `{class*}` any number of them; a word `{class}` stands for that class's words;
 * `#` is a figure with its unit. Words and patterns are compared in plain form, without blanks and quotes; `{year-1}` in a word is a year.
 */
export interface ProseFormat {
  /** Sections in which figures are confronted with the tables, with what they are about; empty if about several things. */
  readonly sections: Readonly<Record<string, string>>
  /** Words behind a figure that say what it counts: requests and the like, money, other things that only lists add up, or points of percentages. */
  readonly units: Readonly<Record<UnitKind, readonly string[]>>
  /** Words at a figure that make it a lower or an upper bound, or no more than a guess. */
  readonly bounds: Readonly<Record<BoundKind, BoundWords>>
  /** Classes of words for the patterns. */
  readonly words: Readonly<Record<string, readonly string[]>>
  /** Words that say what the figures behind them are about, until another such word; those of `elsewhere`, that no table counts it. */
  readonly topics: Readonly<Record<string, readonly string[]>>
  /** Words for kinds of applicants, with the columns that hold them; other figures mean `allApplicants`. */
  readonly applicants: readonly ApplicantWords[]
  readonly allApplicants: readonly string[]
  /** Words that keep the figures of their clause from being compared. Those of `always` do so for every quantity, those of `sentence` until the sentence ends. */
  readonly bars: Readonly<Record<string, readonly string[]>>
  /** Words for the reporting year, for others, and for a part of it. */
  readonly years: { readonly own: readonly string[]; readonly other: readonly string[]; readonly part: readonly string[] }
  /** Words with which a clause says what requests are about (主要涉及征地、补贴): its words for other topics change nothing. */
  readonly concerns: readonly string[]
  /** Words of a clause that says by how much something has changed, or since when. */
  readonly comparisons: readonly string[]
  /** Words that hold one that does something, and do nothing themselves: the 共 of 公共 is no 共. */
  readonly inert: readonly string[]
  /** Words before a pattern that turn its meaning round, or narrow it. */
  readonly negations: readonly string[]
  /** Words behind a unit with which a clause goes on without saying more of what was counted. */
  readonly continuations: readonly string[]
  /** Words for the whole territory, and for the body itself: figures of another scope than the report's are only hinted at. */
  readonly scopes: { readonly whole: readonly string[]; readonly own: readonly string[] }
  readonly lists: ListWords
  /** Words beside those of `done` that leave it open what was done. */
  readonly doneAlone: readonly string[]
  /** Say that nothing is carried over to the next year. */
  readonly noneLeft: readonly string[]
  /** Words in front of a figure (for what is carried over, behind it too) that say what it is to the requests of a year. */
  readonly flows: Readonly<Record<"received" | "carriedIn" | "done" | "carriedOut" | "outcome", readonly string[]>>
  /** Words in front of what there was of something (年初), what came (新增) and went (注销), and what there is (现有); `idle` ones change nothing (改造). */
  readonly stocks: Readonly<Record<"start" | "added" | "removed" | "end" | "idle", readonly string[]>>
  readonly products: ProductWords
  readonly quantities: readonly QuantityFormat[]
  readonly statements: readonly StatementFormat[]
  readonly shares: ShareWords
  readonly rates: RateWords
  readonly listing: ListingWords
  /** Words in front of a figure that stands before (上述), those that say that a figure is all (全年, 共), and those that say nothing of what is counted; `{year}` is a year. */
  readonly same: { readonly again: readonly string[]; readonly totals: readonly string[]; readonly idle: readonly string[] }
  readonly aspects: readonly AspectFormat[]
  readonly problems: readonly string[]
  readonly improvements: readonly string[]
  readonly accountability: readonly AspectFormat[]
  readonly fees: readonly string[]
  readonly feeNotices?: FeeNoticeFormat
  readonly rulemaking?: RulemakingFormat
  /** The notices that reports cite, the one in force first. */
  readonly citations: readonly CitationFormat[]
  readonly contents?: ContentsFormat
  readonly period: readonly string[]
  /** Words of a report on another year than that of the calendar: 学年. */
  readonly otherPeriod: readonly string[]
  /** Words of a sentence in which another year has its place. */
  readonly otherYears: { readonly last: readonly string[]; readonly past: readonly string[]; readonly future: readonly string[] }
  readonly repeats: { readonly particles: readonly string[]; readonly except: readonly string[] }
  /** Words often mistyped, with what is meant. */
  readonly misspellings: Readonly<Record<string, string>>
  readonly acrossYears: AcrossYears
}

/** What this year's report must have in common with last year's. */
export interface AcrossYears {
  /** Rows whose figures of this year are those of another row last year, column by column. */
  readonly carriedOver: readonly { readonly now: string; readonly before: string }[]
  /** Cells that hold a stock: last year's, what was added, and without what was removed. */
  readonly stocks: readonly { readonly stock: string; readonly added: string; readonly removed: string }[]
  /** Sections whose text is written anew every year. */
  readonly written: readonly string[]
}

export type UnitKind = "count" | "money" | "measure" | "points"
export type BoundKind = "lower" | "upper" | "vague"

export interface BoundWords {
  readonly before: readonly string[]
  readonly between: readonly string[]
  readonly after: readonly string[]
}

export interface ApplicantWords {
  readonly words: readonly string[]
  readonly columns: readonly string[]
}

export interface ListWords {
  /** 其中: some of the parts follow. */
  readonly open: readonly string[]
  /** 包括, 分为: all of the parts follow. */
  readonly closed: readonly string[]
  /** 其他, 其余: the last part, that makes the list complete. */
  readonly rest: readonly string[]
  /** 等: there are further parts. */
  readonly more: readonly string[]
  /** 含: mostly all of the parts follow, if there are several. */
  readonly held: readonly string[]
  /** 共, 合计: all that stands in front of a whole that follows its parts. */
  readonly totals: readonly string[]
  /** Those of `totals` before which a few words may say of what: 两者合计. */
  readonly sums: readonly string[]
  /** Those with which a few words may say what is added up: 合计接收. */
  readonly adds: readonly string[]
  /** Words of a total that says how many parts it has (三项合计), with what may stand before that number and behind it. */
  readonly numbered: readonly string[]
  readonly ofNumbered: { readonly before: readonly string[]; readonly units: readonly string[] }
  /** In front of what was done of what there is: 已公开的 8 家. */
  readonly already: readonly string[]
  /** Right in front of such a figure: 采纳. */
  readonly done: readonly string[]
  /** In front of what came back of what was handed out: 收回. */
  readonly returned: readonly string[]
  /** Before a colon, of the parts behind it: 由两部分组成. */
  readonly madeOf: readonly string[]
  /** Words behind a list that is complete: 再无其他. */
  readonly noOthers: readonly string[]
  /** 不含: what stands behind is no part. */
  readonly excluded: readonly string[]
  /** In front of what mostly is the sum of what stands before it: 共清理 12 件. */
  readonly loose: readonly string[]
  /** Behind a figure and its noun: 18 个草案中. */
  readonly among: readonly string[]
  readonly notAmong: readonly string[]
  /** Words that say that parts overlap: 交叉. */
  readonly overlaps: readonly string[]
  /** Words for parts of one kind, which may follow a whole without a word that opens a list. */
  readonly splits: Readonly<Record<string, readonly string[]>>
  /** What may be of any of several parts: 女性, 党员. */
  readonly crossing: readonly string[]
  /** What several may do on one occasion: 出席. */
  readonly attending: readonly string[]
  /** Words that name all periods of a year at once. */
  readonly allPeriods: readonly string[]
  /** Periods of `splits` that make up a year. */
  readonly wholeYear: readonly (readonly string[])[]
  /** Those of `splits` of which nothing is of two parts: 线上, 线下. */
  readonly exclusive: readonly string[]
  /** 其余, 尚有: in front of what is left of a whole. */
  readonly left: readonly string[]
  /** 每期: in front of what there is of each. */
  readonly each: readonly string[]
  /** 从方式看: by what the parts behind it are told. */
  readonly ofAspect: { readonly before: readonly string[]; readonly after: readonly string[] }
  /** With which a sentence tells how what stands before it was closed: 办理结果. */
  readonly results: readonly string[]
  /** 另有: in front of what is besides, or, with one of `still` behind it (正在), of what is not done yet. */
  readonly besides: string
  readonly still: readonly string[]
  /** The same right in front of a figure: 各建 1 个. */
  readonly eachLast: readonly string[]
  /** With which the clauses of parallel parts begin: 在, 通过. */
  readonly along: readonly string[]
  /** Words before and behind the name of a part that its whole has named. */
  readonly named: { readonly idle: readonly string[]; readonly behind: readonly string[] }
  /** With which a bracket says what the figure before it is measured by (满分 40 分), which is no part of it. */
  readonly measures: readonly string[]
  /** Words for what readers do, which is no part of what was published. */
  readonly audiences: readonly string[]
  /** Words with which something else begins. */
  readonly breaks: readonly string[]
}

/** Words with which it is told how much there is of each. */
export interface ProductWords {
  /** 每: a unit, or a part of the year, stands behind it. */
  readonly each: readonly string[]
  readonly mean: readonly string[]
  /** 条均: the unit before the word for a mean. */
  readonly units: readonly string[]
  /** 人均, and the units of people. */
  readonly people: readonly string[]
  readonly persons: readonly string[]
  /** Words for the mean of such a part of the year (月均), and how many of each a year may have. */
  readonly means: Readonly<Record<string, readonly number[]>>
  /** How many such parts a year has. */
  readonly parts: Readonly<Record<string, number>>
}

export interface ShareWords {
  /** 占, 占比. */
  readonly words: readonly string[]
  /** 其次: with which a further share begins, without 占. */
  readonly next: readonly string[]
  /** Words that name a whole as any text may (占办结总数的 20%). With others between 占 and the percentage, the whole may stand anywhere, or nowhere. */
  readonly wholes: readonly string[]
  /** Words by which several shares are dealt out to several things: 分别占. */
  readonly dealtOut: readonly string[]
}

/** Words of lists that say how many things they name. */
export interface ListingWords {
  /** Behind the number: 种, 个. */
  readonly units: readonly string[]
  /** Behind a unit: 3 个部分, 3 个月 count no list. */
  readonly except: readonly string[]
  /** Words for things of several kinds, by which a list without 等 is known to be counted: 方面, 平台. */
  readonly kinds: readonly string[]
  /** Between a number and the list behind it: 即, 分别为. */
  readonly openers: readonly string[]
  readonly joiners: readonly string[]
  /** Between a number of times and the dates or numbers of each: 3 次，分别于 3 月、6 月、9 月. */
  readonly dated: readonly string[]
  /** Words that hold one of them and join nothing: 及时. */
  readonly unjoined: readonly string[]
  /** Words in a list that show that it begins only behind them. */
  readonly verbs: readonly string[]
  /** 3 个方面: what 一是, 二是 … then tell one by one. */
  readonly announced: readonly string[]
}

/** Words with which rates and growth are told; `{year-1}` in a word is a year. */
export interface RateWords {
  /** 增长, 下降: in front of a percentage or of a difference. */
  readonly up: readonly string[]
  readonly down: readonly string[]
  /** 同比, 较: where one of them stands before, 多 or 少 with what was done behind it (多公开) tells growth, too. */
  readonly compared: readonly string[]
  readonly acts: readonly string[]
  /** What may stand between such a word, or 率, and the figure. */
  readonly fill: readonly string[]
  /** 增至: in front of what something has become. */
  readonly reached: readonly string[]
  /** 持平, beside what is no more and no less than it was; and words in front of it that leave it open by how much. */
  readonly level: readonly string[]
  readonly roughly: readonly string[]
  /** 从, 由: in front of what it was. */
  readonly start: readonly string[]
  /** Words for what another year counted, and for what this one did. */
  readonly before: readonly string[]
  readonly own: readonly string[]
  /** All else that a clause may say without a subject of its own: 同比增长 20%. */
  readonly idle: readonly string[]
  /** Words of growth, in hundredths: 翻一番 is 100. */
  readonly multiples: Readonly<Record<string, number>>
  /** 分别: several are dealt out to several. */
  readonly apart: readonly string[]
  /** What of a whole a rate is, where its name does not say so in the words of the text: 办结率 is 办结 or 办理完毕. */
  readonly names: Readonly<Record<string, readonly string[]>>
  /** In front of such words: 应公开 46 家 counts what there was to do. */
  readonly ought: readonly string[]
  /** In front of such words, too: 基本满意 counts something else than 满意. */
  readonly narrower: readonly string[]
  /** 恰: a multiple is meant to the figure. */
  readonly exactly: readonly string[]
  /** Words that hold one of them and say something else: 满意度. */
  readonly unlike: readonly string[]
  /** 更正为: in front of what a figure should have been. */
  readonly corrected: readonly string[]
  /** 共, 即: in front of the count that a share before it makes. */
  readonly namely: readonly string[]
  /** With what a rate's name ends: 率. */
  readonly suffixes: readonly string[]
  /** 完成 and 目标, around what a percentage is of. */
  readonly fulfilled: readonly string[]
  readonly targets: readonly string[]
  /** Names of rates of what was due only. */
  readonly due: readonly string[]
  /** Words by which something is still open, so that a rate of 100% may leave it out. */
  readonly open: readonly string[]
}

/** A figure of prose that states cells. */
export interface QuantityFormat {
  readonly id: string
  readonly name: Text
  readonly says: readonly string[]
  /** What the sentence must be about; one of these. */
  readonly topics?: readonly string[]
  /** Bars that hold besides `always`. */
  readonly bars?: readonly string[]
  readonly unit?: "count" | "money"
  /** Sums of cells, joined by ` + ` and ` - `; `@` stands for the applicants' columns, `group.*` for all rows of a group. The first is the usual one. */
  readonly cells: readonly string[]
  /** Further sums, if the sentence has already stated one of these quantities. */
  readonly after?: Readonly<Record<string, readonly string[]>>
  /** In a list of parts: the quantities whose parts it may be. */
  readonly under?: readonly string[]
  /** The kinds of lists in which it may be a part: only parts of a common kind add up. */
  readonly kinds?: readonly string[]
  /** All quantities that make it up: where they are told, nothing is missing. */
  readonly madeOf?: readonly string[]
  /** True if it says by itself what it counts, so that it ends a list of parts. */
  readonly opens?: boolean
  /** True if the cells may hold more. */
  readonly atMost?: boolean
  readonly severity: "error" | "warning" | "information" | "hint"
}

/** A statement without a figure, by which cells must be 0. */
export interface StatementFormat {
  readonly id: string
  readonly says: readonly string[]
  readonly topics?: readonly string[]
  readonly bars?: readonly string[]
  readonly zero: readonly string[]
  readonly severity: "error" | "warning" | "information" | "hint"
}

export interface AspectFormat {
  readonly name: Text
  readonly words: readonly string[]
  /** Phrases that hold one of the words and mean something else. */
  readonly except?: readonly string[]
}

/** Where a request was closed since a fee was not paid, a fee was asked for, and is to be reported. */
export interface FeeNoticeFormat {
  /** The cell that counts such requests. */
  readonly cell: string
  /** Words that show that the fee or its notices are reported. */
  readonly words: readonly string[]
}

/** A row of rules (规章), and by which words of its name a body shows that it cannot make any. */
export interface RulemakingFormat {
  readonly row: string
  /** Anywhere in the name. */
  readonly names: readonly string[]
  readonly endings: readonly string[]
  /** Phrases that hold one of these words and show nothing. */
  readonly except: readonly string[]
}

/** Words of a sentence that lists the parts of the report and counts them. */
export interface ContentsFormat {
  /** Behind the number: 六个部分. */
  readonly counts: readonly string[]
  /** Between the list and what stands before it. */
  readonly openers: readonly string[]
  /** Names of parts, besides the titles of the sections. */
  readonly items: readonly string[]
}

export interface CitationFormat {
  /** The part of the title by which the notice is told from others. */
  readonly keyword: string
  readonly title: string
  readonly number: string
}
