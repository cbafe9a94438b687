"""Pictures as files: SVG and PNG for a page, slides of 16:9, vector images for a report, magnified pictures for a lecture."""

import base64
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from markupsafe import escape

from ruxcheck.charts.theme import INK, LINE, Picture, with_theme_colours
from ruxcheck.export.document import Drawing
from ruxcheck.kernel import Frozen

WIDTH, PIXELS = 640, 1280
LETTERS, SMALL_LETTERS = 88, 116  # of a title, and of a source line, that fit WIDTH
AXES = {"axisY": {"labelPadding": 9}}  # so that a mark at zero covers no letter
CONVERTER = Path(__file__).with_name("converter.py")
TIMEOUT_SECONDS = 60  # seconds for the images of one page; they take two
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


def page_images(drafts: list[Draft]) -> list[Image]:
    """The pictures as files, each vector image with its finding as name and its alternative text. Raises as `convert`."""
    made = convert([draft.source for draft in drafts])
    return [with_file_name(image, draft) for draft, image in zip(drafts, made)]


def convert(sources: Sequence[dict | str], across: int = PIXELS) -> list[Image]:
    """Vega-Lite specifications and finished vector images as files, so many pixels `across`, in one run of the converter.

    Raises CalledProcessError where the converter fails, TimeoutExpired where it does not end.
    """
    lines = "".join(f"{json.dumps([source, across])}\n" for source in sources)
    # what the converter says of a failure stays here: it may repeat what was entered, and errors end up in logs
    with one_at_a_time:
        done = subprocess.run(
            [sys.executable, CONVERTER],
            input=lines,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
    made = [json.loads(line) for line in done.stdout.splitlines()]
    return [Image(svg, base64.b64decode(png)) for svg, png in made]


def draft_of(shown: Picture, state: str) -> Draft:
    """The picture as it stands on a page, the state below its source line; panels of a fixed size keep theirs, all else gets WIDTH."""
    # a picture made for dark paper may name that paper's ink in its marks
    spec = with_theme_colours(json.loads(json.dumps(shown.spec).replace(INK["dark"], INK["light"])), "light")
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


def with_file_name(image: Image, draft: Draft) -> Image:
    """The image with its finding as name and its alternative text."""
    words = f"<title>{escape(draft.finding)}</title><desc>{escape(draft.alt)}</desc>"
    return image._replace(svg=image.svg.replace(">", f' role="img">{words}', 1))


# Pictures as vector images for a report.


def vector_images(shown: tuple[Picture, ...]) -> tuple[Drawing, ...]:
    """Pictures made for light paper; the finding and source line of each stand below it as text instead of inside it.

    Raises as `convert` does.
    """
    images = convert([_without_title(picture) for picture in shown])
    return tuple(
        Drawing(image.svg, picture.alt, f"{picture.finding}. {picture.footer}") for picture, image in zip(shown, images)
    )


def _without_title(shown: Picture) -> dict:
    spec = {key: value for key, value in with_theme_colours(shown.spec, "light").items() if key != "title"}
    sized = {"width": WIDTH} if "width" in spec else {}
    return spec | sized | {"config": spec["config"] | AXES}


# A picture as a slide: 16:9, the finding large above it, its source and state below, readable from the back row.

SLIDE_WIDTH, SLIDE_HEIGHT, SLIDE_EDGE = 1280, 720, 48
SLIDE_PIXELS = 1920  # across
TITLES = ((34, 62), (28, 76), (23, 92))  # type size and letters a line: the largest that takes no more than TITLE_LINES
TITLE_LINES = 3
SLIDE_SMALL, SLIDE_SMALL_LETTERS = 15, 150
OPENING = re.compile(r'<svg[^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"[^>]*>')
SLIDE_INK, SLIDE_SOFT = "#18222c", "#4a5560"


def slide_images(drafts: list[Draft]) -> list[Image]:
    """Each picture as a slide, as vector image of 1280 x 720 and as 1920 x 1080 pixels. Raises as `convert` does."""
    bare = convert([_slide_source(draft.source) for draft in drafts])
    framed = [slide_svg(image.svg, draft) for image, draft in zip(bare, drafts)]
    return [with_file_name(image, draft) for image, draft in zip(convert(framed, SLIDE_PIXELS), drafts)]


def slide_svg(drawing: str, draft: Draft) -> str:
    """A drawing without title inside its frame, as a vector image."""
    size, title = _title(draft.finding)
    below = _below(draft.source)
    top = SLIDE_EDGE + len(title) * size * 1.25 + 12
    bottom = SLIDE_HEIGHT - SLIDE_EDGE / 2 - len(below) * SLIDE_SMALL * 1.3
    words = [
        _text(SLIDE_EDGE + (number + 0.8) * size * 1.25, size, line, SLIDE_INK, 700)
        for number, line in enumerate(title)
    ]
    words += [
        _text(bottom + (number + 1) * SLIDE_SMALL * 1.3, SLIDE_SMALL, line, SLIDE_SOFT, 400)
        for number, line in enumerate(below)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SLIDE_WIDTH}" height="{SLIDE_HEIGHT}" viewBox="0 0 {SLIDE_WIDTH} {SLIDE_HEIGHT}" '
        f'font-family="sans-serif"><rect width="{SLIDE_WIDTH}" height="{SLIDE_HEIGHT}" fill="white"/>'
        f"{_fitted(drawing, top, bottom - top - 8)}{''.join(words)}</svg>"
    )


def _slide_source(source: dict | str) -> dict | str:
    """A specification without its title; a finished image has its words inside and stays as it is."""
    return source if isinstance(source, str) else {key: value for key, value in source.items() if key != "title"}


def _title(finding: str) -> tuple[int, list[str]]:
    fitting = ((size, wrapped(finding, letters)) for size, letters in TITLES)
    return next((found for found in fitting if len(found[1]) <= TITLE_LINES), (TITLES[-1][0], wrapped(finding, TITLES[-1][1])))  # fmt: skip


def _below(source: dict | str) -> list[str]:
    """The source line and the state, which the specification holds below its finding; a finished image shows its own."""
    return [] if isinstance(source, str) else wrapped(" ".join(source["title"]["subtitle"]), SLIDE_SMALL_LETTERS)


def _fitted(drawing: str, top: float, room: float) -> str:
    """The drawing as large as the room below the title allows, in the middle, a little above the centre where it is low."""
    opening = OPENING.search(drawing)
    width, height = float(opening[1]), float(opening[2])
    scale = min((SLIDE_WIDTH - 2 * SLIDE_EDGE) / width, room / height)
    left, top = (SLIDE_WIDTH - width * scale) / 2, top + (room - height * scale) / 3
    placed = (
        f'<svg x="{left:.1f}" y="{top:.1f}" width="{width * scale:.1f}" height="{height * scale:.1f}" '
        f'viewBox="0 0 {width:g} {height:g}">'
    )
    return placed + drawing[opening.end() :]


def _text(y: float, size: int, words: str, ink: str, weight: int) -> str:
    return f'<text x="{SLIDE_EDGE}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{ink}">{escape(words)}</text>'


# A picture for a room: the step's heading says the finding, the source line stands below, and no word is small.

SMALLEST = 12  # before the page is magnified
SOURCE = 15  # the size of the source line on screen, and how many letters of it fit the picture's part of the screen
SOURCE_LINE = 84
SIZES = ("fontSize", "labelFontSize", "titleFontSize")
LABEL_SPACE = ("labelPadding", "labelLimit", "labelLineHeight")  # what words in an axis are given


def magnified_picture(shown: Picture, magnified: float, height: int | dict | None = None) -> Picture:
    """The same picture for a room that magnifies it so many times; `height`, or the step of a row, replaces its own."""
    title = {
        "text": textwrap.wrap(shown.footer, SOURCE_LINE, break_on_hyphens=False),
        "orient": "bottom",
        "anchor": "start",
        "fontSize": SOURCE / magnified,
        "fontWeight": "normal",
        "offset": 8,
    }
    spec = _scaled(shown.spec) | {"title": title} | ({"height": height} if height else {})
    return shown._replace(spec=spec)


def _scaled(part):
    """A specification with every word at least SMALLEST, and axes with room for words that grew."""
    if isinstance(part, list):
        return [_scaled(item) for item in part]
    if not isinstance(part, dict):
        return part
    grown = {key: _scaled(value) for key, value in part.items()}
    sizes = {key: max(part[key], SMALLEST) for key in SIZES if key in part}
    more = SMALLEST / part.get("labelFontSize", SMALLEST)
    room = {key: round(part[key] * more) for key in LABEL_SPACE if key in part and more > 1}
    axis = {"labelFontSize": SMALLEST, "titleFontSize": SMALLEST}
    axes = {"axis": axis | grown["axis"]} if isinstance(part.get("axis"), dict) else {}
    return grown | sizes | room | axes
