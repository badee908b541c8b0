import type { Text } from "../engine/report/format.ts"

/** What is said of a fault, and the path or option that it concerns, where that is one: all of it that goes from one thread to another. */
export interface Told {
  readonly text: Text
  readonly subject: string | null
}

/** A fault of use or of a file. Its text is one clear sentence without a full stop. */
export class Fault extends Error implements Told {
  readonly text: Text
  readonly subject: string | null

  constructor(zh: string, en: string, subject: string | null = null) {
    super(en)
    this.text = { zh, en }
    this.subject = subject
  }
}

/** Any error as a fault that names what it concerns: a path or an option. */
export function faultOf(subject: string, error: unknown): Fault {
  const { zh, en } = reasonOf(error)
  return new Fault(`${subject}：${zh}`, `${subject}: ${en}`, subject)
}

/** What is wrong, without what it concerns. */
export function reasonOf(error: unknown): Text {
  // Readers of files are loaded as a bundle of their own: their errors are known by what they have.
  if (error instanceof Fault || error instanceof Error && "text" in error) return error.text as Text
  const { code, message } = error as NodeJS.ErrnoException
  const known = code === undefined ? undefined : REASONS[code]
  return known ?? { zh: `无法处理（${message}）`, en: `cannot be handled (${message})` }
}

const REASONS: Readonly<Record<string, Text>> = {
  ENOENT: { zh: "找不到这个文件", en: "there is no such file" },
  ENOTDIR: { zh: "找不到这个文件", en: "there is no such file" },
  EISDIR: { zh: "是文件夹，不是文件", en: "it is a folder, not a file" },
  EACCES: { zh: "没有权限", en: "permission denied" },
  EPERM: { zh: "没有权限", en: "permission denied" },
  EROFS: { zh: "所在磁盘是只读的", en: "it is on a read-only disk" },
  ENOSPC: { zh: "磁盘已满", en: "the disk is full" },
  EDQUOT: { zh: "磁盘配额已用完", en: "the disk quota is used up" },
  EFBIG: { zh: "文件太大", en: "the file is too large" },
  ERR_FS_FILE_TOO_LARGE: { zh: "文件太大", en: "the file is too large" },
  ERR_STRING_TOO_LONG: { zh: "文件太大", en: "the file is too large" },
  EBUSY: { zh: "正被其他程序使用", en: "another program is using it" },
  EMFILE: { zh: "打开的文件太多", en: "too many files are open" },
  ERR_WORKER_OUT_OF_MEMORY: { zh: "内存不足", en: "out of memory" },
  ELOOP: { zh: "符号链接成环", en: "its symbolic links form a loop" },
  ENAMETOOLONG: { zh: "文件名太长", en: "the name is too long" },
}
