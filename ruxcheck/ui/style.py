"""The one stylesheet: what the theme cannot say. Colours work on light and dark paper and never carry meaning alone."""

from ruxcheck.charts.frame import INK

# words and edges that a chart draws in ink; the server learns of another theme only with the next run, and until then they
# take the colour of the page
INKED = "".join(
    f'svg.marks [{part}="{ink}"] {{ {part}: currentColor; }} ' for ink in INK.values() for part in ("fill", "stroke")
)
STYLE = (
    f"<style>{INKED}</style>"
    """<style>
:root { --met: #16808a; --not-met: #c2410c; --cannot-tell: #7b6fb0; }
.stMainBlockContainer { padding-top: 3.9rem; padding-bottom: 2rem; max-width: 1560px; }
.stMainBlockContainer h1 { font-size: 1.45rem; padding: 0 0 .3rem; }
.stMainBlockContainer h2 { font-size: 1.15rem; padding: .6rem 0 .2rem; }
.stMainBlockContainer h3 { font-size: 1rem; padding: .4rem 0 .1rem; }
.stMainBlockContainer .stHeading { margin-bottom: .6rem; }
.stMainBlockContainer > .stVerticalBlock { gap: .6rem; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: inherit; opacity: .88; }
.rux { font-variant-numeric: tabular-nums; line-height: 1.35; }
.rux p { margin: .15rem 0; }
.rux-tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem; min-height: 19rem; align-content: start; }
.rux-tile { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-left-width: 6px; border-radius: 3px; padding: .4rem .65rem .5rem; }
.rux .rux-tile h3 { font-family: inherit; font-size: .86rem; font-weight: 650; margin: 0; padding: 0; letter-spacing: 0; }
.rux-tile .word { display: flex; align-items: center; gap: .5rem; font-size: 1.5rem; font-weight: 750; line-height: 1.2; white-space: nowrap; }
.rux-tile .why { font-size: .86rem; }
.rux-tile .more { font-size: .8rem; opacity: .85; }
.rux-tile .caution { font-size: .84rem; font-weight: 600; }
.rux-shape { display: inline-flex; align-items: center; justify-content: center; width: 1.5em; height: 1.5em; font-size: .72em; font-weight: 800; flex: none; color: #fff; }
.rux-met { border-left-color: var(--met); } .rux-not-met { border-left-color: var(--not-met); } .rux-cannot-tell { border-left: 6px dashed var(--cannot-tell); }
.rux-met .rux-shape, .rux-shape.met { background: var(--met); border-radius: 50%; }
.rux-not-met .rux-shape, .rux-shape.not-met { background: var(--not-met); border-radius: 0; }
.rux-cannot-tell .rux-shape, .rux-shape.cannot-tell { background: transparent; color: inherit; border: 2px dashed var(--cannot-tell); border-radius: .5em; }
.rux-table { width: 100%; border-collapse: collapse; font-size: .88rem; }
.rux-table th { text-align: left; font-weight: 600; border-bottom: 2px solid color-mix(in srgb, currentColor 35%, transparent); padding: .2rem .5rem; }
.rux-table td { vertical-align: top; border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent); padding: .25rem .5rem; }
.rux-table td.result { white-space: nowrap; font-weight: 600; }
.rux-table td.figure { white-space: nowrap; }
.rux-table caption { text-align: left; font-weight: 600; padding: .3rem 0; }
.rux-table .rux-shape { font-size: .7em; margin-right: .4em; }
.rux-table .rux-shape.cannot-tell { border-width: 1px; }
.rux-scroll { overflow-x: auto; }
.rux a { color: inherit; text-decoration: underline; text-underline-offset: 2px; }
.rux small { opacity: .85; }
.st-key-facts .stButtonGroup, .st-key-facts .stTextInput { display: flex; flex-direction: row; align-items: center; justify-content: space-between; gap: 1rem; }
.st-key-facts .stTextInput > div { max-width: 8rem; }
.st-key-note_text .stCode > div:has(button), .st-key-link_text .stCode > div:has(button) { visibility: visible; opacity: 1; }
.st-key-note_text .stCode button, .st-key-link_text .stCode button { width: auto; min-height: 2.2rem; padding: 0 .6rem; font-weight: 600; }
.st-key-note_text .stCode button::after, .st-key-link_text .stCode button::after { content: "Copy"; margin-left: .4rem; }
.st-key-link_text pre { padding-right: 6.5rem; } .st-key-note_text pre { padding-top: 3.4rem; }
.st-key-note_text code { font-size: .8rem; }
.rux ul { margin: .2rem 0 .4rem 1.1rem; padding: 0; } .rux li { margin: .1rem 0; }
.stDateInput [role="spinbutton"] { display: inline-block; min-width: 24px; min-height: 24px; line-height: 24px; text-align: center; }
.rux-pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .5rem 1rem; }
.rux-frames td { min-width: 5.5rem; } .rux-frames td + td { min-width: 9.5rem; }
.rux-sides td { width: 40%; overflow-wrap: anywhere; } .rux-sides td:first-child { width: 20%; }
.rux-sides td :is(p, ul, li) { font-size: inherit; } .rux-sides td p { margin: 0 0 .1rem; }
.rux-sides td ul { margin: 0 0 0 1rem; }
[class*="st-key-screen_rows"] button[aria-label^="Download as CSV"] { display: none; }
.rux-progress { display: flex; align-items: center; gap: .8rem; white-space: nowrap; }
.rux-progress [role="progressbar"] { display: flex; gap: 3px; flex: 1; max-width: 26rem; }
.rux-progress i { flex: 1; height: .5rem; border: 1px solid var(--met); border-radius: 2px; } .rux-progress i.done { background: var(--met); }
.rux-words p { font-size: 1.2rem; line-height: 1.5; margin: .2rem 0 .6rem; }
.rux-steps ol { columns: 26rem auto; margin: 0; padding-left: 1.6rem; } .rux-steps li { padding: .2rem 0; break-inside: avoid; }
.rux-steps a { display: inline-block; vertical-align: top; } .rux-steps a[aria-current] { font-weight: 700; }
.rux-case-words { font-size: 1.15rem; line-height: 1.45; display: block; }
.rux-day { white-space: nowrap; }
.rux-figures { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: .5rem 0; }
.rux-figure b { display: block; font-size: 2.1rem; line-height: 1.15; }
.rux-case .rux-tile { margin-bottom: .5rem; border-left-width: 1px; }
.rux-said { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1.2rem; font-size: 1.1rem; }
.st-key-case_show button { border: 2px solid currentColor; } .st-key-case_show button p { font-weight: 700; }
.rux-agree { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .9rem; font-weight: 650; }
.rux-lesson { border-top: 2px solid color-mix(in srgb, currentColor 35%, transparent); padding-top: .4rem; font-size: 1.1rem; max-width: 48rem; }
.rux-phone { display: none; }
.rux-unseen, .stExpander summary .stMarkdownColoredText, .stDownloadButton .stMarkdownColoredText { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
.stDownloadButton button, .stDownloadButton button * { white-space: normal; text-align: left; }
.stSelectbox button[aria-label="Clear value"] { min-width: 24px; }
@media (max-width: 799px) { .st-key-presenter { display: none; } }
body:has([data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])) [role="dialog"]:not(:has(.stVerticalBlock)) > h2 + div > * { display: none; }
body:has([data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])) [role="dialog"]:not(:has(.stVerticalBlock)) > h2 + div::before { content: "The server does not answer. This page tries again by itself and then says what came back. Until then you can close this and read on; nothing can be entered."; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.7rem .8rem 1rem; }
  .stMainBlockContainer h1 { font-size: 1.15rem; }
  .stMainBlockContainer .stHeading { margin-bottom: .45rem; }
  .stMainBlockContainer .stVerticalBlock { gap: .35rem; }
  .stMainBlockContainer .stCaption p { font-size: .75rem; margin: 0; }
  .stMainBlockContainer .stHorizontalBlock { row-gap: .4rem; }
  .rux-words p { font-size: 1rem; line-height: 1.4; }
  .st-key-story_controls > .stElementContainer:first-child { flex-basis: 100%; }
  .rux-steps li { padding: .6rem 0; }
  .rux-phone { display: inline; } .rux-desk { display: none; }
  .rux-tiles { display: block; min-height: 20rem; }
  .rux-tile { padding: .16rem .5rem; margin-bottom: .2rem; display: grid; grid-template-columns: 7.6rem minmax(0, 1fr); column-gap: .4rem; align-items: center; }
  .rux-tile .word { font-size: .95rem; gap: .35rem; grid-row: 1; grid-column: 1; }
  .rux .rux-tile h3 { grid-row: 1; grid-column: 2; }
  .rux-tile p { grid-column: 1 / -1; }
  .rux-tile .why, .rux-tile .more { font-size: .76rem; }
  .rux-tile .why { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .stButtonGroup button, .stPopover button, .stButton button, .stDownloadButton button { min-height: 44px; }
  .st-key-labs_result input, .st-key-labs_patients input { min-height: 44px; }
  .rux-tile .caution { font-size: .78rem; }
  .rux-tile .wide { display: none; }
  .rux-others { display: block; }
  .rux .rux-pair .rux-tile .why, .rux-case .rux-tile .why { white-space: normal; }
  .rux.rux-case .rux-tile { display: block; padding: .4rem .6rem; }
  .rux-case .rux-tile :is(.why, .more, .caution) { font-size: .86rem; }
  .rux-figure b { font-size: 1.6rem; }
  .rux-sides tr { display: grid; grid-template-columns: 1fr 1fr; }
  .rux-sides tr > td, .rux-sides tr > th { width: auto; padding: .25rem .3rem; }
  .rux-sides tr > :first-child { grid-column: 1 / -1; border-bottom: 0; padding-bottom: 0; width: auto; }
  .rux-sides thead tr > :first-child { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  .rux-others .why { display: inline-block; margin-right: .6rem; }
}
.stVegaLiteChart, .stVegaLiteChart svg.marks { max-width: 100%; } .stVegaLiteChart svg.marks { height: auto; }
/* a form beside its answer needs room: at 200% zoom of a desktop it stands above */
@media (max-width: 900px) { .stHorizontalBlock:has(.st-key-iga) > .stColumn { min-width: 100%; } }
:focus-visible { outline: 2px solid currentColor !important; outline-offset: 1px; }
[data-testid="stMain"]:focus-visible { outline-offset: -3px; }
.stCheckbox label:has(input:focus-visible), .stSlider [role="group"]:has(input:focus-visible) { outline: 2px solid currentColor; outline-offset: 3px; }
[data-testid="stElementToolbar"]:focus-within, [data-testid="stHeaderActionElements"]:focus-within, [data-testid="stHeaderActionElements"] :focus-visible { opacity: 1 !important; visibility: visible !important; }
/* where the system sets the colours, what is chosen is told by them */
@media (forced-colors: active) {
  [role="radio"][aria-checked="true"], button[aria-pressed="true"], [data-testid="stTopNavLink"][aria-current] { forced-color-adjust: none; background: Highlight !important; }
  :is([role="radio"][aria-checked="true"], button[aria-pressed="true"], [data-testid="stTopNavLink"][aria-current]), :is([role="radio"][aria-checked="true"], button[aria-pressed="true"], [data-testid="stTopNavLink"][aria-current]) * { color: HighlightText !important; }
  .stCheckbox label > span + div, .stSlider [style*="translate(-50%"] { border: 2px solid ButtonText; }
  .stCheckbox label:has(:checked) > span + div { forced-color-adjust: none; background: Highlight; }
  .stCheckbox label > span + div > div { forced-color-adjust: none; background: ButtonText; }
  .rux-met .rux-shape, .rux-not-met .rux-shape, .rux-shape.met, .rux-shape.not-met { border: 2px solid currentColor; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
</style>"""
)
