/** As much of markdown-it as is measured. */
declare module "markdown-it" {
  export default class MarkdownIt {
    parse(text: string, environment: object): unknown[]
  }
}
