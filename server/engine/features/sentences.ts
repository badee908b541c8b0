/** A sentence that reports commonly have, offered while one writes. */
export interface Sentence {
  readonly section: string
  /** `{year}` stands for the reporting year, any other braces for a figure by its fact id, and `{0}` for one that no table states. */
  readonly text: string
  /** Facts of which none may be stated as more than 0, else the sentence would contradict the tables. */
  readonly allZero?: readonly string[]
}

const REVIEWS_AND_SUITS = ["litigation/count/review.total", "litigation/count/suit-direct.total", "litigation/count/suit-after-review.total"]

/** Standard sentences by section, the most usual first. */
export const SENTENCES: readonly Sentence[] = [
  { section: "overview", text: "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。" },
  {
    section: "overview",
    text: "{year}年，新收政府信息公开申请{requests/new/total}件，上年结转{requests/carried-in/total}件，办结{requests/total/total}件，结转下年度继续办理{requests/carried-out/total}件。",
  },
  { section: "overview", text: "{year}年未收到政府信息公开申请。", allZero: ["requests/new/total"] },
  { section: "overview", text: "{year}年未发生因政府信息公开工作被申请行政复议、提起行政诉讼的情况。", allZero: REVIEWS_AND_SUITS },
  { section: "overview", text: "{year}年制发行政规范性文件{proactive/normative-documents/issued}件，现行有效{proactive/normative-documents/in-force}件。" },
  { section: "problems", text: "存在的主要问题：" },
  { section: "problems", text: "改进情况：" },
  { section: "other-matters", text: "{year}年未收取信息处理费。" },
  { section: "other-matters", text: "{year}年未收取信息处理费。发出收费通知的件数和总金额，以及实际收取的总金额均为0。" },
  { section: "other-matters", text: "{year}年发出收费通知{0}件，总金额{0}元，实际收取信息处理费{0}元。" },
  { section: "other-matters", text: "除上述情况外，没有其他需要报告的事项。" },
]
