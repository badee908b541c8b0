/** An example draft: a sentence of the overview above a table of reviews and suits, whose five figures of reviews are given (3|1|0|0|4). */
export function litigationExample(sentence: string, reviews: string): string {
  return `某县林业局2023年政府信息公开工作年度报告

一、总体情况

${sentence}

四、政府信息公开行政复议、行政诉讼情况

|行政复议|||||行政诉讼||||||||||
|结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|||||复议后起诉|||||
||||||结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计|
|${reviews}|0|0|0|0|0|0|0|0|0|0|
`
}
