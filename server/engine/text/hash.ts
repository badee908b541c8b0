/**
 * A text as 16 hex digits, the same on every machine: two 32-bit halves (MurmurHash3's mixing), which tell some millions of texts apart.
 * It is no seal: who wants to can find another text with the same digits. The engine has no `node:crypto`, as it also runs in a page.
 */
export function hashOf(text: string): string {
  const [first, second] = halvesOf(text)
  return hex(first) + hex(second)
}

/** The same as a number, of which 53 bits are kept: where there are millions of them, they take a tenth of the room. */
export function hashNumberOf(text: string): number {
  const [first, second] = halvesOf(text)
  return (first >>> 0) * 2 ** 21 + (second >>> 11)
}

function halvesOf(text: string): readonly [number, number] {
  let a = 0x9e3779b9
  let b = 0x85ebca6b
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0xcc9e2d51)
    a = (a << 15) | (a >>> 17)
    b = Math.imul(b ^ unit, 0x1b873593)
    b = (b << 13) | (b >>> 19)
  }
  const [first, second] = [mixed(a ^ text.length), mixed(b ^ a)]
  return [first ^ second, second]
}

function mixed(half: number): number {
  let bits = Math.imul(half ^ (half >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}

const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, "0")
