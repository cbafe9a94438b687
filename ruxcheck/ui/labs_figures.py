"""Every picture of the labs as (Picture, rows), for the page and for slides."""

from ruxcheck.ui import disagreement_figures, framing_figures, zero_events_figures
from ruxcheck.ui.disagreement_figures import ages, areas
from ruxcheck.ui.framing_figures import absolute, icons, number, relative, sizes_arms, sizes_differences
from ruxcheck.ui.safety_figures import two_counts
from ruxcheck.ui.zero_events_figures import bounds, chances

__all__ = [
    "absolute",
    "ages",
    "areas",
    "bounds",
    "chances",
    "icons",
    "number",
    "prepare",
    "relative",
    "sizes_arms",
    "sizes_differences",
    "two_counts",
]


def prepare() -> None:
    """Build every picture of the labs once."""
    for figures in (framing_figures, disagreement_figures, zero_events_figures):
        figures.prepare()
