"""A health record of another origin asks, shows the card and opens the dashboard; and a record pasted fills the form."""

import contextlib
import json
import re
import threading
import urllib.error
import urllib.request
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ruxcheck.ehr.settings import VARIABLE
from tests.browser.conftest import PHONE, picture, settled, tile
from tests.browser.test_accessibility import COLOURS, violations
from tests.ehr.building import CODES_TOML, bundle, observation, person, weight
from tests.own_server import OwnServer


@pytest.mark.parametrize("path", ["/cds-services", "/cds-services/ruxolitinib-cream", "/api/check"])
def test_without_settings_the_server_offers_nothing(server, path):
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(server + path)
    assert (told.value.code, told.value.headers["content-type"]) == (404, "application/json")
    assert json.load(told.value)["issue"][0]["code"] == "not-found"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def other_origin():
    """The address of a server that holds the client, for this test alone."""
    with ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=Path(__file__).parent)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture
def connected(tmp_path, other_origin):
    """A server of our own with a record connected, open to this machine."""
    own = OwnServer(**{VARIABLE: str(tmp_path / "ehr.toml")})
    settings = f'public_url = "{own.address}"\nopen = true\nallowed_origins = ["{other_origin}"]\n{CODES_TOML}'
    (tmp_path / "ehr.toml").write_text(settings)
    with own:
        yield own


def test_a_client_of_another_origin_finds_orders_shows_and_opens(browser, connected, other_origin):
    with contextlib.closing(browser.new_context(viewport={"width": 1366, "height": 768})) as context:
        page = context.new_page()
        page.goto(f"{other_origin}/record_client.html?service={connected.address}")
        expect(page.locator("#services")).to_have_text("order-select, order-sign")
        page.get_by_role("button", name="Sign the order").click()
        expect(page.locator("h2")).to_contain_text("Indication fits, area above the limit")
        assert f"%BSA 45% ({date.today()})" in page.locator("pre").inner_text()
        picture(page, "card-in-a-record")
        page.get_by_role("link", name="Open in RuxCheck").click()
        settled(page)
        expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("45")
        expect(page.get_by_role("radio", name="3 moderate")).to_be_checked()
        expect(tile(page, "United States label").locator(".word")).to_contain_text(
            "Indication fits, area above the limit"
        )
        _pastes(page)
    assert "Plantedname" not in connected.words()
    assert "POST /cds-services/ruxolitinib-cream 200" in connected.words()


def _pastes(page) -> None:
    """With the codes of the site in the settings, a record pasted fills all three figures and the weight."""
    today = str(date.today())
    sent = bundle(
        person("2016-01-01"), observation("IGA", 2, day=today), observation("BSA", 12, "%", today), weight(30, today)
    )
    page.get_by_role("button", name="From a record").click()
    page.get_by_role("textbox", name="FHIR resources").fill(json.dumps(sent))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Observation, code BSA")
    page.get_by_role("button", name="Fill the form").click()
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("12")
    expect(tile(page, "United States label").locator(".word")).to_contain_text("Within label so far")
    page.get_by_role("button", name="Last patients").click()
    born, on = date(2018, 3, 1), date.today()  # as in record_client.html
    months = 12 * (on.year - born.year) + on.month - born.month
    age = f"{months // 12}y{months % 12}m" if months % 12 else str(months // 12)
    expect(page.get_by_role("button", name=re.compile(f"^{age}( y)?, IGA 3, 45%"))).to_be_visible()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_a_record_pasted_says_where_each_figure_came_from_and_what_was_left_out(visit, screen):
    page = visit(**(PHONE if screen == "phone" else {}))
    page.get_by_role("button", name="From a record").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("docs/ehr.md")
    box = dialog.get_by_role("textbox", name="FHIR resources")
    box.fill("not a record")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_contain_text("line 1 is no JSON; allowed: a FHIR Bundle, or resources as NDJSON, one a line.")
    box.fill(json.dumps(bundle(person("2016-01-01"), observation("IGA", 2), weight(30, "2001-01-01"))))
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_role("region", name="What is taken", exact=True)).to_contain_text("the date of birth")
    expect(dialog.get_by_role("region", name="What is not taken, and why")).to_contain_text("may be older than 90 days")
    expect(dialog).not_to_contain_text("IGA 2")
    picture(page, f"from-a-record-{screen}")
    for paper in ("light", "dark"):
        page.emulate_media(color_scheme=paper)
        settled(page)
        assert violations(page, "[role=dialog]", COLOURS) == []
    dialog.get_by_role("button", name="Fill the form").click()
    expect(dialog).to_have_count(0)
    expect(tile(page, "United States label")).to_contain_text("Need IGA and BSA")
