import { parseArgs } from "node:util"
import { SEVERITIES, type Severity } from "../engine/rules/rule.ts"
import { Fault } from "./fault.ts"
import { STDIN } from "./files.ts"

export const LOCALES = ["zh", "en"] as const
export type Locale = (typeof LOCALES)[number]

export interface CheckRequest {
  readonly command: "check"
  readonly paths: readonly string[]
  readonly format: "text" | "json" | "html"
  /** The file that the findings go to; null for the standard output. */
  readonly output: string | null
  readonly fix: boolean
  /** Whether a Word file is kept as it was when it is mended. */
  readonly backup: boolean
  /** The least severe findings to show. */
  readonly severity: Severity
  readonly reportFormats: readonly string[]
}

export interface FactsRequest {
  readonly command: "facts"
  readonly paths: readonly string[]
  readonly format: "json" | "csv"
  readonly reportFormats: readonly string[]
}

/** What the user asks for. */
export type Request = CheckRequest | FactsRequest | { readonly command: "help" | "version" }

const OPTIONS = {
  format: { type: "string" },
  output: { type: "string" },
  fix: { type: "boolean" },
  "no-backup": { type: "boolean" },
  severity: { type: "string" },
  locale: { type: "string" },
  "report-format": { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const

type Option = keyof typeof OPTIONS

const COMMON: readonly Option[] = ["locale", "report-format", "help", "version"]
const COMMANDS: Readonly<Record<string, readonly Option[]>> = {
  check: [...COMMON, "format", "output", "fix", "severity"],
  facts: [...COMMON, "format"],
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
  return command === "facts" ? factsRequest(options, paths) : checkRequest(options, paths)
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
  if (command === undefined) throw new Fault("请指明命令 check 或 facts（用 --help 查看用法）", "name a command, check or facts (--help shows how)")
  const allowed = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
  if (!allowed) throw new Fault(`没有命令“${command}”，只有 check 和 facts`, `there is no command "${command}", only check and facts`)
  const foreign = options.find(({ name }) => !allowed.includes(name as Option))
  if (foreign) throw new Fault(`${command} 没有选项 ${foreign.rawName}`, `${command} has no option ${foreign.rawName}`)
  choice(options, "locale", LOCALES, "en")
}

function checkRequest(options: readonly OptionToken[], paths: readonly string[]): CheckRequest {
  const fix = options.some(({ name }) => name === "fix")
  if (fix && paths.includes(STDIN) && paths.length > 1) {
    throw new Fault("--fix 处理标准输入（-）时不能同时给出其他文件", "with --fix, the standard input (-) cannot be mixed with files")
  }
  return {
    command: "check",
    paths: orHere(paths),
    format: choice(options, "format", ["text", "json", "html"], "text"),
    output: last(options, "output") ?? null,
    fix,
    backup: !options.some(({ name }) => name === "no-backup"),
    severity: choice(options, "severity", SEVERITIES, "hint"),
    reportFormats: all(options, "report-format"),
  }
}

function factsRequest(options: readonly OptionToken[], paths: readonly string[]): FactsRequest {
  return { command: "facts", paths: orHere(paths), format: choice(options, "format", ["json", "csv"], "json"), reportFormats: all(options, "report-format") }
}

const orHere = (paths: readonly string[]): readonly string[] => (paths.length === 0 ? ["."] : paths)

function choice<T extends string>(options: readonly OptionToken[], name: Option, values: readonly T[], otherwise: T): T {
  const value = last(options, name)
  if (value === undefined) return otherwise
  const chosen = values.find(known => known === value)
  if (chosen === undefined) throw new Fault(`--${name} 只能是 ${values.join("、")}，不能是“${value}”`, `--${name} must be ${values.join(", ")}, not "${value}"`)
  return chosen
}

const all = (options: readonly OptionToken[], name: Option): string[] => options.flatMap(option => (option.name === name && option.value !== undefined ? [option.value] : []))
const last = (options: readonly OptionToken[], name: Option): string | undefined => all(options, name).pop()
