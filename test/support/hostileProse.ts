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
  "lines": repeated("政府信息公开申请受理情况说明材料汇编文件\n"),
}

function repeated(words: string, before = ""): (length: number) => string {
  return length => before + words.repeat((length - before.length) / words.length)
}
