"""A page as a visitor has it before him: with a patient or a list where the page takes one, and with everything unfolded."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, ROOT, enter, settled

LOOKS = {
    "desktop light": ({"color_scheme": "light"}, DESKTOP["viewport"]),
    "desktop dark": ({"color_scheme": "dark"}, DESKTOP["viewport"]),
    "phone light": ({"color_scheme": "light"}, PHONE["viewport"]),
    "phone dark": ({"color_scheme": "dark"}, PHONE["viewport"]),
    "forced dark": ({"color_scheme": "dark", "forced_colors": "active"}, DESKTOP["viewport"]),
    "200% of 1440 x 900": ({"color_scheme": "light"}, {"width": 720, "height": 450}),
    "400% of 1280 x 1024": ({"color_scheme": "light"}, {"width": 320, "height": 256}),
}
FOLDED = "details:not([open]) > summary"


def look_at(page: Page, look: str) -> None:
    """The same page on another paper or screen."""
    media, viewport = LOOKS[look]
    page.emulate_media(**({"forced_colors": "none"} | media))
    page.set_viewport_size(viewport)
    settled(page)


def unfold(page: Page) -> None:
    """Open everything that is folded, and what is folded in there."""
    while page.locator(FOLDED).count():
        page.evaluate("folded => document.querySelectorAll(folded).forEach(line => line.click())", FOLDED)
        settled(page)


def with_patient(page: Page) -> None:
    """The area comes last: an answer that tells of it tells of the whole patient. An empty page speaks of 20% too."""
    enter(page, iga="3")
    enter(page, age="8", bsa="20")
    page.get_by_role("textbox", name="%BSA affected").blur()  # in the box, a count of its letters stands below it
    on_limit = page.get_by_text("20% is exactly on the limit").or_(
        page.locator("svg.marks").get_by_text("20%", exact=True)
    )
    expect(on_limit.first).to_be_visible()


def with_list(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(ROOT / "samples" / "registry.csv")
    page.get_by_role("button", name="Screen 1,000 rows").click()
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible()


def with_answers(page: Page) -> None:
    page.get_by_role("button", name="Show what the tool says").click()
    expect(page.get_by_text("What this case teaches")).to_be_visible()


def with_spec(page: Page) -> None:
    page.get_by_role("combobox", name="Record").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Clear value")).to_be_visible()


def with_number(page: Page) -> None:
    page.get_by_role("textbox").fill("50")
    expect(page.get_by_role("table", name="HYPOTHETICAL").first).to_be_visible()


# what a page shows only after an entry; a page that is not named here is shown as it opens
ENTRIES: dict[str, Callable[[Page], None]] = {
    "": with_patient,
    "compare": with_patient,
    "trials": with_patient,
    "screen": with_list,
    "cases": with_answers,
    "sources": with_spec,
    "labs?lab=zero": with_number,
}


def fill(page: Page, path: str) -> None:
    if path in ENTRIES:
        ENTRIES[path](page)
    settled(page)
