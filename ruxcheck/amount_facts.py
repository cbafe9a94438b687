"""What is known of how much cream goes on how much skin: the assumption, what was observed, fingertip units."""

from ruxcheck.criteria import INFINITY, Range
from ruxcheck.frozen import Frozen


class Usage(Frozen):
    """One way to say how much cream an application takes at certain ages.

    Either `g_per_percent`, grams for 1% of body surface, or `mg_per_cm2`, milligrams on each cm2 of skin; the other is None.
    """

    id: str
    ages: Range
    statement: str
    source: str
    locator: str
    g_per_percent: float | None = None
    mg_per_cm2: float | None = None

    def grams_per_percent(self, surface_m2: float) -> float:
        """Grams for 1% of a body of this surface: 1% of 1 m2 is 100 cm2."""
        if self.g_per_percent is not None:
            return self.g_per_percent
        return self.mg_per_cm2 * surface_m2 * 100 / 1000


class AmountFacts(Frozen):
    """The facts of `data/amount.toml`: applications a day, the assumption, what was observed, and the table by age.

    `bands` give grams for 1% from fingertip units for the whole body; they stand in where no body size is known.
    `spread` says how far single patients were from the means.
    """

    applications_per_day: int
    applications_source: str
    applications_locator: str
    body_surface: Usage
    assumed: Usage
    observed: tuple[Usage, ...]
    bands: tuple[Usage, ...]
    spread: Usage
    fingertip_g: float
    fingertip: Usage


def amount_facts_of(entry: dict) -> AmountFacts:
    """Typed facts from the parsed `amount.toml`, checked before."""
    finger = entry["fingertip"]
    return AmountFacts(
        applications_per_day=entry["applications_per_day"],
        applications_source=entry["applications_source"],
        applications_locator=entry["applications_locator"],
        body_surface=_usage("body surface", entry["body_surface"]),
        assumed=_usage("assumed", entry["assumed"]),
        observed=tuple(_usage(item["id"], item) for item in entry["observed"]),
        bands=tuple(_band(finger, band) for band in finger["bands"]),
        spread=_usage("spread", entry["spread"]),
        fingertip_g=finger["g"],
        fingertip=_usage("fingertip", finger),
    )


def _usage(name: str, item: dict) -> Usage:
    outside = (item.get(key, False) for key in ("min_exclusive", "max_exclusive"))
    ages = Range(item.get("min", 0), item.get("max", INFINITY), *outside)
    amount = {key: item[key] for key in ("g_per_percent", "mg_per_cm2") if key in item}
    return Usage(name, ages, item["statement"], item["source"], item["locator"], **amount)


def _band(finger: dict, band: dict) -> Usage:
    """One row of the table by age: each ends where the next begins."""
    ages = Range(band["min"], band.get("max", INFINITY), False, True)
    words = f"{band['units']:g} fingertip units of {finger['g']:g} g for the whole body, {band['ages']}"
    return Usage(
        f"fingertips from {band['min']:g}",
        ages,
        words,
        finger["bands_source"],
        finger["bands_locator"],
        band["units"] * finger["g"] / 100,
    )
