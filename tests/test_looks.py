"""Nothing is told by colour alone, and the one script of our own does no more than it says."""

from itertools import combinations

import pytest
from starlette.applications import Starlette

from ruxcheck.charts.frame import ARM_FILLS, ARM_SHAPES
from ruxcheck.summary import SYMBOLS
from ruxcheck.ui import script
from ruxcheck.ui.markup import CLASSES, shape
from tests.asgi import ask


@pytest.mark.parametrize(("one", "other"), list(combinations(ARM_FILLS, 2)))
def test_two_arms_differ_by_shape_or_by_being_filled(one, other):
    looks = [(ARM_SHAPES[arm], ARM_FILLS[arm] == "transparent") for arm in (one, other)]
    assert looks[0] != looks[1]


def test_each_result_has_a_sign_and_a_shape_of_its_own():
    assert len(set(SYMBOLS.values())) == len(set(CLASSES.values())) == len(SYMBOLS) == 3
    for result, sign in SYMBOLS.items():
        assert sign in shape(result)
        assert CLASSES[result] in shape(result)


def test_the_script_is_served_as_a_script_and_asked_for_again():
    answer = ask(Starlette(routes=[script.route()]), script.address())
    assert answer.status == 200
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.body == script.SCRIPT.read_bytes()


def test_below_a_base_path_the_script_is_asked_for_there(monkeypatch):
    monkeypatch.setattr(script.st, "get_option", {"server.baseUrlPath": "/rux/"}.get)
    assert script.address() == f"/rux/{script.NAME}"


@pytest.mark.parametrize(
    "word", ["fetch", "XMLHttpRequest", "WebSocket", "sendBeacon", "Storage", "cookie", "value", "import", "http"]
)
def test_the_script_neither_reads_entries_nor_stores_nor_sends(word):
    assert word not in script.SCRIPT.read_text(encoding="utf-8")
