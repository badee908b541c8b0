import { extendFormat } from "./report/extendFormat.ts"
import type { ReportFormat } from "./report/format.ts"
import gov2019 from "../formats/gov-disclosure-2019.json" with { type: "json" }
import gov2021 from "../formats/gov-disclosure-2021.json" with { type: "json" }

const GOV_2019 = gov2019 as ReportFormat
const GOV_2021 = extendFormat(gov2021, GOV_2019) as unknown as ReportFormat

/** The formats that are built in, newest first. */
export const FORMATS: readonly ReportFormat[] = [GOV_2021, GOV_2019]
