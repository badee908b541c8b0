import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { strToU8, unzipSync, zipSync } from "fflate"
import { diagnose } from "../../server/engine/features/diagnose.ts"
import { safeFix } from "../../server/engine/features/fixAll.ts"
import { readReports } from "../../server/engine/index.ts"
import type { Fix } from "../../server/engine/rules/rule.ts"
import { FileError } from "../../server/files/fileError.ts"
import { mendDocx } from "../../server/files/mendDocx.ts"
import { readFile } from "../../server/files/readFile.ts"

const SAMPLES = "test/files/samples"

/** Gives numbers from 0 up to the one asked for, the same ones for the same seed. */
export function randomly(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 1) % 2_147_483_647 || 1
  return below => (state = (state * 48_271) % 2_147_483_647) % below
}

function zipped(parts: Record<string, Uint8Array>): Buffer {
  return Buffer.from(zipSync(parts))
}

/** The samples, with a heading that `--fix` mends where its number is no generated one. */
const SOUND = [SAMPLES, join(SAMPLES, "written")].flatMap(folder => readdirSync(folder).filter(name => name.endsWith(".docx")).map(name => {
  const parts = unzipSync(readFileSync(join(folder, name)))
  return zipped({ ...parts, "word/document.xml": strToU8(Buffer.from(parts["word/document.xml"]!).toString().replace("四、政府", "五、政府")) })
}))

type Random = (below: number) => number

const cut = (bytes: Buffer, random: Random): Buffer => bytes.subarray(0, random(bytes.length))

function flipped(bytes: Buffer, random: Random): Buffer {
  const changed = Buffer.from(bytes)
  for (let k = 0; k <= random(6); k++) changed[random(changed.length)]! ^= 1 << random(8)
  return changed
}

/** What no program writes in these places. */
const ODD_VALUES = ["", "-1", "0", "999999999", "1e9", "NaN", "%1%2%3%4%5%6%7%8%9", "0x7", "\u0000", "&lt;", "none"]

/** Wrong XML in one of the parts. */
const WRONG_XML: readonly ((xml: string, random: Random) => string)[] = [
  (xml, random) => cut(Buffer.from(xml), random).toString(),
  (xml, random) => flipped(Buffer.from(xml), random).toString(),
  (xml, random) => nth(xml, /<[^>]+>/g, random, () => ""),
  (xml, random) => nth(xml, /<[^>]+>/g, random, tag => tag + tag),
  (xml, random) => nth(xml, /<[^>]+>/g, random, tag => tag.repeat(300)),
  (xml, random) => nth(xml, /(?<=w:\w+=")[^"]*/g, random, () => ODD_VALUES[random(ODD_VALUES.length)]!),
  (xml, random) => nth(xml, /<w:(?:p|r|t|tc|tr|tbl|ins|del|pPr|numPr|gridSpan|vMerge|lvl|num|abstractNum)[ >/]/g, random, tag => tag.replace(/w:\w+/, "w:tbl")),
  (xml, random) => nth(xml, /(?<=<w:t[^>]*>)[^<]*/g, random, text => `${text}&#x${random(0x120000).toString(16)};&unknown;${"\t".repeat(random(9))}`),
  xml => xml.replace(/^(?:<\?.*?\?>)?/, '<!DOCTYPE x [<!ENTITY a "b">]>'),
]

function nth(xml: string, pattern: RegExp, random: Random, replace: (found: string) => string): string {
  const found = [...xml.matchAll(pattern)]
  const chosen = found[random(Math.max(1, found.length))]
  return chosen ? xml.slice(0, chosen.index) + replace(chosen[0]) + xml.slice(chosen.index + chosen[0].length) : xml
}

/** A Word file with something wrong in it: cut off, bits flipped, a part missing or with wrong XML. */
export function damagedDocx(random: Random): Buffer {
  const bytes = SOUND[random(SOUND.length)]!
  const kind = random(10)
  if (kind < 2) return cut(bytes, random)
  if (kind < 5) return flipped(bytes, random)
  const parts = unzipSync(bytes)
  const names = Object.keys(parts).filter(name => /\.(?:xml|rels)$/.test(name))
  // Most of what is read stands in one part.
  const name = random(3) > 0 ? "word/document.xml" : names[random(names.length)]!
  if (kind === 5) return zipped(Object.fromEntries(Object.entries(parts).filter(([own]) => own !== name)))
  return zipped({ ...parts, [name]: strToU8(WRONG_XML[random(WRONG_XML.length)]!(Buffer.from(parts[name]!).toString(), random)) })
}

export type Outcome = "read" | "mended" | "refused"

/** Reads a file, and mends it as `--fix` does. Throws if anything but a reason comes of it, or if the mended file is not read as it should be. */
export function tryOut(bytes: Buffer): Outcome {
  try {
    const before = Buffer.from(bytes)
    const { text } = readFile("a.docx", bytes)
    const mended = mendDocx(bytes, safeFixes)
    if (!before.equals(bytes)) throw new Error("the bytes were changed")
    if (!mended.bytes) return mended.text === text ? "read" : fail("the text differs")
    const { text: after } = readFile("a.docx", mended.bytes)
    return after === mended.text ? "mended" : fail("the mended text differs")
  } catch (error) {
    if (error instanceof FileError) return "refused"
    throw error
  }
}

function fail(reason: string): never {
  throw new Error(reason)
}

function safeFixes(text: string): Fix[] {
  return readReports(text).flatMap(({ report, from }) => diagnose(report, from).flatMap(finding => safeFix(finding) ?? []))
}
