"""A participant flow as a vector image: boxes from top to bottom below its finding, source line and state."""

import textwrap
from html import escape

from ruxcheck.charts.export import LETTERS, SMALL_LETTERS, WIDTH, wrapped
from ruxcheck.charts.frame import GREY, INK
from ruxcheck.flow_boxes import NOT_READ, Box

EDGE, GAP, PAD = 12, 10, 8
SIZE, LINE_HEIGHT, DOWN = 11, 15, 26
LETTER = 5.7  # mean width of a letter, so that lines end inside their box in every common typeface
BOLD = ' font-weight="bold"'


def flow_svg(
    stages: tuple[tuple[Box, ...], ...], analysed: tuple[Box, ...], finding: str, footer: str, state: str
) -> str:
    """The stages of a flow with arrows between them, then who was analysed."""
    parts, y = _header(finding, footer, state)
    for number, boxes in enumerate(stages):
        if number:
            parts.append(_arrow(y))
            y += DOWN
        drawn, height = _row(boxes, y)
        parts, y = parts + drawn, y + height
    parts.append(_text(EDGE, y + 28, "Analysed", 12, BOLD))
    drawn, height = _row(analysed, y + 36)
    height = y + 36 + height + EDGE
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
    body = "".join([ground, *parts, *drawn])
    return f'<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" {size}>{body}</svg>'


def _header(finding: str, footer: str, state: str) -> tuple[list[str], int]:
    """The words above the boxes, and where the boxes begin."""
    lines = [(line, 14, BOLD, 18) for line in wrapped(finding, LETTERS)]
    lines += [(line, SIZE, "", 14) for text in (footer, state) for line in wrapped(text, SMALL_LETTERS)]
    parts, y = [], EDGE
    for text, size, weight, height in lines:
        y += height
        parts.append(_text(EDGE, y - 4, text, size, weight))
    return parts, y + GAP


def _row(boxes: tuple[Box, ...], y: int) -> tuple[list[str], int]:
    """Boxes of one width and height beside one another, and their height."""
    width = (WIDTH - 2 * EDGE - GAP * (len(boxes) - 1)) / len(boxes)
    words = [_lines(box, int((width - 2 * PAD) / LETTER)) for box in boxes]
    height = max(len(lines) for lines in words) * LINE_HEIGHT + 2 * PAD
    drawn = []
    for number, (box, lines) in enumerate(zip(boxes, words)):
        x = EDGE + number * (width + GAP)
        dash = ' stroke-dasharray="4 3"' if box.left else ""
        drawn.append(
            f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{height}" rx="2" fill="none" stroke="{GREY}"{dash}/>'
        )
        drawn += [
            _text(x + PAD, y + PAD + LINE_HEIGHT * (place + 1) - 4, text, SIZE, weight)
            for place, (text, weight) in enumerate(lines)
        ]
    return drawn, height


def _lines(box: Box, letters: int) -> list[tuple[str, str]]:
    """The words of a box, line by line, each with its weight; bold letters are wider."""
    head = box.heading if box.is_read else f"{box.heading}: {NOT_READ}"
    lines = [(line, BOLD) for line in wrapped(head, int(letters * 0.9))]
    for item in box.lines:
        text = " ".join(part for part in item if part)
        lines += [
            (line, "") for line in textwrap.wrap(text, letters, subsequent_indent="\u2003", break_on_hyphens=False)
        ]
    return lines


def _arrow(y: int) -> str:
    x = EDGE + 3 * GAP
    return f'<path d="M{x} {y + 4}V{y + DOWN - 5}m-4 -5l4 5l4 -5" fill="none" stroke="{GREY}" stroke-width="1.5"/>'


def _text(x: float, y: float, text: str, size: int, weight: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}px" fill="{INK["light"]}"{weight}>{escape(text)}</text>'
