// What the programs load when there is a Word or web file: a bundle of its own.
export { mendDocx } from "./mendDocx.ts"
export { withoutOldKind } from "./office.ts"
export { readFragment } from "./page.ts"
export { readFile } from "./readFile.ts"
export { writeDocx } from "./writeDocx.ts"
