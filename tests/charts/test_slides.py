"""Pictures as 16:9 slides: finding above, source and state below, the drawing as large as it fits."""

import re
from html import escape

import pytest

from ruxcheck.charts.images import (
    SLIDE_EDGE,
    SLIDE_HEIGHT,
    SLIDE_WIDTH,
    Draft,
    draft_of,
    pictures_possible,
    slide_images,
    slide_svg,
)
from ruxcheck.web.evidence import efficacy, safety

STATE = "As of 2026-11-22; RuxCheck, rules abc"
SHOWN = efficacy.responders("true-ad", "iga-ts")[0]
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100"><path d="M0,0"/></svg>'


def told(svg: str) -> str:
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


def placed(svg: str) -> list[float]:
    """left, top, width and height of the drawing on the slide"""
    inner = re.findall(r"<svg [^>]*>", svg)[1]
    return [float(value) for value in re.findall(r'(?:x|y|width|height)="([\d.]+)"', inner)]


@pytest.mark.skipif(not pictures_possible(), reason="the optional extra: pictures")
def test_a_slide_is_16_to_9_and_says_finding_source_and_state():
    made = slide_images([draft_of(SHOWN, STATE)])[0]
    width, height = (int.from_bytes(made.png[place : place + 4]) for place in (16, 20))
    assert (width, height) == (1920, 1080)
    assert SHOWN.finding in told(made.svg)
    assert f"{SHOWN.footer} {STATE}" in told(made.svg)
    assert f"<desc>{escape(SHOWN.alt, quote=False)}</desc>" in made.svg


@pytest.mark.parametrize(("width", "height"), [(100, 100), (2000, 10), (10, 2000), (640, 200)])
def test_a_drawing_of_any_shape_stays_inside_its_frame(width, height):
    drawing = f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}"></svg>'
    left, top, wide, high = placed(slide_svg(drawing, draft_of(SHOWN, STATE)))
    assert left >= SLIDE_EDGE - 0.1
    assert left + wide <= SLIDE_WIDTH - SLIDE_EDGE + 0.1
    assert top > SLIDE_EDGE
    assert top + high < SLIDE_HEIGHT - SLIDE_EDGE / 2
    assert wide / high == pytest.approx(width / height, rel=0.05)


def test_a_long_finding_gets_smaller_letters_and_keeps_every_word():
    shown = safety.events()[0]
    long = shown._replace(finding="; ".join([shown.finding] * 2))
    assert long.finding in told(slide_svg(SQUARE, draft_of(long, STATE)))


def test_a_finished_image_keeps_its_own_words():
    assert told(slide_svg(SQUARE, Draft(SQUARE, "Who took part", "boxes"))) == "Who took part"


def test_signs_in_a_finding_are_written_not_read():
    shown = SHOWN._replace(finding="1 < 2 & <script>")
    assert "1 &lt; 2 &amp; &lt;script&gt;" in slide_svg(SQUARE, draft_of(shown, STATE))
