"""The stylesheet as it is sent: `style.css`, and what it takes from the look of the charts."""

from pathlib import Path

from ruxcheck.charts.frame import INK
from ruxcheck.charts.room import ROOMS

# words and edges that a chart draws in ink; the server learns of another theme only with the next run, and until then they
# take the colour of the page
INKED = "".join(
    f'svg.marks [{part}="{ink}"] {{ {part}: currentColor; }} ' for ink in INK.values() for part in ("fill", "stroke")
)
# a picture is drawn a moment after the page: nothing below it may move then. From low to high: _room_20 is in _room_200 too
KEPT = "".join(f'.stVerticalBlock[class*="_room_{height}"] {{ min-height: {height}px; }} ' for height in ROOMS)
STYLE = f"{Path(__file__).with_name('style.css').read_text('utf-8')}{INKED}{KEPT}\n"
