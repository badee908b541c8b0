import { h, type ComponentChildren, type VNode } from "preact"

/** An element of the view. Children are set as text, never read as HTML. */
export function el(tag: string, attributes: Readonly<Record<string, unknown>> | null, ...children: readonly ComponentChildren[]): VNode {
  return h(tag, attributes, ...children) as VNode
}
