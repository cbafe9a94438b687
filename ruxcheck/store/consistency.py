"""What must agree within a data file and across files, beyond the shape of each."""

import math
from collections.abc import Iterator
from datetime import date

from ruxcheck.kernel.criteria import INFINITY
from ruxcheck.kernel.parsing import CORE_FIELDS

NEVER_KEYS = {"id", "part", "never", "limit", "statement", "source", "locator"}
YESNO_LACKS = {"min", "max", "unit", "units", "unit_needed_below", "examples", "step"}


def record_faults(parsed: dict[str, dict]) -> list[str]:
    """Every disagreement as "file: what is wrong; what is allowed or to do"."""
    fields = {field["id"]: field for field in parsed["fields.toml"]["fields"]}
    sources = {source["id"] for source in parsed["sources.toml"]["sources"]}
    jurisdictions = {entry["id"]: entry for entry in parsed["jurisdictions.toml"]["jurisdictions"]}
    records = {path: entry for path, entry in parsed.items() if path.startswith(("trials/", "labels/"))}
    found = [*_fields(fields, parsed["fields.toml"]["fields"]), *_unique(parsed)]
    for path, record in records.items():
        found += [f"{path}: {fault}" for fault in _record(path, record, fields, sources)]
    found += _label_days(records, jurisdictions)
    found += _ranks(records)
    found += _conflicts(parsed["conflicts.toml"]["conflicts"], records, sources)
    return found


def _unique(parsed: dict[str, dict]) -> Iterator[str]:
    for path, content in parsed.items():
        for name, entries in content.items():
            ids = (
                [entry["id"] for entry in entries if isinstance(entry, dict) and "id" in entry]
                if isinstance(entries, list)
                else []
            )
            for repeated in sorted({item for item in ids if ids.count(item) > 1}):
                yield f"{path}: {name} '{repeated}' stands {ids.count(repeated)} times; each id may stand once; rename or remove one"


def _fields(fields: dict[str, dict], entries: list[dict]) -> Iterator[str]:
    core = {name for name, field in fields.items() if field.get("core")}
    if core != set(CORE_FIELDS):
        yield f"fields.toml: core fields are {sorted(core)}; exactly {sorted(CORE_FIELDS)} are allowed"
    for field in entries:
        if field["kind"] != "yesno" and not _is_domain(field):
            yield f"fields.toml: field '{field['id']}' needs min and max, both finite, min below max, for the domain of possible values"
        if field["kind"] == "yesno" and YESNO_LACKS & field.keys():
            yield f"fields.toml: field '{field['id']}' is yes/no and has no min, max, unit or step; remove them"
        if "unit_needed_below" in field and not field.get("units"):
            yield f"fields.toml: field '{field['id']}' has unit_needed_below and no units; name the other unit that may be meant"


def _is_domain(field: dict) -> bool:
    low, high = field.get("min", math.inf), field.get("max", -math.inf)
    return math.isfinite(low) and math.isfinite(high) and low < high


def _record(path: str, record: dict, fields: dict[str, dict], sources: set[str]) -> Iterator[str]:
    parts = {"entry"} if path.startswith("trials/") else {"indication", "dosing", "caution"}
    yield from _sources(record, sources)
    for rule in record["criteria"]:
        for fault in _criterion(rule, fields, parts):
            yield f"criteria '{rule['id']}': {fault}"
    for caution in record.get("cautions", ()):
        if "field" in caution and fields.get(caution["field"], {}).get("kind") != "yesno":
            yield f"cautions '{caution['id']}': field '{caution['field']}' is not a yes/no field of fields.toml"
    yield from _periods(record.get("periods", []))
    for gap in record.get("not_read", ()):
        if gap["part"] not in parts:
            yield f"not_read: part '{gap['part']}' does not belong here; allowed: {', '.join(sorted(parts))}"


def _periods(periods: list[dict]) -> Iterator[str]:
    for period in periods:
        if period["end_week"] <= period["start_week"]:
            yield f"periods '{period['title']}': ends in week {period['end_week']}, not after its start; swap them"
    for before, after in zip(periods, periods[1:]):
        if after["start_week"] < before["end_week"]:
            yield f"periods '{after['title']}': starts in week {after['start_week']}, before '{before['title']}' ends; put them in order"


def _sources(record: dict, sources: set[str]) -> Iterator[str]:
    named = [("source", record["source"]), ("in_force_source", record.get("in_force_source"))]
    for name in ("criteria", "cautions", "notes"):
        named += [(f"{name} '{entry['id']}'", entry.get("source")) for entry in record.get(name, ())]
    named += [(f"periods '{entry['title']}'", entry.get("source")) for entry in record.get("periods", ())]
    for where, source in named:
        if source and source not in sources:
            yield f"{where}: source '{source}' is not in sources.toml; add it there or correct the id"


def _criterion(rule: dict, fields: dict[str, dict], parts: set[str]) -> Iterator[str]:
    if rule["part"] not in parts:
        yield f"part '{rule['part']}' does not belong here; allowed: {', '.join(sorted(parts - {'caution'}))}"
    if rule.get("never"):
        for key in sorted(rule.keys() - NEVER_KEYS):
            yield f"a rule with never cannot be satisfied, so it has neither field nor bounds; remove {key}"
        if "limit" not in rule:
            yield "a rule with never needs limit: what the record requires instead, in words"
        return
    if "field" not in rule or "limit" in rule:
        yield "names no field, or gives a limit in words; allowed: a field with bounds or requires; the words are made from them"
        return
    yield from _test(rule, rule["field"], fields)
    for sentence in rule.get("sentences", ()):
        yield from _test(sentence, rule["field"], fields)
    if "when" in rule:
        yield from (f"when: {fault}" for fault in _test(rule["when"], rule["when"]["field"], fields))
        if rule["when"]["field"] == rule["field"]:
            yield "when names the criterion's own field; write one range instead"


def _tests(rule: dict) -> set[str]:
    return {"min", "max", "requires"} & rule.keys()


def _test(rule: dict, name: str, fields: dict[str, dict]) -> Iterator[str]:
    """One test that fits its field: bounds in order and in the domain, whole where the field is, or a required answer."""
    if name not in fields:
        yield f"field '{name}' is not in fields.toml; allowed are the ids there"
        return
    field, given = fields[name], _tests(rule)
    if field["kind"] == "yesno":
        if given != {"requires"} or {"min_exclusive", "max_exclusive"} & rule.keys():
            yield f'field \'{name}\' is yes/no; write requires = "yes" or "no" and no bounds'
        return
    if not given or "requires" in given:
        yield f"field '{name}' is a number; write min, max or both, and no requires"
        return
    yield from _bounds(rule, field)


def _bounds(rule: dict, field: dict) -> Iterator[str]:
    if not _is_domain(field):
        return
    low, high = rule.get("min", field["min"]), rule.get("max", field["max"])
    if not (math.isfinite(low) and math.isfinite(high)):
        yield f"bounds {low} to {high} are not finite numbers; leave out a bound that the source does not give"
        return
    exclusive = [key for key in ("min", "max") if rule.get(f"{key}_exclusive")]
    if low > high or (low == high and exclusive):
        yield f"no value satisfies min {low:g} and max {high:g}; min must lie below max"
    if low < field["min"] or high > field["max"]:
        yield f"bounds {low:g} to {high:g} leave the domain of '{field['id']}'; allowed: {field['min']:g} to {field['max']:g}"
    for key in exclusive:
        if key not in rule:
            yield f"{key}_exclusive without {key}; add {key} or remove it"
        if field["kind"] == "integer":
            yield f"field '{field['id']}' has whole numbers only; write the first number inside instead of {key}_exclusive"
    if (field["kind"] == "integer" or field["id"] == "age_years") and (low != int(low) or high != int(high)):
        # completed years and exact ages give the same answer only while every age bound is a birthday
        yield f"bounds {low:g} to {high:g} must be whole numbers for field '{field['id']}'"


def _label_days(records: dict[str, dict], jurisdictions: dict[str, dict]) -> Iterator[str]:
    by_jurisdiction: dict[str, list] = {}
    for path, record in records.items():
        if not path.startswith("labels/"):
            continue
        _, jurisdiction, name = path.removesuffix(".toml").split("/")
        start = record["in_force_from"]
        latest = record.get("in_force_from_latest", start)
        by_jurisdiction.setdefault(jurisdiction, []).append((start, latest, path))
        yield from _one_label(path, jurisdiction, name, record, start, latest, jurisdictions)
    for versions in by_jurisdiction.values():
        versions.sort()
        for (_, ended, older), (start, _, newer) in zip(versions, versions[1:]):
            if start <= ended:
                yield f"{newer}: starts {start}, on or before the start of {older} ({ended}); versions of one jurisdiction may not overlap"


def _one_label(
    path: str, jurisdiction: str, name: str, record: dict, start: date, latest: date, known: dict
) -> Iterator[str]:
    if jurisdiction not in known:
        yield f"{path}: folder '{jurisdiction}' is not in jurisdictions.toml; allowed: {', '.join(known)}"
    if name not in (str(start), str(latest)):
        yield f"{path}: the file is named {name}, but starts {start}; name it after in_force_from or in_force_from_latest"
    if latest < start:
        yield f"{path}: in_force_from_latest {latest} lies before in_force_from {start}; swap them"
    if record["checked_on"] < start:
        yield f"{path}: checked_on {record['checked_on']} lies before in_force_from {start}; a version cannot be seen before it starts"
    if record.get("verified_on", record["checked_on"]) > record["checked_on"]:
        yield f"{path}: verified_on {record['verified_on']} lies after checked_on {record['checked_on']}; a label text that showed the record also counts for checked_on"


def _ranks(records: dict[str, dict]) -> Iterator[str]:
    ranked: dict[int, str] = {}
    for path, record in records.items():
        if "rank" in record and (other := ranked.setdefault(record["rank"], path)) != path:
            yield f"{path}: rank {record['rank']} is that of {other} too; each place may be taken once"


def _conflicts(conflicts: list[dict], records: dict[str, dict], sources: set[str]) -> Iterator[str]:
    known = {path.removesuffix(".toml").split("/", 1)[1] for path in records} | {"figures"}
    known |= {path.split("/")[1] for path in records if path.startswith("labels/")}
    for conflict in conflicts:
        for record in conflict["concerns"]:
            if record not in known:
                yield f"conflicts.toml: conflict '{conflict['id']}' concerns '{record}', which is no record; allowed: {', '.join(sorted(known))}"
        for statement in conflict["says"]:
            if statement["source"] not in sources:
                yield f"conflicts.toml: conflict '{conflict['id']}': source '{statement['source']}' is not in sources.toml; add it or correct the id"


# What must agree in the files on amounts of cream and on shares of the body surface.


def amount_faults(parsed: dict[str, dict]) -> list[str]:
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
        for low, high in map(ends_of, region["percent"]):
            if low > high:
                yield f"region '{region['id']}' has a share from {low:g} to {high:g}; put the lower first"
    for number, column in enumerate(columns):
        shares = [(ends_of(region["percent"][number]), region.get("sides", 1)) for region in chart["regions"]]
        low, high = (sum(ends[side] * sides for ends, sides in shares) for side in (0, 1))
        if low > 100 + 1e-9 or high < 100 - 1e-9:
            total = f"{low:g}" if low == high else f"{low:g} to {high:g}"
            yield f"the shares for {column['ages']} add to {total}; they must add to 100, or hold it where they are ranges"


def ends_of(share: float | list[float]) -> tuple[float, float]:
    """The lowest and the highest of a share, which is one figure or both ends of a range."""
    return (share[0], share[1]) if isinstance(share, list) else (share, share)


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
