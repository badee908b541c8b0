import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

const FOLDER = fileURLToPath(new URL("../server/formats", import.meta.url))
/** The words of all formats, and what a format must be. */
const NO_FORMAT = /^base\.json$|\.schema\.json$/

/**
 * Makes `import files from "../formats"` the list of the formats in a folder, which is in no other list: to add a format is to add a file.
 * @returns {import("esbuild").Plugin}
 */
export const formatsIn = (folder = FOLDER) => ({
  name: "formats",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.\/formats$/ }, () => ({ path: folder, namespace: "formats" }))
    onLoad({ filter: /./, namespace: "formats" }, () => {
      const names = readdirSync(folder).filter(name => name.endsWith(".json") && !NO_FORMAT.test(name)).sort()
      const imports = names.map((name, i) => `import format${i} from ${JSON.stringify(`./${name}`)}`)
      return { contents: `${imports.join("\n")}\nexport default [${names.map((_, i) => `format${i}`)}]`, resolveDir: folder }
    })
  },
})
