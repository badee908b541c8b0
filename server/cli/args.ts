import { parseArgs } from "node:util"
import { RULES } from "../engine/rules/index.ts"
import { SEVERITIES, type Severity } from "../engine/rules/rule.ts"
import { Fault } from "./fault.ts"
import { STDIN } from "./files.ts"

const LOCALES = ["zh", "en"] as const
export type Locale = (typeof LOCALES)[number]

export const CHECK_FORMATS = ["text", "json", "html", "sarif", "csv", "junit", "overview"] as const

export interface CheckRequest {
  readonly command: "check"
  readonly paths: readonly string[]
  readonly format: (typeof CHECK_FORMATS)[number]
  /** Whether CSV begins with a byte order mark. */
  readonly bom: boolean
  /** True if no summary is wanted. */
  readonly quiet: boolean
  /** The file that the findings go to; null for the standard output. */
  readonly output: string | null
  readonly fix: boolean
  /** Whether totals are mended, too. */
  readonly recompute: boolean
  /** Whether a Word file is kept as it was when it is mended. */
  readonly backup: boolean
  /** The least severe findings to show. */
  readonly severity: Severity
  readonly reportFormats: readonly string[]
  /** How many threads look at the drafts; null for as many as are worth their while. */
  readonly jobs: number | null
  /** The one file whose decisions hold; true for those beside and above the drafts, false for none. */
  readonly decisions: string | boolean
  /** Which findings are to be accepted from now on: those of a rule or all, why, and the day. */
  readonly accept: { readonly rule: string; readonly reason: string; readonly on: string } | null
}

export interface FactsRequest {
  readonly command: "facts"
  readonly paths: readonly string[]
  readonly format: "json" | "csv"
  /** Whether CSV begins with a byte order mark. */
  readonly bom: boolean
  readonly reportFormats: readonly string[]
  /** As for check. */
  readonly jobs: number | null
}

/** What a draft can be written as. */
const COPY_KINDS = ["txt", "md", "html", "docx"] as const
export type CopyKind = (typeof COPY_KINDS)[number]

const LAYOUTS = ["tabs", "markdown", "lines"] as const

export interface ConvertRequest {
  readonly command: "convert"
  readonly path: string
  readonly to: CopyKind
  /** How tables are written in a text; null for what is usual there. */
  readonly layout: (typeof LAYOUTS)[number] | null
  /** Null for the standard output. */
  readonly output: string | null
  /** Whether a file that is there is replaced. */
  readonly force: boolean
  readonly reportFormats: readonly string[]
}

export interface DiffRequest {
  readonly command: "diff"
  readonly old: string
  readonly now: string
  readonly format: "text" | "json" | "html"
  readonly reportFormats: readonly string[]
}

export interface TotalRequest extends Omit<ConvertRequest, "command" | "path"> {
  readonly command: "total"
  /** The parts. */
  readonly paths: readonly string[]
  /** The title of the whole, with its body and year. */
  readonly title: string
}

export interface LearnRequest {
  readonly command: "learn"
  /** The right reports. */
  readonly paths: readonly string[]
  /** Null for the standard output. */
  readonly output: string | null
  /** Whether a file that is there is replaced. */
  readonly force: boolean
}

/** What the user asks for. */
export type Request = CheckRequest | FactsRequest | ConvertRequest | TotalRequest | DiffRequest | LearnRequest | { readonly command: "help" | "version" }

const OPTIONS = {
  format: { type: "string" },
  output: { type: "string" },
  fix: { type: "boolean" },
  recompute: { type: "boolean" },
  "no-backup": { type: "boolean" },
  severity: { type: "string" },
  "no-bom": { type: "boolean" },
  quiet: { type: "boolean" },
  decisions: { type: "string" },
  "no-decisions": { type: "boolean" },
  accept: { type: "string" },
  reason: { type: "string" },
  to: { type: "string" },
  layout: { type: "string" },
  force: { type: "boolean" },
  title: { type: "string" },
  jobs: { type: "string" },
  locale: { type: "string" },
  "report-format": { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const

type Option = keyof typeof OPTIONS

const COMMON: readonly Option[] = ["locale", "report-format", "help", "version"]
const COMMANDS: Readonly<Record<string, readonly Option[]>> = {
  check: [...COMMON, "format", "output", "fix", "recompute", "no-backup", "severity", "no-bom", "quiet", "decisions", "no-decisions", "accept", "reason", "jobs"],
  facts: [...COMMON, "format", "no-bom", "jobs"],
  convert: [...COMMON, "to", "layout", "output", "force"],
  total: [...COMMON, "title", "to", "layout", "output", "force"],
  diff: [...COMMON, "format"],
  learn: ["locale", "help", "version", "output", "force"],
}

const parsed = (argv: readonly string[]) => parseArgs({ args: [...argv], options: OPTIONS, strict: false, allowPositionals: true, tokens: true })
type Parsed = ReturnType<typeof parsed>
type OptionToken = Extract<Parsed["tokens"][number], { kind: "option" }>

/** Reads the arguments behind the program's name. Throws a Fault that says what is wrong with them. */
export function readArguments(argv: readonly string[]): Request {
  const { tokens, positionals } = parsed(argv)
  const options = tokens.filter(token => token.kind === "option")
  for (const option of options) checkOption(option)
  if (options.some(({ name }) => name === "help")) return { command: "help" }
  if (options.some(({ name }) => name === "version")) return { command: "version" }
  const [command, ...paths] = positionals
  checkCommand(command, options)
  return (REQUESTS[command!] ?? checkRequest)(options, paths)
}

/** The language of the messages: `--locale`, else the first of LC_ALL, LC_MESSAGES and LANG that names one, else the system's. */
export function localeOf(argv: readonly string[], env: Readonly<Record<string, string | undefined>>, system: string): Locale {
  const asked = LOCALES.find(locale => locale === last(parsed(argv).tokens.filter(token => token.kind === "option"), "locale"))
  if (asked) return asked
  const setting = env.LC_ALL || env.LC_MESSAGES || env.LANG || ""
  // C and POSIX name no language.
  const name = /^(?:$|C\b|POSIX\b)/.test(setting) ? system : setting
  return /^(?:zh|chinese)/i.test(name) ? "zh" : "en"
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken): void {
  const option = OPTIONS[name as Option] as (typeof OPTIONS)[Option] | undefined
  if (!Object.hasOwn(OPTIONS, name) || !option) throw new Fault(`没有选项 ${rawName}（用 --help 查看用法）`, `there is no option ${rawName} (--help shows the options)`)
  if (option.type === "boolean" && inlineValue) throw new Fault(`${rawName} 不带值`, `${rawName} takes no value`)
  const isMissing = value === undefined || value === "" || (!inlineValue && value.length > 1 && value.startsWith("-"))
  if (option.type === "string" && isMissing) throw new Fault(`${rawName} 后面缺少值`, `${rawName} needs a value`)
}

function checkCommand(command: string | undefined, options: readonly OptionToken[]): void {
  if (command === undefined) throw new Fault("请指明命令 check、facts、convert、total、diff 或 learn（用 --help 查看用法）", "name a command: check, facts, convert, total, diff or learn (--help shows how)")
  const allowed = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
  if (!allowed) throw new Fault(`没有命令“${command}”，只有 check、facts、convert、total、diff 和 learn`, `there is no command "${command}", only check, facts, convert, total, diff and learn`)
  const foreign = options.find(({ name }) => !allowed.includes(name as Option))
  if (foreign) throw new Fault(`${command} 没有选项 ${foreign.rawName}`, `${command} has no option ${foreign.rawName}`)
  choice(options, "locale", LOCALES, "en")
}

function checkRequest(options: readonly OptionToken[], paths: readonly string[]): CheckRequest {
  const fix = has(options, "fix")
  const needsFix = (["recompute", "no-backup"] as const).find(name => has(options, name))
  if (!fix && needsFix) throw new Fault(`--${needsFix} 要与 --fix 同用`, `--${needsFix} goes with --fix`)
  if (fix && paths.includes(STDIN) && paths.length > 1) {
    throw new Fault("--fix 处理标准输入（-）时不能同时给出其他文件", "with --fix, the standard input (-) cannot be mixed with files")
  }
  return {
    command: "check",
    paths: orHere(paths),
    format: choice(options, "format", CHECK_FORMATS, "text"),
    bom: !has(options, "no-bom"),
    quiet: has(options, "quiet"),
    output: last(options, "output") ?? null,
    fix,
    recompute: has(options, "recompute"),
    backup: !has(options, "no-backup"),
    severity: choice(options, "severity", SEVERITIES, "hint"),
    reportFormats: all(options, "report-format"),
    jobs: jobsOf(options),
    decisions: has(options, "no-decisions") ? false : (last(options, "decisions") ?? true),
    accept: acceptance(options),
  }
}

/** More threads than any machine of people who check drafts has cores. */
const MAX_JOBS = 64

function jobsOf(options: readonly OptionToken[]): number | null {
  const value = last(options, "jobs")
  if (value === undefined) return null
  const count = /^\d{1,3}$/.test(value) ? Number(value) : 0
  if (count < 1 || count > MAX_JOBS) throw new Fault(`--jobs 应是 1 到 ${MAX_JOBS} 的整数，不能是“${value}”`, `--jobs must be a whole number from 1 to ${MAX_JOBS}, not "${value}"`)
  return count
}

function diffRequest(options: readonly OptionToken[], paths: readonly string[]): DiffRequest {
  const [old, now, ...more] = paths
  if (old === undefined || now === undefined || more.length > 0) throw new Fault("diff 比较两个文件", "diff compares two files")
  if (old === STDIN && now === STDIN) throw new Fault("标准输入（-）只能读一次", "the standard input (-) can be read once only")
  return { command: "diff", old, now, format: choice(options, "format", ["text", "json", "html"], "text"), reportFormats: all(options, "report-format") }
}

function acceptance(options: readonly OptionToken[]): CheckRequest["accept"] {
  const [rule, reason] = [last(options, "accept"), last(options, "reason")]
  if ((rule === undefined) !== (reason === undefined)) throw new Fault("--accept 和 --reason 要同用", "--accept and --reason go together")
  if (rule === undefined || reason === undefined) return null
  if (has(options, "no-decisions")) throw new Fault("--accept 不能与 --no-decisions 同用", "--accept does not go with --no-decisions")
  if (!/\S/.test(reason)) throw new Fault("--reason 要写明理由", "--reason needs some words")
  if (rule !== "all" && !RULES.some(({ id }) => id === rule)) throw new Fault(`没有规则“${rule}”`, `there is no rule "${rule}"`)
  return { rule, reason, on: new Date().toISOString().slice(0, 10) }
}

function factsRequest(options: readonly OptionToken[], paths: readonly string[]): FactsRequest {
  return { command: "facts", paths: orHere(paths), format: choice(options, "format", ["json", "csv"], "json"), bom: !has(options, "no-bom"), reportFormats: all(options, "report-format"), jobs: jobsOf(options) }
}

function convertRequest(options: readonly OptionToken[], paths: readonly string[]): ConvertRequest {
  const [path, ...more] = paths
  if (path === undefined || more.length > 0) throw new Fault("convert 一次转换一个文件", "convert takes one file")
  return { command: "convert", path, ...writing(options) }
}

function totalRequest(options: readonly OptionToken[], paths: readonly string[]): TotalRequest {
  const title = last(options, "title")
  if (paths.length === 0) throw new Fault("total 要写明各部分的文件、文件夹或通配符", "total needs the parts: files, folders or globs")
  if (title === undefined) throw new Fault("total 要用 --title 写明合计报告的标题", "total needs --title, the title of the whole")
  return { command: "total", paths, title: title.trim(), ...writing(options) }
}

function learnRequest(options: readonly OptionToken[], paths: readonly string[]): LearnRequest {
  if (paths.length === 0) throw new Fault("learn 要写明样本：正确的报告的文件、文件夹或通配符", "learn needs samples: files, folders or globs of right reports")
  return { command: "learn", paths, output: last(options, "output") ?? null, force: has(options, "force") }
}

/** How and where a draft is to be written. */
function writing(options: readonly OptionToken[]): Omit<ConvertRequest, "command" | "path"> {
  const output = last(options, "output") ?? STDIN
  const byEnding = COPY_KINDS.find(kind => ENDINGS[kind].test(output))
  const to = choice(options, "to", COPY_KINDS, byEnding ?? (output === STDIN ? "txt" : null))
  const layout = last(options, "layout") === undefined ? null : choice(options, "layout", LAYOUTS, "tabs")
  if (to === null) throw new Fault(`看不出“${output}”是什么格式，请用 --to 指明`, `"${output}" does not say what it is to be; name it with --to`)
  if (layout !== null && to !== "txt" && to !== "md") throw new Fault("--layout 只用于 txt 和 md", "--layout is for txt and md only")
  return { to, layout, output: output === STDIN ? null : output, force: has(options, "force"), reportFormats: all(options, "report-format") }
}

/** How the arguments of a command are read; those of check where it is none of these. */
const REQUESTS: Readonly<Record<string, (options: readonly OptionToken[], paths: readonly string[]) => Request>> = { facts: factsRequest, convert: convertRequest, total: totalRequest, diff: diffRequest, learn: learnRequest }

const ENDINGS: Readonly<Record<CopyKind, RegExp>> = { txt: /\.te?xt$/i, md: /\.(?:md|markdown)$/i, html: /\.html?$/i, docx: /\.docx$/i }

const orHere = (paths: readonly string[]): readonly string[] => (paths.length === 0 ? ["."] : paths)

function choice<T extends string, Otherwise>(options: readonly OptionToken[], name: Option, values: readonly T[], otherwise: Otherwise): T | Otherwise {
  const value = last(options, name)
  if (value === undefined) return otherwise
  const chosen = values.find(known => known === value)
  if (chosen === undefined) throw new Fault(`--${name} 只能是 ${values.join("、")}，不能是“${value}”`, `--${name} must be ${values.join(", ")}, not "${value}"`)
  return chosen
}

const has = (options: readonly OptionToken[], name: Option): boolean => options.some(option => option.name === name)
const all = (options: readonly OptionToken[], name: Option): string[] => options.flatMap(option => (option.name === name && option.value !== undefined ? [option.value] : []))
const last = (options: readonly OptionToken[], name: Option): string | undefined => all(options, name).pop()
