import type { CheckRequest, FactsRequest, Locale } from "./args.ts"
import { htmlPrinter } from "./html.ts"
import { junitPrinter } from "./junit.ts"
import { factsCsvPrinter, factsJsonPrinter, findingsCsvPrinter, jsonPrinter, overviewPrinter, textPrinter, type CheckedDraft, type Printer, type ReadDraft } from "./output.ts"
import { sarifPrinter } from "./sarif.ts"

/** How findings are put, by the name of the output format. */
const PRINTERS: Readonly<Record<CheckRequest["format"], (locale: Locale, hasBom: boolean) => Printer<CheckedDraft>>> = {
  text: textPrinter,
  json: jsonPrinter,
  html: htmlPrinter,
  sarif: sarifPrinter,
  csv: findingsCsvPrinter,
  overview: (_, hasBom) => overviewPrinter(hasBom),
  junit: junitPrinter,
}

/** What puts findings into the format that is asked for. */
export const checkPrinter = ({ format, bom }: CheckRequest, locale: Locale): Printer<CheckedDraft> => PRINTERS[format](locale, bom)

/** What puts facts into the format that is asked for. */
export const factsPrinter = ({ format, bom }: FactsRequest): Printer<ReadDraft> => (format === "csv" ? factsCsvPrinter(bom) : factsJsonPrinter)
