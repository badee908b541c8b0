/** Prose that no one writes, by name, `length` characters long at most: each grows what a careless reader would go through again and again. */
export const HOSTILE_PROSE: Readonly<Record<string, (length: number) => string>> = {
  "one clause": repeated("受理政府信息公开申请的"),
  "one number": repeated("1"),
  "grouped digits": repeated("1,234"),
  "figures without an end": repeated("受理政府信息公开申请5件其中"),
  "nested brackets": length => `${"（".repeat(length / 2 - 1)}5件${"）".repeat(length / 2 - 1)}`,
  "brackets that nobody closes": repeated("公开5件（"),
  "brackets before shares": length => `收到50件${"（3件）".repeat(length / 8)}${"，公开5件占甲网站的5%".repeat(length / 26)}。`,
  "book titles that nobody closes": repeated("《"),
  "numerals": repeated("三十"),
  "statements": repeated("未发生未收到无"),
  "applicants": repeated("自然人，受理政府信息公开申请5件，"),
  "lists": repeated("其中1条，", "共5条，"),
  "parts": repeated("予以公开1件、", "收到申请50000件，其中"),
  "parts of a change": repeated("予以公开1件、", "收到申请50000件，比上年增加2000000件，其中"),
  "repeats": repeated("公开信息"),
  "dates": repeated("2023年1月1日至"),
  "growth": repeated("上年公开420条，今年公开525条，增长20%，"),
  "differences": repeated("比上年420条增加105条、"),
  "rates": repeated("收到9件，办结8件，办结率99%，"),
  "shares in brackets": repeated("18件（占45%）、"),
  "words of growth": repeated("同比上年度上年度同期较上年度"),
  "counted lists": repeated("3个，即甲、乙和丙，"),
  "counts behind lists": repeated("甲、乙和丙、丁等3种，"),
  "parts among": repeated("18件中，采纳20件、"),
  "totals": repeated("共3件，共计4件、"),
  "announcements": repeated("三个方面：一是甲。"),
  "the same again": repeated("全年网站发布动态信息12条。全年网站发布动态信息21条。"),
  "words in front of a part": length => `占总数100件的22%，${"共计".repeat(length / 2 - 10)}甲5件。`,
  "dashes behind a date": length => `统计期限自2023年1月1日${"—".repeat(length - 20)}止。`,
  "wrong encodings": repeated("鍏x\uFFFDÃ¥"),
  "lines": repeated("政府信息公开申请受理情况说明材料汇编文件\n"),
}

function repeated(words: string, before = ""): (length: number) => string {
  return length => before + words.repeat((length - before.length) / words.length)
}
