// The floor of part (c): reads and decodes every file of a folder, and does nothing with the texts.
import { readdirSync, readFileSync } from "node:fs"

let length = 0
for (const name of readdirSync(process.argv[2]).sort()) length += readFileSync(`${process.argv[2]}/${name}`, "utf8").length
if (length === 0) process.exitCode = 1
