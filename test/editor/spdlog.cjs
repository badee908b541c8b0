/**
 * Stands in for @vscode/spdlog, whose native code is not built here: without it VS Code's
 * output channels and logs stay empty. Each export is assigned by itself, since VS Code
 * imports them by name from an ES module.
 */
const { appendFileSync, mkdirSync } = process.getBuiltinModule("node:fs")
const { dirname } = process.getBuiltinModule("node:path")

const LEVELS = ["trace", "debug", "info", "warning", "error", "critical", "off"]
let commonLevel = 2

class Logger {
  constructor(kind, name, file) {
    this.file = file
    this.level = commonLevel
    this.plain = false
    mkdirSync(dirname(file), { recursive: true })
  }

  trace(message) { this.write(0, message) }
  debug(message) { this.write(1, message) }
  info(message) { this.write(2, message) }
  warn(message) { this.write(3, message) }
  error(message) { this.write(4, message) }
  critical(message) { this.write(5, message) }

  getLevel() { return this.level }
  setLevel(level) { this.level = level }
  setPattern() { this.plain = false }
  /** An output channel's text is written as it comes, with its own line ends. */
  clearFormatters() { this.plain = true }
  flush() { /* Nothing is held back. */ }
  drop() { /* Nothing is kept open. */ }

  write(level, message) {
    if (level < this.level) return
    const time = new Date().toISOString().replace("T", " ").replace("Z", "")
    appendFileSync(this.file, this.plain ? message : `${time} [${LEVELS[level]}] ${message}\n`)
  }
}

exports.version = 0
exports.setLevel = level => { commonLevel = level }
exports.setFlushOn = () => { /* Every line is written at once. */ }
exports.Logger = Logger
exports.createRotatingLogger = async (name, file) => new Logger("rotating", name, file)
exports.createAsyncRotatingLogger = async (name, file) => new Logger("rotating_async", name, file)
