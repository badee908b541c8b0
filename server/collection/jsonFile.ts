import { findNodeAtLocation, parseTree, printParseErrorCode, type ParseError } from "jsonc-parser"
import type { Text } from "../engine/report/format.ts"

/** A mistake in a JSON file, and where it stands, as an offset in UTF-16 units. */
export interface FileFault {
  readonly at: number
  readonly text: Text
  /** True for what the schema of the file, or the syntax of JSON, says already. */
  readonly isOfSchema: boolean
}

/** A larger file, in UTF-16 units, is none that anybody wrote. */
const MAX_LENGTH = 1024 * 1024
/** Nor is anything nested deeper. */
const MAX_DEPTH = 64

/** The value of a JSON text, or what is wrong with it. Throws nothing. */
export function parseJson(text: string): { readonly value?: unknown; readonly fault?: FileFault } {
  if (text.length > MAX_LENGTH) return { fault: { at: 0, text: { zh: "文件太大", en: "the file is too large" }, isOfSchema: false } }
  if (isTooDeep(text)) return { fault: { at: 0, text: { zh: "不是有效的 JSON：层次太深", en: "it is no valid JSON: it is nested too deep" }, isOfSchema: false } }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { fault: syntaxFault(text) }
  }
}

/** Tells where the value at a JSON pointer stands in a JSON text; 0 if it is not there. */
export function placesIn(text: string): (pointer: string) => number {
  const tree = parseTree(text)
  return pointer => {
    const steps = pointer.split("/").slice(1).map(step => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    const node = tree && findNodeAtLocation(tree, steps.map(step => (/^\d+$/.test(step) ? Number(step) : step)))
    return node?.offset ?? 0
  }
}

function syntaxFault(text: string): FileFault {
  const errors: ParseError[] = []
  parseTree(text, errors, { disallowComments: true })
  const { offset, error } = errors[0] ?? { offset: 0, error: 0 as ParseError["error"] }
  return { at: offset, text: { zh: "这里不是有效的 JSON", en: `it is no valid JSON (${printParseErrorCode(error)})` }, isOfSchema: true }
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '"') isInString = !isInString
    else if (isInString) at += char === "\\" ? 1 : 0
    else if (char === "[" || char === "{") {
      if (++depth > MAX_DEPTH) return true
    } else if (char === "]" || char === "}") depth--
  }
  return false
}
