import { format, NOTE_MARKS, parseNumeral, trimZeros } from "../text/decimal.ts"
import { fromOrdinal } from "../text/ordinal.ts"
import { toPlain } from "../text/plain.ts"
import { unitOf } from "../report/format.ts"
import { factEdit, type Fact, type TableReading } from "../report/report.ts"
import { cellName } from "./names.ts"
import { factsIn, impliedText } from "./cellFixes.ts"
import { perTable } from "./perTable.ts"
import type { Finding, Fix, Rule } from "./rule.ts"

const COUNT_UNIT = /^(.*?)\s*(?:件|宗|条|个|份|项|次)$/
const YUAN = /^(.*?)\s*元$/
const WAN_YUAN = /^(.*?)\s*万元?$/
const ZERO = /^[零〇oO○]$/

export const notANumber: Rule = {
  id: "not-a-number",
  severity: "warning",
  docs: {
    zh: `格里的内容不是一个数。

数字带了单位（251000元）、文字（减4）、或者用字母 O、汉字零代替 0 的，不参与核对；能看出是多少的，给出改法。收费表的单位是万元，“元”会换算。数字中间有空格的按去掉空格读取并提示；全角数字只作提示，改为半角是“安全”修改，其余都不是。超过五行有这样的格时，整张表只报告一次。`,
    en: `What a cell holds is not a figure.

Figures with a unit (251000元) or a word (减4), and the letter O or 零 in place of 0, are not added up; where it is plain what is meant, a fix is offered. Fees are counted in 万元, so 元 is converted. Blanks inside a figure are left out in reading, and said; full-width digits are only hinted at, and to make them half width is safe. No other fix is. In more than five rows such cells are said once for the table.`,
  },
  bad: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4件\n行政强制\t0\n行政事业性收费\t0\n",
  good: "某县林业局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n略。\n\n二、主动公开政府信息情况\n\n规章\t0\t0\t0\n行政规范性文件\t2\t0\t9\n行政许可\t31\n行政处罚\t4\n行政强制\t0\n行政事业性收费\t0\n",

  check: perTable(function* (reading) {
    const rows = reading.rows.filter(({ isPlain }) => !isPlain)
    const odd = rows.map(row => factsIn(row, "unreadable").filter(fact => !hasUnitOfItsOwn(fact))).filter(({ length }) => length > 0)
    if (odd.length > MAX_ROWS || odd.some(({ length }) => length > MAX_CELLS)) yield manyUnreadable(reading, odd.flat())
    else for (const fact of odd.flat()) yield unreadable(reading, fact)
    const figures = rows.flatMap(row => factsIn(row, "number"))
    for (const fact of figures) if (fact.isSpaced) yield spaced(fact)
    const wide = figures.filter(({ isSpaced, text }) => !isSpaced && /[０-９，．]/.test(text))
    if (new Set(wide.map(({ row }) => row)).size > MAX_ROWS) yield manyFullWidth(reading, wide)
    else for (const fact of wide) yield fullWidth(fact)
  }),
}

/** In more rows than this, or more cells of a row, cells of one kind are said once for the table. */
const MAX_ROWS = 5
const MAX_CELLS = 7

function manyUnreadable({ table }: TableReading, facts: readonly Fact[]): Finding {
  const [first] = facts
  const edits = facts.flatMap(fact => {
    const insert = meaningOf(fact)
    return insert === null ? [] : (factEdit(fact, insert) ?? [])
  })
  const title = { zh: `这 ${edits.length} 格改为数字`, en: `Change these ${edits.length} cells to figures` }
  return {
    range: { from: first!.from, to: first!.to },
    message: {
      zh: `${table.name.zh}有 ${facts.length} 格填的不是数字（如“${first!.text}”），应只填数字，这些格没有核对。`,
      en: `The ${table.name.en} has ${facts.length} cells that hold no figure, such as “${first!.text}”; write figures only. The cells were not checked.`,
    },
    cells: facts.map(({ id }) => id),
    fixes: edits.length === 0 ? [] : [{ title, safe: false, preferred: true, edits }],
  }
}

function manyFullWidth({ table }: TableReading, facts: readonly Fact[]): Finding {
  const [first] = facts
  const edits = facts.flatMap(fact => factEdit(fact, toPlain(fact.text)) ?? [])
  const title = { zh: `这 ${edits.length} 格改为半角`, en: `Make these ${edits.length} cells half width` }
  return {
    range: { from: first!.from, to: first!.to },
    severity: "hint",
    message: { zh: `${table.name.zh}有 ${facts.length} 格用了全角数字，宜改为半角。`, en: `The ${table.name.en} has ${facts.length} cells in full-width digits; half width is usual.` },
    cells: facts.map(({ id }) => id),
    fixes: edits.length === 0 ? [] : [{ title, safe: true, preferred: true, edits }],
  }
}

function rewriting(fact: Fact, insert: string, safe: boolean): Fix[] {
  const edit = factEdit(fact, insert)
  return edit ? [{ title: { zh: `改为 ${insert}`, en: `Change to ${insert}` }, safe, preferred: true, edits: [edit] }] : []
}

function unreadable(reading: TableReading, fact: Fact): Finding {
  const meant = meaningOf(fact)
  const implied = impliedText(reading, [fact])
  const unit = unitOf(fact.place)
  return {
    range: { from: fact.from, to: fact.to },
    message: {
      zh: `${cellName(fact)}填的是“${fact.text}”，应只填数字（单位：${unit}），这一格没有核对。${implied.zh}`,
      en: `${cellName(fact)} says “${fact.text}”; write the figure only (unit: ${unit}). The cell was not checked.${implied.en}`,
    },
    cells: [fact.id],
    fixes: meant === null ? [] : rewriting(fact, meant, false),
  }
}

/** An amount whose head names no unit has it in the cell: 采购总金额, 152.3万元. */
function hasUnitOfItsOwn({ text, place, column }: Fact): boolean {
  if (unitOf(place) !== "万元" || column.label.includes("元")) return false
  const plain = toPlain(text).trim()
  return parseNumeral((WAN_YUAN.exec(plain) ?? YUAN.exec(plain))?.[1] ?? "") !== null
}

/** The figure that the words plainly mean, in the unit of the table; null if it is not plain. */
function meaningOf({ text, place }: Fact): string | null {
  const plain = toPlain(text.replace(NOTE_MARKS, "")).trim()
  if (plain !== toPlain(text).trim() && parseNumeral(plain)) return plain
  if (ZERO.test(plain)) return "0"
  const isAmount = unitOf(place) === "万元"
  const count = isAmount ? WAN_YUAN.exec(plain) : COUNT_UNIT.exec(plain)
  const digits = count ? parseNumeral(count[1]!) : null
  if (digits && !digits.spaced) return format(digits.value)
  const yuan = isAmount ? parseNumeral(YUAN.exec(plain)?.[1] ?? "") : null
  if (yuan) return format(trimZeros({ units: yuan.value.units, scale: yuan.value.scale + 4 }))
  const ordinal = isAmount ? NaN : fromOrdinal(COUNT_UNIT.exec(plain)?.[1] ?? plain)
  return Number.isNaN(ordinal) ? null : String(ordinal)
}

function spaced(fact: Fact): Finding {
  const value = format(fact.value!)
  return {
    range: { from: fact.from, to: fact.to },
    severity: "information",
    message: { zh: `${cellName(fact)}的数字中间有空格，按 ${value} 读取；如果是两个数请分开。`, en: `${cellName(fact)} has a blank between its digits and was read as ${value}; if these are two figures, part them.` },
    cells: [fact.id],
    fixes: rewriting(fact, value, false),
  }
}

function fullWidth(fact: Fact): Finding {
  return {
    range: { from: fact.from, to: fact.to },
    severity: "hint",
    message: { zh: `${cellName(fact)}用了全角数字，宜改为半角。`, en: `${cellName(fact)} is written in full-width digits; half width is usual.` },
    cells: [fact.id],
    fixes: rewriting(fact, toPlain(fact.text), true),
  }
}
