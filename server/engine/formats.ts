import { extendFormat, type Fields } from "./report/extendFormat.ts"
import type { ReportFormat } from "./report/format.ts"
import base from "../formats/base.json" with { type: "json" }
import departmentAccounts from "../formats/department-accounts.json" with { type: "json" }
import gov2019 from "../formats/gov-disclosure-2019.json" with { type: "json" }
import gov2021 from "../formats/gov-disclosure-2021.json" with { type: "json" }
import lawEnforcement from "../formats/law-enforcement.json" with { type: "json" }

/** What every format has of itself: the words in which any report tells sums, rates, growth and dates. */
export const BASE: Fields = base

const whole = (written: Fields, before: Fields): ReportFormat => extendFormat(written, before) as unknown as ReportFormat

const GOV_2019 = whole(gov2019, BASE)
const GOV_2021 = whole(gov2021, { ...GOV_2019 })

/** The formats that are built in; those of one kind of report newest first. */
export const FORMATS: readonly ReportFormat[] = [GOV_2021, GOV_2019, whole(lawEnforcement, BASE), whole(departmentAccounts, BASE)]
