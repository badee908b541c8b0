/** The built-in formats as their files say: the build puts all JSON files of this folder into the list, but for base.json and the schema. */
declare const files: readonly Readonly<Record<string, unknown>>[]
export default files
