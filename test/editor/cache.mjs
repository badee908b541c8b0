/** What the tests download: published npm packages, prepared once in a cache folder that git ignores. */
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"

/**
 * The folder, made by `prepare(draft)` if it is not there yet. The work is done in a draft
 * beside it and renamed at the end, so a folder that exists is complete.
 */
export async function cached(folder, prepare) {
  if (existsSync(folder)) return folder
  mkdirSync(dirname(folder), { recursive: true })
  removeStaleDrafts(folder)
  const draft = mkdtempSync(`${folder}.draft-`)
  try {
    await prepare(draft)
    publish(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return folder
}

/** Unpacks the named members of a published npm package into a folder, without its `package/`. */
export async function unpackPackage(spec, folder, members) {
  const { archive, remove } = await download(spec, folder)
  const paths = members.map(member => `package/${member}`)
  await run("tar", ["-xzf", archive, "-C", folder, "--strip-components=1", ...paths])
  remove()
}

/** Runs a program to its end; its output appears only in the error if it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    const collect = data => { output = (output + data).slice(-4000) }
    child.stdout.on("data", collect)
    child.stderr.on("data", collect)
    child.on("error", reject)
    child.on("close", code => {
      if (code === 0) resolve(output)
      else reject(new Error(`${command} ${args.join(" ")} ended with code ${code}:\n${output}`))
    })
  })
}

async function download(spec, folder) {
  const box = mkdtempSync(join(folder, "pack-"))
  await run("npm", ["pack", "--silent", "--pack-destination", box, spec])
  const archive = join(box, readdirSync(box)[0])
  return { archive, remove: () => rmSync(box, { recursive: true }) }
}

function publish(draft, folder) {
  try {
    renameSync(draft, folder)
  } catch (error) {
    // Another run may have been faster; its folder is as good as ours.
    if (!existsSync(folder)) throw error
  }
}

/** A run that was killed leaves its draft behind; one younger than an hour may still be in use. */
function removeStaleDrafts(folder) {
  const hourAgo = Date.now() - 3_600_000
  for (const name of readdirSync(dirname(folder))) {
    const path = join(dirname(folder), name)
    if (!name.startsWith(`${basename(folder)}.draft-`) || statSync(path).mtimeMs > hourAgo) continue
    rmSync(path, { recursive: true, force: true })
  }
}
