import type { Report } from "../report.ts"

const GOVERNMENT = /(?:人民政府|[省市县区州旗盟乡镇])$/
/** Places that end like a district and have no government of their own. */
const NO_GOVERNMENT = /(?:开发区|园区|高新区|新区|示范区|景区|度假区|保护区|林区|矿区|社区|库区|合作区|管理区)$/

/** True for a people's government: 青溪县人民政府, 青溪县; not for its departments and offices. */
export function isGovernment({ body }: Report): boolean {
  return GOVERNMENT.test(body) && !NO_GOVERNMENT.test(body)
}

/** True for a government's office, which reports of itself: 青溪县人民政府办公室. */
export function isOffice({ body }: Report): boolean {
  return /办公[室厅]$|政府办$/.test(body)
}

/** True if the title leaves no doubt that the body cannot make rules (规章): a county, town or subdistrict, or one of its offices. False if it names no body. */
export function cannotMakeRules(report: Report): boolean {
  const rulemaking = report.format.prose?.rulemaking
  if (!rulemaking) return false
  const name = rulemaking.except.reduce((left, phrase) => left.replaceAll(phrase, ""), report.body)
  return rulemaking.names.some(word => name.includes(word)) || rulemaking.endings.some(ending => name.endsWith(ending))
}
