import { fromOrdinal } from "../../text/ordinal.ts"
import type { Range } from "../../text/range.ts"
import type { SentenceReading } from "./readSentence.ts"

/** A number with which an item begins: the 二 of 二是 or of （二）. NaN where it is none. */
export interface Marker extends Range {
  readonly number: number
}

const SAID = /([一二三四五六七八九十]{1,3})(?:是(?!否|一)|要(?![素点件求]))/g
const NUMBERED = /\((\d{1,2})\)/g
const BEFORE_SAID = /^$|[。;:,!?)]/
/** In Markdown an item may be a heading, or bold. */
const BRACKETED = /^[#*>]*\(([一二三四五六七八九十]{1,3})\)(?![项款目])/
const NONE: readonly Marker[] = []

/** 一是, 二是 …, 一要, 二要, where a clause begins with them. */
export function saidOrdinals({ text }: SentenceReading): readonly Marker[] {
  if (!/[是要]/.test(text)) return NONE
  return [...text.matchAll(SAID)].filter(({ index }) => BEFORE_SAID.test(text.charAt(index - 1))).map(({ index, 1: ordinal }) => markerAt(index, ordinal!))
}

/** （1）, （2）, where a clause begins with them. */
export function numberedItems({ text }: SentenceReading): readonly Marker[] {
  if (!text.includes("(1)")) return NONE
  return [...text.matchAll(NUMBERED)].filter(({ index }) => BEFORE_SAID.test(text.charAt(index - 1))).map(({ index, 1: digits }) => ({ number: Number(digits), from: index + 1, to: index + 1 + digits!.length }))
}

/** （一） at the beginning of a sentence. A bracket in the middle of a passage is no sentence's first: it is read with the sentence before. */
export function bracketedOrdinals({ text }: SentenceReading): readonly Marker[] {
  const ordinal = BRACKETED.exec(text)?.[1]
  return ordinal === undefined ? NONE : [markerAt(text.indexOf("(") + 1, ordinal)]
}

const markerAt = (from: number, ordinal: string): Marker => ({ number: fromOrdinal(ordinal), from, to: from + ordinal.length })
