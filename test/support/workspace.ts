import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"

/** A workspace's folder on the disk, anew for each test, and what a client says of it. */
export interface Workspace {
  /** The folder around it, for what is none of its. */
  readonly root: string
  readonly path: string
  /** As a client names it to the server. */
  readonly folders: readonly { readonly uri: string; readonly name: string }[]
  /** The URI of a file or folder in it. */
  readonly uriOf: (...names: string[]) => string
  /** Writes a file below it, with the folders on the way; gives its URI. */
  readonly put: (name: string, content: string | Uint8Array) => string
}

/** Makes a folder on the disk before each test, tells its path, and takes it away afterwards. */
export function useFolder(tell: (path: string) => void): void {
  let folder = ""
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "report-draft-")))
    tell(folder)
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })
}

export function useWorkspace(): Workspace {
  let root = ""
  useFolder(path => {
    root = path
    mkdirSync(join(root, "workspace"))
  })
  const path = (): string => join(root, "workspace")
  const uriOf = (...names: string[]): string => pathToFileURL(join(path(), ...names)).href
  const put = (name: string, content: string | Uint8Array): string => {
    mkdirSync(dirname(join(path(), name)), { recursive: true })
    writeFileSync(join(path(), name), content)
    return uriOf(name)
  }
  return {
    get root() {
      return root
    },
    get path() {
      return path()
    },
    get folders() {
      return [{ uri: uriOf(), name: "workspace" }]
    },
    uriOf,
    put,
  }
}

/** Tells the server of files that were created (1), changed (2) or deleted (3), by their URIs. */
export function tellOfFiles(client: { notify(method: string, params: unknown): void }, changes: readonly (readonly [uri: string, type: number])[]): void {
  client.notify("workspace/didChangeWatchedFiles", { changes: changes.map(([uri, type]) => ({ uri, type })) })
}
