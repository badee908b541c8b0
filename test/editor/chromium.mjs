/** Finds the Chromium that shows the web workbench, or gets one. */
import { spawnSync } from "node:child_process"
import { chmodSync, createReadStream, createWriteStream, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { pipeline } from "node:stream/promises"
import { createBrotliDecompress } from "node:zlib"
import { cached, run, unpackPackage } from "./cache.mjs"

const PACKAGE = "@sparticuz/chromium"
const VERSION = "153.0.0"
const NAMES = ["google-chrome", "google-chrome-stable", "chrome", "chromium", "chromium-browser"]

/**
 * Path of a Chromium: `CHROME_PATH`, else the system's, else one from npm kept in the cache
 * folder, else (as root on Debian) one that apt-get installs. Throws if none can be had.
 */
export async function getChromium({ cacheDir, log = console.log }) {
  await ensureChineseFont(log)
  const found = given() ?? system()
  if (found) return found
  const failures = []
  for (const get of [fromNpm, fromApt]) {
    try {
      return await get({ cacheDir, log })
    } catch (error) {
      failures.push(error.message)
      log(`${get.name}: ${error.message}`)
    }
  }
  throw new Error(`no Chromium: install Chrome or Chromium, or set CHROME_PATH\n${failures.join("\n")}`)
}

function given() {
  const path = process.env.CHROME_PATH
  if (path && !existsSync(path)) throw new Error(`CHROME_PATH names no file: ${path}`)
  return path
}

function system() {
  const folders = process.env.PATH.split(delimiter)
  const paths = NAMES.flatMap(name => folders.map(folder => join(folder, name)))
  return paths.find(path => existsSync(path) && starts(path))
}

/** A file of the right name may be a stub that only says how to install the real thing. */
function starts(path) {
  return spawnSync(path, ["--version"]).status === 0
}

async function fromNpm({ cacheDir, log }) {
  if (`${process.platform}-${process.arch}` !== "linux-x64") throw new Error(`${PACKAGE} is for Linux on x64 only`)
  const folder = await cached(join(cacheDir, `chromium-${VERSION}`), async draft => {
    log(`getting ${PACKAGE} ${VERSION} from npm`)
    await unpackPackage(`${PACKAGE}@${VERSION}`, draft, ["bin"])
    await inflate(draft)
    await run(join(draft, "chromium"), ["--version"])
  })
  return join(folder, "chromium")
}

/** The package holds brotli files: the program, and archives of the libraries and fonts it may lack. */
async function inflate(folder) {
  const packed = join(folder, "bin")
  for (const name of readdirSync(packed)) {
    const file = join(packed, name.replace(/\.br$/, ""))
    await pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), createWriteStream(file, { mode: 0o755 }))
    if (file.endsWith(".tar")) {
      await run("tar", ["-xf", file, "-C", packed])
      rmSync(file)
    }
    rmSync(join(packed, name))
  }
  writeFileSync(join(folder, "chromium"), START)
  chmodSync(join(folder, "chromium"), 0o755)
}

// The libraries (nss, nspr, expat) are missing on a bare system; the program looks for them by name only.
const START = `#!/bin/sh
bin=$(dirname "$(readlink -f "$0")")/bin
LD_LIBRARY_PATH="$bin/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$bin/chromium" "$@"
`

async function fromApt({ log }) {
  await aptInstall("chromium", log)
  return system()
}

async function ensureChineseFont(log) {
  if (hasChineseFont()) return
  try {
    await aptInstall("fonts-noto-cjk", log)
  } catch (error) {
    log(`note: no Chinese font, so screenshots will show boxes (${error.message})`)
  }
}

function hasChineseFont() {
  // macOS brings Chinese fonts and has no fc-list.
  if (process.platform !== "linux") return true
  return spawnSync("fc-list", [":lang=zh"], { encoding: "utf8" }).stdout?.trim()
}

async function aptInstall(name, log) {
  if (process.getuid?.() !== 0) throw new Error(`only root can install ${name}: apt-get install ${name}`)
  log(`installing ${name} with apt-get`)
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  await run("apt-get", ["update", "-qq"], { env })
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], { env })
}
