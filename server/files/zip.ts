import { unzipSync, zipSync } from "fflate"
import { FileError } from "./fileError.ts"
import { latin1 } from "./latin1.ts"
import { broken } from "./tree.ts"

/** The parts of an Office file by their names, in their order. */
export type Parts = Readonly<Record<string, Uint8Array>>

/** More than any report unpacks to, pictures included: a small file that unpacks to more is made to fill memory. */
const MAX_UNPACKED = 256 * 2 ** 20
const MAX_PART = 64 * 2 ** 20
const MAX_PARTS = 5000

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** Unpacks an Office file, or those of its parts that are wanted. Sizes are those that the file states; a part that unpacks to more is an error. */
export function unpack(bytes: Uint8Array, isWanted: (name: string) => boolean = () => true): Parts {
  if (OLE.every((byte, i) => bytes[i] === byte)) throw encryptedOrOld(bytes)
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

const [DIRECTORY_END, DIRECTORY_ENTRY] = [0x06054b50, 0x02014b50]
const [END_SIZE, ENTRY_SIZE] = [22, 46]

/** The checksums that the directory at the end of a zip file states: fflate does not compare them. */
function checksums(bytes: Uint8Array): Map<string, number> {
  const zip = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sums = new Map<string, number>()
  let end = zip.byteLength - END_SIZE
  while (end >= 0 && zip.getUint32(end, true) !== DIRECTORY_END) end--
  if (end < 0) return sums
  let at = zip.getUint32(end + 16, true)
  while (at + ENTRY_SIZE <= zip.byteLength && zip.getUint32(at, true) === DIRECTORY_ENTRY) {
    const name = at + ENTRY_SIZE
    const length = zip.getUint16(at + 28, true)
    sums.set(new TextDecoder().decode(bytes.subarray(name, name + length)), zip.getUint32(at + 16, true))
    at = name + length + zip.getUint16(at + 30, true) + zip.getUint16(at + 32, true)
  }
  return sums
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
  return value
})

/** As zip files have it. The page for those without an editor reads them, too, and no browser offers it. */
function crc32(bytes: Uint8Array): number {
  let sum = -1
  for (const byte of bytes) sum = (sum >>> 8) ^ CRC_TABLE[(sum ^ byte) & 0xff]!
  return ~sum >>> 0
}

function encryptedOrOld(bytes: Uint8Array): FileError {
  const isEncrypted = latin1(bytes).includes([..."EncryptedPackage"].join("\0"))
  return isEncrypted
    ? new FileError("文件已加密；请在 Word 中取消密码后另存", "the file is encrypted; save it in Word without a password")
    : new FileError("这是旧格式的 Word 文件；请在 Word 或 WPS 中另存为 .docx", "it is a Word file of the old kind; save it as .docx in Word or WPS")
}
