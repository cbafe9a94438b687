"""Every picture of the labs as (Picture, rows), for the page and for slides."""

from collections.abc import Callable
from datetime import date

from ruxcheck.charts.frame import Picture
from ruxcheck.ui import disagreement_figures, framing_figures, zero_events_figures
from ruxcheck.ui.disagreement_figures import ages, areas
from ruxcheck.ui.framing_figures import Shown, absolute, icons, number, relative, sizes_arms, sizes_differences
from ruxcheck.ui.safety_figures import two_counts
from ruxcheck.ui.zero_events_figures import bounds, chances

__all__ = [
    "Shown",
    "absolute",
    "ages",
    "areas",
    "bounds",
    "chances",
    "every_picture",
    "icons",
    "number",
    "prepare",
    "relative",
    "sizes_arms",
    "sizes_differences",
    "two_counts",
]


def every_picture(result: str, on: date) -> dict[str, Picture]:
    """The pictures of the three labs by name: one result in each frame it can be given in, the choices, zero events."""
    framed: dict[str, Callable[[str], tuple | None]] = {
        "absolute": absolute,
        "icons": icons,
        "number": number,
        "relative": relative,
    }
    framed |= {"sizes-arms": sizes_arms, "sizes-differences": sizes_differences}
    shown: dict[str, tuple | None] = {f"framing-{name}": build(result) for name, build in framed.items()}
    shown |= {"disagreement-counts": two_counts(), "disagreement-area": areas(on), "disagreement-age": ages(on)}
    shown |= {"zero-chances": chances(), "zero-bounds": bounds()}
    return {name: found[0] for name, found in shown.items() if found}


def prepare() -> None:
    """Build every picture of the labs once."""
    for figures in (framing_figures, disagreement_figures, zero_events_figures):
        figures.prepare()
