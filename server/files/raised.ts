const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"

/** Raised or lowered text with its digits as marks of notes, so that 5 with a raised 2 is not read as 52. */
export function raised(text: string): string {
  return text.replace(/[0-9\uFF10-\uFF19]/g, digit => SUPERSCRIPT[digit.charCodeAt(0) % 0x10]!)
}
