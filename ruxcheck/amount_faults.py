"""What must agree in the files on amounts of cream and on shares of the body surface."""

from collections.abc import Iterator

from ruxcheck.criteria import INFINITY


def faults(parsed: dict[str, dict]) -> list[str]:
    """Every disagreement as "file: what is wrong; what is allowed or to do"."""
    sources = {source["id"] for source in parsed["sources.toml"]["sources"]}
    found = [f"amount.toml: {fault}" for fault in _amounts(parsed["amount.toml"], sources)]
    found += [f"body_regions.toml: {fault}" for fault in _regions(parsed["body_regions.toml"], sources)]
    return found + list(_limits(parsed))


def _limits(parsed: dict[str, dict]) -> Iterator[str]:
    """A tube limit stands on a yes/no field: the estimate answers it where nobody did."""
    kinds = {field["id"]: field["kind"] for field in parsed["fields.toml"]["fields"]}
    for path in (path for path in parsed if path.startswith(("labels/", "trials/"))):
        for rule in parsed[path]["criteria"]:
            if rule.get("amount_limits") and kinds.get(rule.get("field")) != "yesno":
                yield f"{path}: criteria '{rule['id']}': amount_limits need a yes/no field; allowed: amount_within_tube_limit"


def _amounts(entry: dict, sources: set[str]) -> Iterator[str]:
    finger = entry["fingertip"]
    named = [entry[name]["source"] for name in ("body_surface", "assumed", "spread", "fingertip")]
    named += [entry["applications_source"], finger["bands_source"], *(item["source"] for item in entry["observed"])]
    yield from _unknown(named, sources)
    for item in entry["observed"]:
        if len({"g_per_percent", "mg_per_cm2"} & item.keys()) != 1:
            yield f"observed '{item['id']}': give either g_per_percent or mg_per_cm2, as the source has it"
        if item.get("min", 0) >= item.get("max", INFINITY):
            yield f"observed '{item['id']}': no age lies from {item.get('min', 0):g} to {item['max']:g}; min must lie below max"
    yield from _ages("fingertip bands", finger["bands"])


def _regions(entry: dict, sources: set[str]) -> Iterator[str]:
    palm = entry["palm"]
    yield from _unknown([palm["source"], *(chart["source"] for chart in entry["charts"])], sources)
    if palm["low_percent"] > palm["high_percent"]:
        yield "palm: low_percent lies above high_percent; swap them"
    for chart in entry["charts"]:
        yield from (f"charts '{chart['id']}': {fault}" for fault in _chart(chart))


def _chart(chart: dict) -> Iterator[str]:
    columns = chart["columns"]
    yield from _ages("columns", columns)
    ids = [region["id"] for region in chart["regions"]]
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"region '{repeated}' stands {ids.count(repeated)} times; each id may stand once; rename or remove one"
    for region in chart["regions"]:
        if len(region["percent"]) != len(columns):
            yield f"region '{region['id']}' has {len(region['percent'])} shares for {len(columns)} columns; each column needs one"
            return
    for number, column in enumerate(columns):
        total = sum(region["percent"][number] * region.get("sides", 1) for region in chart["regions"])
        if abs(total - 100) > 1e-9:
            yield f"the shares for {column['ages']} add to {total:g}; they must add to 100"


def _ages(name: str, rows: list[dict]) -> Iterator[str]:
    for row in rows:
        if row["min"] >= row.get("max", INFINITY):
            yield f"{name}: '{row['ages']}' goes from {row['min']:g} to {row['max']:g}; min must lie below max"
    for before, after in zip(rows, rows[1:]):
        if before.get("max") != after["min"]:
            yield f"{name}: '{before['ages']}' ends at {before.get('max')}, '{after['ages']}' starts at {after['min']:g}; one must end where the next begins"


def _unknown(named: list[str], sources: set[str]) -> Iterator[str]:
    for source in named:
        if source not in sources:
            yield f"source '{source}' is not in sources.toml; add it there or correct the id"
