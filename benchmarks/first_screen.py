"""What an answer costs a hand: clicks, keys and scrolling for six patients, on a small desktop screen and on a phone."""

from typing import NamedTuple

from playwright.sync_api import Page

from benchmarks.in_browser import READY, opened_chromium
from benchmarks.stream import our_start, serving

PORT = 8751
SCREENS = {
    "desktop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


class Patient(NamedTuple):
    """What is typed and chosen; an empty text is left open."""

    age: str
    iga: str
    bsa: str
    facts: tuple[tuple[str, str], ...] = ()
    months: str = ""

    @property
    def words(self) -> str:
        age = f"{self.age or 0} y {self.months} mo" if self.months else f"{self.age} y"
        return ", ".join((age, f"IGA {self.iga or '?'}", f"{self.bsa or '?'}%", *(fact for fact, _ in self.facts)))


PATIENTS = (
    Patient("8", "3", "15"),
    Patient("8", "3", "45"),
    Patient("13", "4", "12"),
    Patient("11", "", "25", months="11"),
    Patient("40", "2", "2", (("Is the patient pregnant?", "yes"),)),
    Patient("", "", "", months="14"),
)
# where each of the four is to be seen; benefit and harm are the first and the last row of one picture
PARTS = {
    "verdict": "[aria-label=Verdict] .word",
    "benefit": ".rux-finding",
    "harm": ".stVegaLiteChart",
    "warning": ".st-key-warnings",
}


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): clicks or taps, keys, and px to scroll until verdict, benefit, harm and warning were seen."""
    rows = []
    with opened_chromium() as browser, serving(our_start(PORT), PORT):
        for screen, context in SCREENS.items():
            for patient in PATIENTS:
                page = browser.new_context(**context).new_page()
                page.goto(f"http://localhost:{PORT}/")
                page.locator(READY).wait_for()
                rows += [(f"{screen}: {patient.words}: {what}", *told) for what, told in _costs(page, patient).items()]
                page.context.close()
    return rows


def _costs(page: Page, patient: Patient) -> dict[str, tuple[float, str]]:
    clicks = keys = 0
    for label, text in (("Age, years", patient.age), ("and months", patient.months), ("%BSA affected", patient.bsa)):
        if text:
            page.get_by_role("textbox", name=label).click()
            page.keyboard.type(text)
            clicks, keys = clicks + 1, keys + len(text)
    if patient.iga:
        page.get_by_role("radiogroup", name="IGA").get_by_role("radio").nth(int(patient.iga)).click()
        clicks += 1
    for question, answer in patient.facts:
        page.get_by_role("button", name="More facts").click()
        page.get_by_role("radiogroup", name=question).get_by_role("radio", name=answer).click()
        page.keyboard.press("Escape")
        clicks, keys = clicks + 2, keys + 1
    page.locator(PARTS["verdict"]).wait_for()
    page.locator(".stVegaLiteChart .marks").first.wait_for()
    page.wait_for_timeout(1500)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    below = {
        what: page.locator(where).first.evaluate("part => part.getBoundingClientRect().bottom - innerHeight")
        for what, where in PARTS.items()
    }
    scrolls = {f"px to scroll to the {what}": (max(0, px), "") for what, px in below.items()}
    return {"clicks": (clicks, ""), "keys": (keys, ""), **scrolls}
