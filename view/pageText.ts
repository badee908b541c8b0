import type { VNode } from "preact"
import { render } from "preact-render-to-string"
import { STYLE } from "./style.ts"

/** A tree as HTML; whatever a draft says comes out as text. */
export const htmlOf = (node: VNode): string => render(node)

/** What a file of the view begins with: no scripts, nothing from elsewhere. `locale` is the language of its words. */
export function pageHead(title: VNode, locale: "zh" | "en"): string {
  return `<!DOCTYPE html>
<html lang="${locale === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
${htmlOf(title)}
<style>${STYLE}</style>
</head>
`
}
