import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema"
import type { Text } from "../engine/report/format.ts"

/** A mistake in a JSON file, and the JSON pointer of what is wrong. */
export interface SchemaFault {
  readonly pointer: string
  readonly keyword: string
  readonly text: Text
}

/** Keywords that only say that something further down is wrong. */
const OUTER = ["properties", "items", "$ref", "additionalProperties"]

/** Nobody reads more. */
const MAX_FAULTS = 100

/** What a schema has against a value, in the order of the value, one for each place; of many the first. */
export function schemaFaults(value: unknown, schema: object, draft: "7" | "2020-12"): SchemaFault[] {
  const { errors } = new Validator(schema as Schema, draft, false).validate(value)
  const found = new Map<string, SchemaFault>()
  for (const unit of errors) {
    const pointer = unit.instanceLocation.replace(/^#/, "")
    if (found.size === MAX_FAULTS) break
    if (!OUTER.includes(unit.keyword) && !found.has(pointer)) found.set(pointer, { pointer, keyword: unit.keyword, text: textOf(unit) })
  }
  return [...found.values()]
}

/** What is wrong, to be read behind the words that say where. */
function textOf({ keyword, error }: OutputUnit): Text {
  const [quoted = ""] = /"[^"]*"$/.exec(error.replace(/\.$/, "")) ?? []
  switch (keyword) {
    case "false":
      return { zh: " 不应出现", en: " should not be there" }
    case "required":
      return { zh: ` 缺少 ${quoted}`, en: ` lacks ${quoted}` }
    case "oneOf":
      return { zh: " 应有 id 或 columns，且只能有其一", en: " needs either an id or columns, and not both" }
    case "type": {
      const [, now = "", wanted = ""] = /"([^"]*)" is invalid\. Expected "([^"]*)"/.exec(error) ?? []
      return { zh: `：应为 ${TYPES[wanted] ?? wanted}，不是 ${TYPES[now] ?? now}`, en: `: ${error}` }
    }
    case "enum":
      return { zh: `：只能是 ${/\[.*\]/.exec(error)?.[0] ?? ""} 之一`, en: `: ${error}` }
    default:
      return { zh: `：${error}`, en: `: ${error}` }
  }
}

const TYPES: Readonly<Record<string, string>> = { string: "文字", array: "列表", object: "对象", number: "数字", integer: "整数", boolean: "真假值" }
