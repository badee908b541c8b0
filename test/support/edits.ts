import fc from "fast-check"
import type { TextEdit } from "../../server/engine/text/range.ts"
import { LAYOUTS, writeDraft } from "./drafts.ts"
import { soundFigures } from "./figures.ts"

/** A change of a text, its places as shares of the text's length. */
export interface DrawnEdit {
  readonly at: number
  readonly length: number
  readonly insert: string
}

/** What people type and paste, and what hurts: borders of lines, blocks, tables and reports. */
const FRAGMENTS = [
  "1", "23", "０", "总", "申", "\n", "\n\n", "\r", "\r\n", "\t", "|", " ", "。", "- 3 -\n", "0\n", "\t0\n", "规章\t0\t0\t0\n", "规章 | 1 | 2 | 3\n", "其他\n", "本\n年\n", "短文字行\n",
  "一、总体情况\n", "\n二、主动公开政府信息情况\n", "三、收到和处理政府信息公开申请情况\n", "四、结转下年度继续办理", "六、其他需要报告的事项\n无\n", "一、工作要求\n", "## 五、存在的主要问题及改进情况\n",
  "2022年白石县档案馆政府信息公开工作年度报告\n", "白石县人民政府\n\n", "政府信息公开工作年度报告\n", "2022年青溪县\n政府信息公开工作年度报告\n", "2023年，全县工作有序推进。\n",
  "<p>", "</p>", "</p", ">", "<br/>", "<p>一、总体情况</p>", "<h2>五、存在的主要问题及改进情况</h2>", "<tr><td>规章</td><td>0</td><td>1</td><td>2</td></tr>", "<p>2023年，全县工作有序推进。</p>\n",
]

const draft = fc.tuple(soundFigures, fc.constantFrom(...LAYOUTS)).map(([figures, layout]) => writeDraft(figures, layout))

/** A web page of a draft: its lines as paragraphs, with line ends or on one line. */
const page = fc.tuple(soundFigures, fc.constantFrom("", "\n")).map(([figures, eol]) => writeDraft(figures, "html").split("\n").map(line => (line === "" || line.startsWith("<") ? line : `<p class="a">${line}</p>`)).join(eol))

/** A few drafts one after another, with odd things between them. */
export const collections = fc.array(fc.oneof({ arbitrary: draft, weight: 3 }, { arbitrary: page, weight: 1 }, { arbitrary: fc.constantFrom(...FRAGMENTS), weight: 1 }), { maxLength: 4 }).map(parts => parts.join(""))

/** Lines by the thousand, of a form that varies: rows of figures, bare labels, sentences, short words, page marks, nothing. */
const longStretch = fc.tuple(fc.constantFrom<((i: number) => string)[]>(
  i => `${i}\t申请人${i}\t予以公开\t${i % 7}\n`,
  i => `其他\t${i % 10}\t0\n`,
  i => (i % 9 === 0 ? "其他\n" : `第${i}户\n`),
  i => `第${i}项工作有序推进。\n`,
  i => `${"第一项工作有序推进，".repeat(i % 400)}第${i}项也是。\n`,
  i => (i % 50 === 0 ? `- ${i} -\n` : "\n"),
  i => (i % 3000 === 0 ? "0\t0\t0\t0\n" : "\r\n"),
), fc.integer({ min: 100, max: 5000 })).map(([line, count]) => Array.from({ length: count }, (_, i) => line(i)).join("").slice(0, 200_000))

/** Drafts with stretches so long that their blocks are cut. */
export const longCollections = fc.array(fc.oneof({ arbitrary: longStretch, weight: 3 }, { arbitrary: fc.constantFrom(...FRAGMENTS), weight: 2 }, { arbitrary: draft, weight: 1 }), { minLength: 2, maxLength: 6 }).map(parts => parts.join(""))

/** A sequence of edits: typing near one place, and jumps. */
export function editSequences(length: number): fc.Arbitrary<DrawnEdit[]> {
  const insert = fc.oneof({ arbitrary: fc.constantFrom(...FRAGMENTS), weight: 12 }, { arbitrary: fc.constant(""), weight: 5 }, { arbitrary: draft, weight: 1 })
  const size = fc.oneof({ arbitrary: fc.constant(0), weight: 6 }, { arbitrary: fc.integer({ min: 1, max: 4 }), weight: 6 }, { arbitrary: fc.integer({ min: 5, max: 3000 }), weight: 2 })
  return fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: size, insert }), { minLength: length, maxLength: length })
}

/** The edit in a text of this length. */
export function placed({ at, length, insert }: DrawnEdit, textLength: number): TextEdit {
  const from = Math.min(Math.floor(at * (textLength + 1)), textLength)
  return { from, to: Math.min(from + length, textLength), insert }
}
