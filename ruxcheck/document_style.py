"""How a report looks in HTML: paper first (A4 or Letter, whichever the printer holds), then screen, then phone."""

STYLE = """
:root { color-scheme: light; --ink: #18222c; --soft: #4a5560; --quiet: #2b3640; --line: #b9c1c9; --met: #11686f; --not-met: #b03a0b; --cannot-tell: #5f5396; }
* { box-sizing: border-box; }
html { font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: var(--ink); background: #fff; -webkit-text-size-adjust: 100%; }
body { margin: 0; }
main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.2rem; }
h1, h2, h3 { line-height: 1.2; break-after: avoid; }
h1 { font-size: 1.5rem; margin: 1.4rem 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; padding-top: .5rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.03rem; margin: 1.5rem 0 .3rem; }
p { margin: .4rem 0; max-width: 50rem; }
dl { margin: .4rem 0; break-inside: avoid; } dl > div { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: .2rem .8rem; padding: .1rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
ul, ol { margin: .4rem 0; padding-left: 1.3rem; } ol { padding-left: 2.2rem; } ol > li::marker { content: "[" counter(list-item) "]  "; } li { margin: .2rem 0; break-inside: avoid; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: .8rem 0 1rem; font-size: .87rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .2rem 0; break-after: avoid; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { border-top: 1px solid var(--ink); border-bottom: 1.5px solid var(--ink); font-weight: 600; }
tbody th { font-weight: 400; } .named tbody th { font-weight: 600; } .short { break-inside: avoid; }
td > span, td > b, th > span, dd > span, li > span { display: block; }
small { display: block; font-size: .92em; font-weight: 400; color: var(--quiet); overflow-wrap: anywhere; }
b { font-weight: 600; }
b > i { display: inline-flex; align-items: center; justify-content: center; width: 1.35em; height: 1.35em; margin-right: .15em; font-size: .8em; font-style: normal; border: 1.5px solid; }
b.met > i { color: var(--met); border-radius: 50%; }
b.not-met > i { color: var(--not-met); }
b.cannot-tell > i { color: var(--cannot-tell); border-style: dashed; border-radius: .35em; }
figure { margin: 1rem 0; break-inside: avoid; } img { display: block; width: 100%; height: auto; }
figcaption { font-size: .87rem; color: var(--soft); }
time { white-space: nowrap; }
a { color: inherit; text-underline-offset: 2px; }
footer { margin-top: 2rem; padding-bottom: 1.5rem; font-size: .8rem; color: var(--soft); }
@media (max-width: 40rem) {
  main, footer { padding: 0 .9rem; }
  dl > div { grid-template-columns: 6.2rem minmax(0, 1fr); gap: .6rem; } figure { overflow-x: auto; } img { min-width: 34rem; }
  table, caption, tbody { display: block; } thead, colgroup { display: none; }
  tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  tbody th, td { display: block; width: auto; border: 0; padding: .1rem 0; }
  td { display: grid; grid-template-columns: 6.2rem minmax(0, 1fr); column-gap: .6rem; }
  td::before { content: attr(data-head); color: var(--soft); grid-row: 1 / span 9; }
  td > * { grid-column: 2; }
}
@media print {
  html { font-size: 9.5pt; line-height: 1.32; }
  main { max-width: none; padding: 0; } footer { display: none; }
  h1 { margin-top: 0; } h2 { margin-top: 1.4rem; } p { max-width: none; orphans: 3; widows: 3; }
  a { text-decoration: none; } .new-page { break-before: page; }
}
@page { margin: 15mm 15mm 18mm; @bottom-left { font: 8pt sans-serif; color: #4a5560; } @bottom-right { content: "page " counter(page) " of " counter(pages); font: 8pt sans-serif; color: #4a5560; } }
"""
