import type { ReportFormat } from "./report/format.ts"
import gov2019 from "../formats/gov-disclosure-2019.json" with { type: "json" }
import gov2021 from "../formats/gov-disclosure-2021.json" with { type: "json" }

/** The formats that are built in, newest first. */
export const FORMATS: readonly ReportFormat[] = [gov2021 as ReportFormat, gov2019 as ReportFormat]
