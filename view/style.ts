/** How the view looks: in VS Code in the colours of its theme, elsewhere light or dark as the reader has it, and on paper. */
export const STYLE = `
:root { color-scheme: light dark;
  --back: var(--vscode-editor-background, light-dark(#fff, #1e1e1e)); --fore: var(--vscode-editor-foreground, light-dark(#1f1f1f, #d4d4d4));
  --line: var(--vscode-contrastBorder, light-dark(#999, #666)); --head: var(--vscode-editorWidget-background, light-dark(#f3f3f3, #2a2a2a));
  --error: var(--vscode-editorError-foreground, light-dark(#c4002b, #ff6b6b)); --warning: var(--vscode-editorWarning-foreground, light-dark(#9a6700, #e2b93d));
  --info: var(--vscode-editorInfo-foreground, light-dark(#0b62b8, #6cb6ff)); --faint: var(--vscode-descriptionForeground, light-dark(#666, #999)); --focus: var(--vscode-focusBorder, light-dark(#0b62b8, #6cb6ff)); }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--back); color: var(--fore); line-height: 1.6;
  font-family: var(--vscode-font-family, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif); font-size: var(--vscode-font-size, 14px); }
h1 { font-size: 1.4em; text-align: center; } h2 { font-size: 1.15em; white-space: pre-wrap; } p { white-space: pre-wrap; overflow-wrap: anywhere; } pre { overflow: auto; }
a { color: inherit; text-decoration-color: var(--faint); } code { color: var(--faint); font-size: .85em; }
p, h2, pre, th, td, li, h1 { unicode-bidi: isolate; }
.findings ol { padding-inline-start: 1.6em; } .findings li { margin: .25em 0; } .severity { font-weight: 600; }
li.error .severity { color: var(--error); } li.warning .severity { color: var(--warning); } li.information .severity, li.hint .severity { color: var(--info); }
figure { margin: 1em 0; } figcaption { font-weight: 600; margin-bottom: .3em; } figcaption::first-letter { text-transform: uppercase; } .scroll { overflow-x: auto; container-type: inline-size; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .2em .5em; } th { font-weight: 400; background: var(--head); text-align: start; }
thead th { text-align: center; } th.title { font-weight: 600; } th[scope="row"] { min-width: 11em; } th[scope="rowgroup"] { min-width: 4em; } th.stub { max-width: 18em; font-size: .85em; }
td { text-align: center; min-width: 2.2em; height: 1.5em; font-variant-numeric: tabular-nums; }
td.none { background: var(--head); } tr.missing { color: var(--faint); } tr.missing th { text-decoration: line-through; }
td.blank { background: color-mix(in srgb, var(--faint) 30%, transparent); }
td.unreadable, td.placeholder { background: repeating-linear-gradient(45deg, transparent 0 5px, color-mix(in srgb, var(--faint) 45%, transparent) 5px 7px); }
mark { background: none; color: inherit; }
mark.error, td.error, th.error { background-color: color-mix(in srgb, var(--error) 25%, transparent); box-shadow: inset 0 0 0 2px var(--error); }
mark.warning, td.warning, th.warning { background-color: color-mix(in srgb, var(--warning) 25%, transparent); box-shadow: inset 0 0 0 2px var(--warning); }
mark.information, mark.hint, td.information, td.hint, th.information, th.hint { box-shadow: inset 0 -2px 0 var(--info); }
:target, [aria-current="true"] { outline: 2px solid var(--focus); outline-offset: -1px; }
button { font: inherit; color: var(--vscode-button-secondaryForeground, inherit); background: var(--vscode-button-secondaryBackground, var(--head)); border: 1px solid var(--line); border-radius: 3px; margin-inline-start: .4em; cursor: pointer; white-space: nowrap; }
button.link { background: none; border: 0; padding: 0; margin: 0; color: inherit; text-align: start; white-space: normal; text-decoration: underline; text-decoration-color: var(--faint); }
:focus-visible { outline: 2px solid var(--focus); }
input.edit { width: 5em; font: inherit; text-align: center; background: var(--vscode-input-background, var(--back)); color: var(--vscode-input-foreground, var(--fore)); border: 1px solid var(--focus); }
.bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .3em .5em; align-items: baseline; padding: .4em 0; background: var(--back); border-bottom: 1px solid var(--line); } .bar .help { color: var(--faint); margin-inline-start: auto; } .bar > :first-child { white-space: nowrap; }
.drafts { display: flex; flex-direction: column; } .drafts > nav { order: -1; } .draft { border-top: 3px double var(--line); }
.drafts > nav td { text-align: start; } .skip { position: absolute; inset-inline-start: -99em; } .skip:focus { position: static; }
.versions { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; } .versions > section { min-width: 0; } .changes td { text-align: start; } .changes { margin-bottom: 1em; }
@media (max-width: 45rem) { body { padding: .6rem; } .bar .help { margin-inline-start: 0; font-size: .85em; } }
@container (max-width: 42rem) { thead th { min-width: 2.2em; } table { font-size: .85em; line-height: 1.4; } th, td { padding: .15em .3em; } th[scope="row"] { min-width: 8em; } th[scope="rowgroup"] { min-width: 3em; } td { min-width: 1.8em; } }
@media print { :root { color-scheme: light; } body { max-width: none; font-size: 10pt; } .skip, .bar { display: none; } .scroll { overflow: visible; } tr, li { break-inside: avoid; } h1, h2, figcaption { break-after: avoid; } * { print-color-adjust: exact; } }
`

/** What the page with a text field of its own adds: the text on the left, or above on a narrow window. */
export const OFFLINE_STYLE = `
body { display: grid; grid-template-columns: minmax(20rem, 2fr) 3fr; gap: 1rem; max-width: none; height: calc(100vh - 2rem); }
#source { display: flex; flex-direction: column; min-height: 0; } #root { overflow: auto; min-height: 0; } #source label { align-self: start; padding: .2em .8em; background: var(--head); border: 1px solid var(--line); border-radius: 3px; cursor: pointer; } #source label:focus-within { outline: 2px solid var(--focus); } #source [type="file"] { position: absolute; width: 1px; opacity: 0; } #note { color: var(--faint); margin: .4em 0; }
#draft { flex: 1; resize: none; padding: .6em; font: inherit; line-height: 1.5; color: inherit; background: var(--back); border: 1px solid var(--line); tab-size: 4; }
@media (max-width: 60rem) { body { grid-template-columns: 1fr; height: auto; } #draft { min-height: 16rem; } }
@media print { #source { display: none; } body { display: block; height: auto; } }
`
