/** Characters that take two columns in a font of fixed width; quotes, dashes and dots of Chinese are among them. */
const WIDE = /[\u1100-\u115F\u2014\u2018-\u201D\u2026\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u

/** How many columns a text takes on the screen. */
export function displayWidth(text: string): number {
  let width = 0
  for (const char of text) width += WIDE.test(char) ? 2 : 1
  return width
}
