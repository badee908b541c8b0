import type { Text } from "../engine/report/format.ts"

/** What --help prints. */
export const HELP: Text = {
  zh: `report-draft：检查政府信息公开工作年度报告草稿

用法
  report-draft check [文件、文件夹或通配符…|-]   检查草稿，逐条列出问题
  report-draft facts [文件、文件夹或通配符…|-]   列出草稿表格中的数字
  report-draft convert 文件|-                  写成 Word、网页、Markdown 或纯文本
  report-draft total 文件、文件夹或通配符… --title 标题  把各部分相加，写成汇总报告的草稿
  report-draft diff 旧稿 新稿                   列出两稿不同的数字、标题和句子
  report-draft learn 样本… --output format.json  由一份或几份正确的报告生成报告格式

不写路径时处理当前文件夹；- 为标准输入。文件夹中处理 .txt、.text、.md、.markdown、
.docx、.html、.htm、.mhtml、.mht；装有 LibreOffice 时也处理 .doc、.wps。
同一单位相邻两个年度的报告都在其中时，互相核对；report-draft.json 写明由哪些报告
汇总而成的，与各部分之和核对。

check 的选项
  --format text|json|html|sarif|csv|junit|overview  输出格式，默认 text：路径:行:列 级别 规则 说明；
                         html 为一个可打印的网页：问题、合并单元格的正式表格、带标记的正文；
                         sarif 供代码托管网站显示，junit 供构建服务器显示，csv 供 Excel；
                         overview 也是 csv，每份报告一行：单位、年份、各级问题数、已决定和未决定的
  --output FILE          结果写入这个文件，写完才替换原来的
  --no-bom               csv 开头不写 BOM
  --decisions FILE       只用这个文件里的决定；不写时用草稿所在文件夹及其上级文件夹中最近的
                         report-draft.decisions.json
  --no-decisions         不看决定，全部列出
  --accept all|RULE --reason TEXT  把列出的问题（或这条规则的）记为已接受，写明理由，以后不再列出
  --quiet                不在标准错误上写一行小结
  --fix                  先应用全部安全修改（不改动数字和含义），再列出剩下的问题；
                         .docx 在文件内修改，原文件另存为 .bak；
                         与 - 同用时，改好的文本写到标准输出，问题写到标准错误
  --recompute            与 --fix 同用：错在总计本身（不在其中一项）时，一并改总计
  --no-backup            修改 .docx 时不留 .bak；已有 .bak 的，另存为 .bak2、.bak3
  --severity LEVEL       只列出不低于此级别的问题：error、warning、information、hint
  --jobs N               同时用几个线程检查，默认与处理器核心数相同，最多 8 个，文件少时少些；
                         结果与一个线程时完全相同；--fix、标准输入和管道总是用一个线程
facts 的选项
  --format json|csv      输出格式，默认 json
  --jobs N               同 check
  --no-bom               csv 开头不写 BOM（写上 BOM，Excel 才认得出中文）
convert 的选项
  --to txt|md|html|docx  写成什么；不写时看 --output 的扩展名
  --layout tabs|markdown|lines  文本中表格的排法：制表符、Markdown、每格一行；
                         不写时 md 用 Markdown，其余用制表符。Word 和网页转 txt 而不写
                         --layout 时，得到的就是检查时所依据的文本
  --output FILE          写入这个文件，- 为标准输出；已有的文件不覆盖
  --force                覆盖已有的文件
total 的选项
  --title TITLE          汇总报告的标题，要有单位和年份；只加这一年的报告
  --to、--layout、--output、--force  同 convert；有的部分没有数字的格留空，并逐一说明
diff 的选项
  --format text|json|html  输出格式，默认 text；排法和空格不算不同，∅ 表示没有；
                         有没有不同，退出码都是 0
learn 的选项
  --output FILE          写入这个文件，不写时写到标准输出；学到的和拿不准的写在标准错误上
  --force                替换已有的文件
通用选项
  --locale zh|en         提示所用语言，默认随系统
  --report-format FILE   除内置格式外，另用这个 JSON 文件描述的报告格式；可以多次，可用通配符
  --help, --version

退出码：0 没有 error 级问题；1 有；2 用法有误，或有文件无法读写（其余文件照常检查）。
`,
  en: `report-draft: checks drafts of 政府信息公开工作年度报告

Usage
  report-draft check [files, folders or globs…|-]   check drafts and list what is wrong
  report-draft facts [files, folders or globs…|-]   list the figures in the drafts' tables
  report-draft convert file|-                       write a draft as Word, web page, Markdown or plain text
  report-draft total files, folders or globs… --title TITLE   add up parts into a draft of the whole
  report-draft diff old new                         list the figures, titles and sentences that differ
  report-draft learn sample… --output format.json   describe the form that right reports have in common

Without a path the current folder is read; - is the standard input. Of a folder its
.txt, .text, .md, .markdown, .docx, .html, .htm, .mhtml and .mht files are read, with LibreOffice .doc and .wps too.
Reports of one body for two years running are compared, where both are among them;
what report-draft.json calls the whole of others is compared with their sums.

Options of check
  --format text|json|html|sarif|csv|junit|overview  output, text by default: path:line:column severity rule message;
                         html is one page to read or print: findings, the official tables, the text with marks;
                         sarif is for sites that host code, junit for build servers, csv for spreadsheets;
                         overview is csv, too, a row for each report: body, year, findings by severity, decided or not
  --output FILE          write the findings into this file, which is replaced when all is written
  --no-bom               begin csv without a byte order mark
  --decisions FILE       use the decisions in this file only; by default those in the nearest
                         report-draft.decisions.json in a draft's folder or above
  --no-decisions         list everything, whatever was decided
  --accept all|RULE --reason TEXT  accept the findings (of a rule) for this reason; they are not listed again
  --quiet                write no summary to standard error
  --fix                  first apply all safe fixes (they change no figure and no meaning), then list what remains;
                         .docx files are mended inside, and the original is kept as .bak;
                         with - the mended text goes to standard output, the findings to standard error
  --recompute            with --fix: also mend totals where the total is to blame and none of its parts
  --no-backup            keep no .bak of a mended .docx; beside an earlier .bak it is .bak2, .bak3
  --severity LEVEL       list only findings at least this severe: error, warning, information, hint
  --jobs N               look at drafts in so many threads, by default as many as the processor has cores,
                         at most 8, fewer for few files; what comes out is the same as with one; --fix, the
                         standard input and pipes take one
Options of facts
  --format json|csv      output, json by default
  --jobs N               as for check
  --no-bom               begin csv without a byte order mark (Excel takes Chinese for gibberish without one)
Options of convert
  --to txt|md|html|docx  what to write; by default what the ending of --output says
  --layout tabs|markdown|lines  how tables are written in a text: Markdown in md, with TABs elsewhere by default;
                         a Word file or a page becomes the very text that is checked if no layout is asked for
  --output FILE          write this file, - for standard output; a file that is there is not replaced
  --force                replace it
Options of total
  --title TITLE          the title of the whole, with its body and year; only reports for this year are added
  --to, --layout, --output, --force  as for convert; cells in which a part has no figure are left blank, and said
Options of diff
  --format text|json|html  output, text by default; layout and blanks do not count, ∅ is what is not there;
                         the exit code is 0 whether or not there are differences
Options of learn
  --output FILE          write this file instead of the standard output; what was learnt, and what is not
                         certain, is told on standard error
  --force                replace a file that is there
Options of all
  --locale zh|en         language of the messages, by default the system's
  --report-format FILE   use the report format in this JSON file besides the built-in ones;
                         may be given several times, and be a glob
  --help, --version

Exit code: 0 nothing of error severity, 1 something, 2 wrong use or a file that cannot be read or written
(the other files are still checked).
`,
}
