import type { Text } from "../engine/report/format.ts"

/** Why a Word or web file cannot be read. Its text is one clear sentence without a full stop. */
export class FileError extends Error {
  readonly text: Text

  constructor(zh: string, en: string) {
    super(en)
    this.text = { zh, en }
  }
}
