"""Nothing is told by colour alone, and the one script of our own does no more than it says."""

from itertools import combinations

import pytest
from starlette.applications import Starlette

from ruxcheck.charts.theme import ARM_FILLS, ARM_SHAPES
from ruxcheck.export.table import result_mark
from ruxcheck.kernel.wording import SYMBOLS
from ruxcheck.web import server
from tests.asgi import ask


@pytest.mark.parametrize(("one", "other"), list(combinations(ARM_FILLS, 2)))
def test_two_arms_differ_by_shape_or_by_being_filled(one, other):
    looks = [(ARM_SHAPES[arm], ARM_FILLS[arm] == "transparent") for arm in (one, other)]
    assert looks[0] != looks[1]


def test_each_result_has_a_sign_and_a_shape_of_its_own():
    assert len(set(SYMBOLS.values())) == len(SYMBOLS) == 3
    for result, sign in SYMBOLS.items():
        assert result_mark(result).__html__() == (
            f'<span class="rux-shape {result.replace(" ", "-")}" aria-hidden="true">{sign}</span>'
        )
        assert f".rux-shape.{result.replace(' ', '-')}" in server.FILES["ruxcheck.css"][0]


@pytest.mark.parametrize(("name", "kind"), [("ruxcheck.js", "text/javascript"), ("ruxcheck.css", "text/css")])
def test_our_files_are_served_as_what_they_are_and_kept_for_ever(name, kind):
    answer = ask(Starlette(routes=server.routes()), f"/{name}")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
    assert answer.body.decode() == server.FILES[name][0]


def test_a_file_with_another_content_has_another_address(monkeypatch):
    before = server.tags()
    monkeypatch.setitem(server.FILES, "ruxcheck.css", ("p { margin: 0; }", "text/css"))
    assert server.tags() != before
    assert server.tags().partition("<script")[2] == before.partition("<script")[2]


def test_below_a_base_path_our_files_are_served_there(monkeypatch):
    monkeypatch.setattr(server.st, "get_option", {"server.baseUrlPath": "/rux/"}.get)
    assert [route.path for route in server.routes()] == ["/rux/ruxcheck.css", "/rux/ruxcheck.js"]


@pytest.mark.parametrize("word", ["fetch", "XMLHttpRequest", "WebSocket", "sendBeacon", "Storage", "import", "http"])
def test_the_script_neither_reads_entries_nor_stores_nor_sends(word):
    assert word not in server.FILES["ruxcheck.js"][0]


def test_the_one_cookie_holds_the_country_and_nothing_else():
    script = server.FILES["ruxcheck.js"][0]
    assert [line.strip() for line in script.splitlines() if "cookie" in line] == [
        "if (home) document.cookie = `ruxcheck_country=${home}; path=/; max-age=31536000; SameSite=Strict`;"
    ]
