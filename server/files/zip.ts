import { crc32 } from "node:zlib"
import { unzipSync, zipSync } from "fflate"
import { FileError } from "./fileError.ts"
import { broken } from "./tree.ts"

/** The parts of an Office file by their names, in their order. */
export type Parts = Readonly<Record<string, Uint8Array>>

/** More than any report unpacks to, pictures included: a small file that unpacks to more is made to fill memory. */
const MAX_UNPACKED = 256 * 2 ** 20
const MAX_PART = 64 * 2 ** 20
const MAX_PARTS = 5000

const OLE = Buffer.from("D0CF11E0A1B11AE1", "hex")

/** Unpacks an Office file, or those of its parts that are wanted. Sizes are those that the file states; a part that unpacks to more is an error. */
export function unpack(bytes: Uint8Array, isWanted: (name: string) => boolean = () => true): Parts {
  if (OLE.equals(bytes.subarray(0, OLE.length))) throw encryptedOrOld(bytes)
  const parts = unzipped(bytes, isWanted)
  const sums = checksums(bytes)
  for (const [name, part] of Object.entries(parts)) if (sums.get(name) !== crc32(part)) throw broken()
  return parts
}

/** Packs parts into a file; the same parts give the same bytes. */
export function pack(parts: Parts): Uint8Array {
  return zipSync(parts, { mtime: new Date(1980, 0, 1), level: 6 })
}

function unzipped(bytes: Uint8Array, isWanted: (name: string) => boolean): Parts {
  let total = 0
  let count = 0
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (++count > MAX_PARTS || !isWanted(name)) return false
        total += originalSize
        if (originalSize > MAX_PART || total > MAX_UNPACKED) throw new FileError("文件解压后过大，没有读取", "the file unpacks to too much; it was not read")
        return true
      },
    })
  } catch (error) {
    if (error instanceof FileError) throw error
    throw broken()
  }
}

/** The checksums that the directory at the end of a zip file states: fflate does not compare them. */
function checksums(bytes: Uint8Array): Map<string, number> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sums = new Map<string, number>()
  const end = zip.lastIndexOf("PK\u0005\u0006", undefined, "latin1")
  if (end < 0 || end + 22 > zip.length) return sums
  let at = zip.readUInt32LE(end + 16)
  while (at + 46 <= zip.length && zip.readUInt32LE(at) === 0x02014b50) {
    const name = at + 46
    const length = zip.readUInt16LE(at + 28)
    sums.set(zip.toString("utf8", name, name + length), zip.readUInt32LE(at + 16))
    at = name + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return sums
}

function encryptedOrOld(bytes: Uint8Array): FileError {
  const isEncrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from("EncryptedPackage", "utf16le"))
  return isEncrypted
    ? new FileError("文件已加密；请在 Word 中取消密码后另存", "the file is encrypted; save it in Word without a password")
    : new FileError("这是旧格式的 Word 文件；请在 Word 或 WPS 中另存为 .docx", "it is a Word file of the old kind; save it as .docx in Word or WPS")
}
