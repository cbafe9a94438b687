"""Presenter size: one page for a room. Large words, and nothing around them; the style alone makes the difference.

A page hides more of itself by giving it a key that begins with "away"; pictures shown meanwhile are made by `charts.large`
under a key that ends in "_large".
"""

import streamlit as st

ON = "presenting"
KEYS = "presenter_keys"
MAGNIFIED = 1.5  # words of 12 px become 18 px
AWAY = (
    '[data-testid="stHeader"]',
    '[class*="st-key-everything_download"]',
    '[class*="st-key-away"]',
    ".rux-steps",
    '.stElementContainer:has([data-testid="stCaptionContainer"], .stCaptionContainer)',
    f".st-key-{KEYS}",
    '[class*="_large_open"]',
)
# sizes for 1280 x 720; a wider screen shows the same, larger. On a phone nothing changes: it is no screen for a room.
STYLE = f"""<style>
@media (min-width: 800px) {{
  {", ".join(AWAY)} {{ display: none !important; }}
  .stMainBlockContainer {{ padding: .9rem 2rem .4rem !important; max-width: none !important; }}
  .stMainBlockContainer h1 {{ font-size: max(40px, 3.125vw) !important; line-height: 1.15; padding: 0 0 .4rem !important; }}
  .rux-words p {{ font-size: max(26px, 2.05vw) !important; line-height: 1.36; margin: 0; }}
  .rux-rests small {{ font-size: max(14px, 1.1vw); }}
  .rux-progress b {{ font-size: max(18px, 1.4vw); }}
  [data-testid="stFullScreenFrame"]:has([data-testid="stVegaLiteChart"]) {{ width: calc(100% / var(--magnified)) !important; }}
  [data-testid="stVegaLiteChart"] {{ zoom: var(--magnified); }}
  /* magnified, it is wider than its frame: not to be shrunk to it again, as it is on a narrow screen */
  [data-testid="stVegaLiteChart"], [data-testid="stVegaLiteChart"] svg.marks {{ max-width: none !important; }}
  :root {{ --magnified: calc(var(--picture, {MAGNIFIED}) * var(--screen)); --screen: 1; }}
}}
@media (min-width: 1560px) {{ :root {{ --screen: 1.25; }} }}
@media (min-width: 1880px) {{ :root {{ --screen: 1.5; }} }}
</style>"""


# for pages that are longer than a screen: everything grows alike, and the room scrolls
WHOLE = """<style>
@media (min-width: 800px) {
  .stMainBlockContainer { zoom: 1.45; }
  .stMainBlockContainer h1 { font-size: 1.5rem !important; }
  [data-testid="stVegaLiteChart"] { zoom: 1; }
  /* a picture takes the width that its frame has on the magnified page */
  [data-testid="stFullScreenFrame"]:has([data-testid="stVegaLiteChart"]) { width: calc(100% / 1.45) !important; }
}
</style>"""


def toggle(whole: bool = False) -> bool:
    """The button that turns presenter size on and off, also by P, off also by Esc; whether it is on. Applies the style.

    `whole` is for a page longer than a screen.
    """
    on = st.session_state.get(ON, False)
    st.button("Leave presenter size" if on else "Presenter size", key="presenter", shortcut="P", on_click=_turn)
    if on:
        st.html(STYLE + WHOLE if whole else STYLE)
        with st.container(key=KEYS):
            st.button("Leave presenter size with Esc", key="presenter_esc", shortcut="Esc", on_click=_turn)
    return on


def _turn() -> None:
    st.session_state[ON] = not st.session_state.get(ON, False)


def magnify(times: float) -> None:
    """How far the picture of this run is magnified while presenter size is on."""
    st.html(f"<style>:root {{ --picture: {times:g}; }}</style>")
