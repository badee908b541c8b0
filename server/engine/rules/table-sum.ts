import type { Rule } from "./rule.ts"
import { sumMismatch } from "./sum-mismatch.ts"

const table = (total: number): string => `| 品种 | 一季度 | 二季度 | 合计 |\n| --- | --- | --- | --- |\n| 苹果 | 12 | 9 | 21 |\n| 梨 | 7 | 8 | 15 |\n| 合计 | 19 | 17 | ${total} |\n`

export const tableSum: Rule = {
  id: "table-sum",
  severity: "warning",
  ofLooseTables: true,
  docs: {
    zh: `表格的合计不对。

不是年报的文本里，凡表格有“合计”“总计”“小计”“共计”的行或列，而且其中多数加得起来，就核对其余的；多数加不起来的，说明那不是各项之和，一处也不报。比率、均价、序号等列不加。查找错在哪一格的办法与“sum-mismatch”相同。竖线、制表符、逗号分隔的表格和网页代码里的表格都看。修改数字不算“安全”，因为只有填表人知道哪个数是对的。`,
    en: `A total of a table is wrong.

In a text that is no report, a table with a row or column 合计, 总计, 小计, 共计 or total is checked if most of its other sums hold; if most do not, it is no sum, and nothing is said. Shares, means, prices and numbers of rows are not added up. Which cell is wrong is found as by sum-mismatch. Tables in Markdown, HTML, with tabs and with commas are read. No fix is safe, since only the author knows which figure is right.`,
  },
  bad: table(37),
  good: table(36),
  check: sumMismatch.check,
}
