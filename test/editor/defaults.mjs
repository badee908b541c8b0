/** Where downloads are kept and which VS Code is meant; the environment may say otherwise. */
import { fileURLToPath } from "node:url"

export const cacheDir = process.env.EDITOR_CACHE ?? fileURLToPath(new URL("../../.cache", import.meta.url))
export const version = process.env.EDITOR_VERSION ?? "1.139.1"
