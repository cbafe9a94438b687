"""Pictures to take away, for a page or a slide: ink on white, one width, source line and state inside the picture."""

import base64
import json
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from ruxcheck.charts.frame import INK, LINE, Picture, on_paper
from ruxcheck.frozen import Frozen

WIDTH, PIXELS = 640, 1280
LETTERS, SMALL_LETTERS = 88, 116  # of a title, and of a source line, that fit WIDTH
AXES = {"axisY": {"labelPadding": 9}}  # so that a mark at zero covers no letter
CONVERTER = Path(__file__).with_name("converter.py")
PATIENCE = 60  # seconds for the images of one page; they take two
one_at_a_time = Lock()  # each run of the converter takes 200 MB


class Draft(Frozen):
    """A picture as it stands on a page: its Vega-Lite specification or finished vector image, its finding, and its alternative text."""

    source: dict | str
    finding: str
    alt: str


class Image(Frozen):
    """A picture as vector image and as pixels."""

    svg: str
    png: bytes


def pictures_possible() -> bool:
    """Whether the optional converter is installed."""
    return find_spec("vl_convert") is not None


def images(drafts: list[Draft]) -> list[Image]:
    """The pictures as files, each vector image with its finding as name and its alternative text. Raises as `converted`."""
    made = converted([draft.source for draft in drafts])
    return [named(image, draft) for draft, image in zip(drafts, made)]


def converted(sources: Sequence[dict | str], across: int = PIXELS) -> list[Image]:
    """Vega-Lite specifications and finished vector images as files, so many pixels `across`, in one run of the converter.

    Raises CalledProcessError where the converter fails, TimeoutExpired where it does not end.
    """
    lines = "".join(f"{json.dumps([source, across])}\n" for source in sources)
    # what the converter says of a failure stays here: it may repeat what was entered, and errors end up in logs
    with one_at_a_time:
        done = subprocess.run(
            [sys.executable, CONVERTER], input=lines, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
    made = [json.loads(line) for line in done.stdout.splitlines()]
    return [Image(svg, base64.b64decode(png)) for svg, png in made]


def draft(shown: Picture, state: str) -> Draft:
    """The picture as it stands on a page, the state below its source line; panels of a fixed size keep theirs, all else gets WIDTH."""
    # a picture made for dark paper may name that paper's ink in its marks
    spec = on_paper(json.loads(json.dumps(shown.spec).replace(INK["dark"], INK["light"])), "light")
    fits = spec.get("width") == "container"
    sized = {"width": WIDTH, "autosize": {"type": "fit-x", "contains": "padding"}} if fits else {}
    letters, small = (LETTERS, SMALL_LETTERS) if fits else (LINE, LINE + 14)
    title = spec["title"] | {
        "text": wrapped(shown.finding, letters),
        "subtitle": wrapped(shown.footer, small) + wrapped(state, small),
    }
    look = {"title": title, "background": "white", "padding": 12, "config": spec["config"] | AXES}
    return Draft(spec | sized | look, shown.finding, shown.alt)


def wrapped(text: str, letters: int) -> list[str]:
    """The text in lines of at most so many letters."""
    return textwrap.wrap(text, letters, break_on_hyphens=False)


def named(image: Image, draft: Draft) -> Image:
    """The image with its finding as name and its alternative text."""
    said = f"<title>{escape(draft.finding)}</title><desc>{escape(draft.alt)}</desc>"
    return image._replace(svg=image.svg.replace(">", f' role="img">{said}', 1))
