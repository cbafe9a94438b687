"""How much room is kept for a picture that is not drawn yet; what the browser makes of it is tested on every page."""

import pytest

from ruxcheck.charts.theme import RESERVED_HEIGHTS, reserved_height
from ruxcheck.web.server import STYLE

TITLE = {"text": ["one", "two"], "subtitle": ["three"]}  # 2 lines of 16 px and one of 13 px: 45 px
ROWS = [{"label": name} for name in ("a", "b", "b", "c")]
ACROSS = {"field": "percent", "type": "quantitative"}


def chart(height, x=ACROSS, y=None, **more):
    encoding = {"x": x, "y": y or {"field": "label"}}
    return {"layer": [{"encoding": encoding}], "data": {"values": ROWS}, "height": height, "title": TITLE} | more


FIT_X = {"autosize": {"type": "fit-x"}}
ROOM = [
    ("a height in px holds title and axes too", chart(300), 300),
    ("only its width is fitted: title and axis come on top", chart(200, **FIT_X), 330),  # 200 + 45 + 50 + 35
    ("a row for each different label", chart({"step": 40}), 250),  # 3 x 40 + 45 + 50 + 35
    ("rows that the axis names, without data too", chart({"step": 40}, y={"field": "k", "scale": {"domain": [1, 2]}}), 210),
    ("an axis without a name", chart({"step": 40}, x=ACROSS | {"axis": {"title": None}}), 230),
    ("no axis along the bottom", chart({"step": 40}, x=ACROSS | {"axis": None}), 210),  # 215, rounded down
    ("a value in place of a field draws no axis", chart({"step": 40}, x={"value": 3}), 210),
    ("no title", chart({"step": 40}, title={}), 190),  # 191, rounded down
    ("small pictures side by side", {"facet": {}, "spec": chart(100), "title": TITLE}, 230),  # 100 + 45 + 50 + 35
    ("higher than any that is kept", chart(4000), 1290),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "px"), [pytest.param(spec, px, id=name) for name, spec, px in ROOM])
def test_reserved_kept(spec, px):
    assert reserved_height(spec) == px


def test_the_stylesheet_keeps_each_height():
    for height in RESERVED_HEIGHTS:
        assert f'[class*="_reserved_{height}"] {{ min-height: {height}px; }}' in STYLE
