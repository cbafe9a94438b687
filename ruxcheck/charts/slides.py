"""A picture as a slide: 16:9, the finding large above it, its source and state below, readable from the back row."""

import re
from html import escape

from ruxcheck.charts.export import Draft, Image, converted, named, wrapped

WIDTH, HEIGHT, EDGE = 1280, 720, 48
PIXELS = 1920  # across
TITLES = ((34, 62), (28, 76), (23, 92))  # type size and letters a line: the largest that takes no more than TITLE_LINES
TITLE_LINES = 3
SMALL, SMALL_LETTERS = 15, 150
OPENING = re.compile(r'<svg[^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"[^>]*>')
INK, SOFT = "#18222c", "#4a5560"


def slides(drafts: list[Draft]) -> list[Image]:
    """Each picture as a slide, as vector image of 1280 x 720 and as 1920 x 1080 pixels. Raises as `converted` does."""
    bare = converted([_untitled(draft.source) for draft in drafts])
    framed = [slide_svg(image.svg, draft) for image, draft in zip(bare, drafts)]
    return [named(image, draft) for image, draft in zip(converted(framed, PIXELS), drafts)]


def slide_svg(drawing: str, draft: Draft) -> str:
    """A drawing without title inside its frame, as a vector image."""
    size, title = _title(draft.finding)
    below = _below(draft.source)
    top = EDGE + len(title) * size * 1.25 + 12
    bottom = HEIGHT - EDGE / 2 - len(below) * SMALL * 1.3
    words = [_text(EDGE + (number + 0.8) * size * 1.25, size, line, INK, 700) for number, line in enumerate(title)]
    words += [_text(bottom + (number + 1) * SMALL * 1.3, SMALL, line, SOFT, 400) for number, line in enumerate(below)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif"><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        f"{_fitted(drawing, top, bottom - top - 8)}{''.join(words)}</svg>"
    )


def _untitled(source: dict | str) -> dict | str:
    """A specification without its title; a finished image has its words inside and stays as it is."""
    return source if isinstance(source, str) else {key: value for key, value in source.items() if key != "title"}


def _title(finding: str) -> tuple[int, list[str]]:
    fitting = ((size, wrapped(finding, letters)) for size, letters in TITLES)
    return next((found for found in fitting if len(found[1]) <= TITLE_LINES), (TITLES[-1][0], wrapped(finding, TITLES[-1][1])))  # fmt: skip


def _below(source: dict | str) -> list[str]:
    """The source line and the state, which the specification holds below its finding; a finished image shows its own."""
    return [] if isinstance(source, str) else wrapped(" ".join(source["title"]["subtitle"]), SMALL_LETTERS)


def _fitted(drawing: str, top: float, room: float) -> str:
    """The drawing as large as the room below the title allows, in the middle, a little above the centre where it is low."""
    opening = OPENING.search(drawing)
    width, height = float(opening[1]), float(opening[2])
    scale = min((WIDTH - 2 * EDGE) / width, room / height)
    left, top = (WIDTH - width * scale) / 2, top + (room - height * scale) / 3
    placed = (
        f'<svg x="{left:.1f}" y="{top:.1f}" width="{width * scale:.1f}" height="{height * scale:.1f}" '
        f'viewBox="0 0 {width:g} {height:g}">'
    )
    return placed + drawing[opening.end() :]


def _text(y: float, size: int, words: str, ink: str, weight: int) -> str:
    return f'<text x="{EDGE}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{ink}">{escape(words)}</text>'
