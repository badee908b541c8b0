import * as vscode from "vscode"
import { fileName, FILTERS, listed, ORDERS, Reports, SEVERITIES, undecided, worst, type Body, type Choice, type Place, type Severity } from "./overviewModel.ts"
import { DECISIONS_FILE, isDocument, isEnabled } from "./languages.ts"
import type { ListedFinding, Rows, Session } from "./session.ts"
import type { SessionKeeper } from "./sessionKeeper.ts"
import SIGNS from "./reportSigns.json" with { type: "json" }
import { t } from "./texts.ts"

const VIEW = "reportDraft.overview"
const HAS_REPORTS = "reportDraft.hasReports"
const IS_READING = "reportDraft.overview.isReading"
/** Files by whose names a workspace is known to have reports, before any is open. */
const REPORTS = `**/{${[...SIGNS.names, "*.report.txt", DECISIONS_FILE].join(",")}}`
/** The list is drawn anew so often at most while it is short, and while it is long. */
const [SHORT, SHORT_MS, LONG_MS] = [400, 150, 1000]

/** A line of the view. */
type Node = { readonly kind: "body"; readonly body: Body } | { readonly kind: "report"; readonly place: Place; readonly name: string | null } | FindingNode
export interface FindingNode {
  readonly kind: "finding"
  readonly place: Place
  readonly finding: ListedFinding
}

/** The view of all reports, and what can be done with it. */
export interface Overview extends vscode.Disposable {
  refresh(): Promise<void>
  stop(): void
  search(given?: string): Promise<void>
  filter(given?: Choice["filter"]): Promise<void>
  sort(given?: Choice["order"]): Promise<void>
  /** Writes what is listed as a table for a spreadsheet; asks where if no place is given. */
  exportList(given?: vscode.Uri): Promise<void>
  /** The findings on which something is to be decided: those that are selected, with the one that was clicked. */
  chosen(clicked: FindingNode, selected?: readonly Node[]): FindingNode[]
  /** What the view shows, for tests. */
  readonly tree: vscode.TreeDataProvider<Node>
}

/** Shows the view 年度报告 once the workspace is known to have reports; they are read when somebody looks at it. */
export function showOverview(keeper: SessionKeeper): Overview {
  return new OverviewTree(keeper)
}

class OverviewTree implements Overview, vscode.TreeDataProvider<Node> {
  readonly tree = this
  readonly #keeper: SessionKeeper
  readonly #reports = new Reports()
  readonly #changed = new vscode.EventEmitter<undefined>()
  readonly onDidChangeTreeData = this.#changed.event
  readonly #view: vscode.TreeView<Node>
  readonly #disposables: vscode.Disposable[]
  #choice: Choice = { filter: "all", search: "", order: "name" }
  #session: Session | undefined
  #listener: vscode.Disposable | undefined
  #reading: vscode.CancellationTokenSource | undefined
  #progress: Pick<Rows, "read" | "total" | "isWhole"> = { read: 0, total: 0, isWhole: true }
  #timer: NodeJS.Timeout | undefined

  constructor(keeper: SessionKeeper) {
    this.#keeper = keeper
    this.#view = vscode.window.createTreeView<Node>(VIEW, { treeDataProvider: this, showCollapseAll: true, canSelectMany: true })
    this.#disposables = [
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(() => void this.#consider()),
      keeper.onDidChange(() => void this.#follow()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.#follow()),
    ]
    void this.#follow()
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.stop()
    this.#listener?.dispose()
    for (const disposable of this.#disposables) disposable.dispose()
  }

  async refresh(): Promise<void> {
    this.stop()
    const session = await this.#keeper.session()
    if (!session) return
    this.#attach(session)
    const reading = (this.#reading = new vscode.CancellationTokenSource())
    void vscode.commands.executeCommand("setContext", IS_READING, true)
    try {
      await vscode.window.withProgress({ location: { viewId: VIEW } }, () => session.readOverview(reading.token))
    } catch {
      // Given up, or the server has ended: what was read stays.
    } finally {
      if (this.#reading === reading) {
        this.#reading = undefined
        void vscode.commands.executeCommand("setContext", IS_READING, false)
      }
      this.#draw()
    }
  }

  stop(): void {
    this.#reading?.cancel()
  }

  async search(given?: string): Promise<void> {
    if (given !== undefined) return this.#choose({ search: given })
    const before = this.#choice.search
    const box = vscode.window.createInputBox()
    Object.assign(box, { value: before, placeholder: t("Body, year, title or file name") })
    box.onDidChangeValue(search => this.#choose({ search }))
    const isAccepted = new Promise<boolean>(resolve => {
      box.onDidAccept(() => resolve(true))
      box.onDidHide(() => resolve(false))
    })
    box.show()
    if (!(await isAccepted)) this.#choose({ search: before })
    box.dispose()
  }

  async filter(given?: Choice["filter"]): Promise<void> {
    const filter = given ?? (await pick(FILTERS, this.#choice.filter, { all: t("All reports"), errors: t("With errors"), undecided: t("With undecided findings") }))
    if (filter) this.#choose({ filter })
  }

  async sort(given?: Choice["order"]): Promise<void> {
    const order = given ?? (await pick(ORDERS, this.#choice.order, { name: t("By body"), findings: t("Most errors first"), path: t("By file") }))
    if (order) this.#choose({ order })
  }

  async exportList(given?: vscode.Uri): Promise<void> {
    const session = await this.#keeper.session()
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri
    const target = given ?? (await vscode.window.showSaveDialog({ ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `${t("Yearly reports")}.csv`) } : {}), filters: { CSV: ["csv"] } }))
    if (!session || !target) return
    const csv = await session.overviewCsv(this.#listed().map(({ uri, index }) => ({ uri, index })))
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(csv))
    void vscode.window.setStatusBarMessage(t("Saved as {0}.", fileName(target.path)), 5000)
  }

  chosen(clicked: FindingNode, selected: readonly Node[] = []): FindingNode[] {
    const all = selected.filter(node => node.kind === "finding")
    return all.some(({ finding, place }) => finding.fingerprint === clicked.finding.fingerprint && place.uri === clicked.place.uri) ? all : [clicked]
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.#bodies().map(bodyNode)
    if (node.kind === "body") return node.body.reports.map(place => ({ kind: "report", place, name: null }))
    if (node.kind === "finding") return []
    const { place } = node
    const findings = (await (await this.#keeper.session())?.findings(place)) ?? []
    return findings.map(finding => ({ kind: "finding", place, finding }))
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === "body") return bodyItem(node.body)
    return node.kind === "report" ? reportItem(node.place, node.name) : findingItem(node)
  }

  #bodies(): Body[] {
    return this.#reports.bodies(this.#choice)
  }

  #listed(): Place[] {
    return this.#bodies().flatMap(({ reports }) => reports)
  }

  #choose(choice: Partial<Choice>): void {
    this.#choice = { ...this.#choice, ...choice }
    this.#draw()
  }

  /** The view is there once a server runs, which reports bring about, or a file's name says that it is one. */
  async #follow(): Promise<void> {
    if (!this.#keeper.isStarted()) {
      this.#listener?.dispose()
      this.#listener = this.#session = undefined
      this.#reports.clear()
      this.#drawSoon()
    }
    const hasSign = this.#keeper.isStarted() || (await vscode.workspace.findFiles(REPORTS, "**/node_modules/**", 1)).length > 0
    // A server may have been started while files were looked for.
    const hasReports = isEnabled() && (hasSign || this.#keeper.isStarted())
    await vscode.commands.executeCommand("setContext", HAS_REPORTS, hasReports)
    await this.#consider()
  }

  /** Reads the reports once they are looked at. */
  async #consider(): Promise<void> {
    if (this.#view.visible && !this.#session && !this.#reading && isEnabled()) await this.refresh()
  }

  #attach(session: Session): void {
    if (session === this.#session) return
    this.#session = session
    this.#listener?.dispose()
    this.#listener = session.onRows(({ drafts, ...progress }) => {
      this.#reports.take(drafts)
      this.#progress = progress
      this.#drawSoon()
    })
  }

  #drawSoon(): void {
    this.#timer ??= setTimeout(() => this.#draw(), this.#reports.size < SHORT ? SHORT_MS : LONG_MS)
  }

  #draw(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const all = this.#reports.all()
    const count = (of: (place: Place) => number): number => all.reduce((sum, place) => sum + of(place), 0)
    const sum = all.length === 0 ? "" : t("{0} reports · errors {1} · undecided {2}", all.length, count(({ counts }) => counts?.error ?? 0), count(undecided))
    this.#view.message = [sum, this.#message(all.length)].filter(Boolean).join(" · ")
    this.#changed.fire(undefined)
  }

  #message(all: number): string {
    const { filter, search } = this.#choice
    const { read, total, isWhole } = this.#progress
    return [
      ...(this.#reading ? [t("Reading: {0} of {1}", read, total)] : read < total ? [t("Stopped: {0} of {1} were read.", read, total)] : []),
      ...(filter !== "all" || search !== "" ? [t("Listed: {0} of {1}", this.#listed().length, all)] : []),
      ...(isWhole ? [] : [t("There are more files than are looked at.")]),
    ].join(" · ")
  }
}

async function pick<T extends string>(values: readonly T[], current: T, names: Readonly<Record<T, string>>): Promise<T | undefined> {
  const items = values.map(value => ({ label: names[value], value, description: value === current ? "✓" : "" }))
  return (await vscode.window.showQuickPick(items))?.value
}

/** A body with one report is that report. */
function bodyNode(body: Body): Node {
  const [only, ...others] = body.reports
  return others.length > 0 ? { kind: "body", body } : { kind: "report", place: only!, name: body.name }
}

const ICON: Readonly<Record<Severity, vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground")),
  warning: new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground")),
  information: new vscode.ThemeIcon("info"),
  hint: new vscode.ThemeIcon("info"),
}

function iconOf(place: Place): vscode.ThemeIcon {
  const severity = worst(place)
  return severity ? ICON[severity] : new vscode.ThemeIcon(place.counts ? "pass" : "circle-outline")
}

/** 错误 2 · 警告 1 · 已忽略 3 */
function stateOf(place: Place): string {
  const { counts, accepted, confirmed } = place
  if (!counts) return "…"
  const names: Readonly<Record<Severity, string>> = { error: t("errors"), warning: t("warnings"), information: t("information"), hint: t("hints") }
  const parts = [...SEVERITIES.map(severity => [names[severity], counts[severity]] as const), [t("ignored"), accepted] as const, [t("confirmed"), confirmed] as const]
  const said = parts.flatMap(([name, count]) => (count > 0 ? [`${name} ${count}`] : []))
  return listed(place) === 0 ? [t("no problems"), ...said].join(" · ") : said.join(" · ")
}

const yearOf = ({ year }: Place): string => (year === null ? t("no year") : String(year))

function bodyItem({ name, reports }: Body): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed)
  const bad = [...reports].sort((a, b) => rank(a) - rank(b))[0]!
  item.id = `body:${name}`
  item.description = reports.map(place => `${yearOf(place)} ${place.counts ? signOf(place) : "…"}`).join(" · ")
  item.tooltip = reports.map(place => `${yearOf(place)}: ${stateOf(place)}`).join("\n")
  item.iconPath = iconOf(bad)
  return item
}

const rank = (place: Place): number => SEVERITIES.findIndex(severity => severity === worst(place)) >>> 0
const signOf = (place: Place): string => (listed(place) === 0 ? "✓" : String(listed(place)))

function reportItem(place: Place, name: string | null): vscode.TreeItem {
  const item = new vscode.TreeItem(name ?? yearOf(place), listed(place) + place.accepted > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None)
  item.id = `report:${place.uri}#${place.index}`
  item.description = name === null ? stateOf(place) : `${yearOf(place)} · ${stateOf(place)}`
  item.tooltip = `${place.title}\n${vscode.workspace.asRelativePath(vscode.Uri.parse(place.uri))}`
  item.iconPath = iconOf(place)
  item.contextValue = "report"
  item.command = opening(place, new vscode.Range(place.line, 0, place.line, 0))
  return item
}

function findingItem({ place, finding }: FindingNode): vscode.TreeItem {
  const { rule, severity, message, range: { start, end }, where, fingerprint, decision } = finding
  const item = new vscode.TreeItem(message)
  item.id = `finding:${place.uri}#${place.index}#${fingerprint}`
  item.description = [where ?? "", decision ? `${decision.verdict === "accepted" ? t("ignored") : t("confirmed")}: ${decision.reason}` : "", rule].filter(Boolean).join(" · ")
  item.tooltip = `${message}\n${rule}`
  item.iconPath = decision?.verdict === "accepted" ? new vscode.ThemeIcon("circle-slash") : ICON[severity]
  item.contextValue = decision ? "finding.decided" : "finding"
  item.command = opening(place, new vscode.Range(start.line, start.character, end.line, end.character))
  return item
}

function opening({ uri }: Place, selection: vscode.Range): vscode.Command {
  const file = vscode.Uri.parse(uri)
  // They are converted when they are read: there is no place in them that an editor could show.
  if (isDocument(file)) return { command: "revealInExplorer", title: "", arguments: [file] }
  return { command: "vscode.open", title: "", arguments: [file, { selection, preserveFocus: true, preview: true }] }
}
