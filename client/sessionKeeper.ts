import * as vscode from "vscode"
import type { Session } from "./session.ts"
import { t } from "./texts.ts"

/** Holds the one session of this window, which is started when it is first asked for. */
export interface SessionKeeper extends vscode.Disposable {
  /** The running session; undefined, and said so in a message, if the server cannot be started. */
  session(): Promise<Session | undefined>
  isStarted(): boolean
  stop(): Promise<void>
  readonly onDidChange: vscode.Event<void>
}

/** Needs to know where the extension is, and where it may keep what is its own. */
export function keepSession({ extensionUri, globalStorageUri }: Pick<vscode.ExtensionContext, "extensionUri" | "globalStorageUri">, log: vscode.LogOutputChannel): SessionKeeper {
  const changed = new vscode.EventEmitter<void>()
  let current: Promise<Session | undefined> | undefined
  const start = async (): Promise<Session | undefined> => {
    try {
      const { startSession } = await import("./session.ts")
      return await startSession(extensionUri, globalStorageUri, log)
    } catch (error) {
      log.error(error instanceof Error ? error : String(error))
      void offerLog(t("The checker could not be started."), log)
      return undefined
    }
  }
  const stop = async (): Promise<void> => {
    const stopping = current
    current = undefined
    changed.fire()
    await (await stopping)?.stop().catch((error: unknown) => log.warn(String(error)))
  }
  return {
    session() {
      if (!current) {
        current = start()
        void current.then(() => changed.fire())
      }
      return current
    },
    isStarted: () => current !== undefined,
    stop,
    onDidChange: changed.event,
    dispose: () => {
      void stop()
      changed.dispose()
    },
  }
}

async function offerLog(message: string, log: vscode.LogOutputChannel): Promise<void> {
  const show = t("Show Log")
  if ((await vscode.window.showErrorMessage(message, show)) === show) log.show()
}
