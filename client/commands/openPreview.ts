import type * as vscode from "vscode"
import type { SessionKeeper } from "../sessionKeeper.ts"
import { withReport } from "./document.ts"

/** Shows the report in the active editor as people read it. What does that is loaded now. */
export function openPreview(extension: vscode.Uri, keeper: SessionKeeper): Promise<void> {
  return withReport(keeper, async editor => {
    const preview = await import("../preview.ts")
    preview.openPreview(extension, keeper, editor)
  })
}
