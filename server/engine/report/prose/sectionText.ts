import type { Report, Section } from "../report.ts"
import { proseOf } from "./prose.ts"
import { proseForm } from "./words.ts"

/** The words of a section in compared form, passages joined; empty if it has none. A lone 无 looks like a cell, and counts too. */
export function sectionText(report: Report, { from: start, to, body }: Section): string {
  const prose = proseOf(report)
    .filter(({ from, section }) => section !== null && from >= start && from < to)
    .flatMap(({ readings }) => readings.map(({ passage }) => passage.text))
    .join("\n")
  return prose === "" ? proseForm(report.text.slice(body.from, body.to)) : prose
}

/** All prose of the report in compared form. */
export function proseText(report: Report): string {
  return proseOf(report).flatMap(({ readings }) => readings.map(({ passage }) => passage.text)).join("\n")
}
