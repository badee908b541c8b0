/**
 * How an official document looks (GB/T 9704-2012): A4, 37 mm above the text and 28 mm beside it, the text 156 mm by 225 mm with 22 lines of 28
 * characters; the title in 小标宋 of size 2, the text in 仿宋 of size 3, headings 一、 in 黑体 and （一） in 楷体, page numbers outside.
 * Lengths in twentieths of a point, sizes of type in half points.
 */
export const LOOK = {
  page: { w: 11906, h: 16838 },
  margins: { top: 2098, right: 1474, bottom: 1984, left: 1588, header: 851, footer: 1304, gutter: 0 },
  textWidth: 8844,
  /** How many characters of a title have room in a line. */
  titleCharacters: 20,
  line: 579,
  /** Sizes 2, 3, 4, 5 and small 5. */
  title: 44,
  text: 32,
  pageNumber: 28,
  table: 21,
  tableSmall: 18,
  figure: 640,
  narrowLabel: 460,
  groupLabel: 1000,
  rowHeight: 340,
  cellMargin: 40,
} as const

/** Fonts of official documents, and what a machine without them has in their place. */
export const FONTS = {
  title: { name: "方正小标宋简体", others: "方正小标宋_GBK,华文中宋,宋体" },
  text: { name: "仿宋_GB2312", others: "仿宋,FangSong,华文仿宋" },
  heading: { name: "黑体", others: "SimHei,华文黑体" },
  subheading: { name: "楷体_GB2312", others: "楷体,KaiTi,华文楷体" },
  table: { name: "宋体", others: "SimSun,华文宋体" },
} as const

export const LATIN = "Times New Roman"
