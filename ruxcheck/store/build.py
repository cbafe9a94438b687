"""From the parsed data files to typed records; the files were checked before (`strict.py`)."""

from ruxcheck.kernel import records
from ruxcheck.kernel.criteria import INFINITY, NOT_MET, Criterion, Range, When, range_in_words
from ruxcheck.kernel.possible_values import Field
from ruxcheck.kernel.records import Documents, Record, Rules, amount_facts_of, day

RECHECK_DAYS = 180


def build_rules(parsed: dict[str, dict], sha256: str) -> Rules:
    """Typed rules from the content of the data files by relative path."""
    fields = {entry["id"]: _field(entry) for entry in parsed["fields.toml"]["fields"]}
    jurisdictions = {j["id"]: records.Jurisdiction(**j) for j in parsed["jurisdictions.toml"]["jurisdictions"]}
    order = list(jurisdictions)
    labels = [_record("label", path, entry, fields) for path, entry in parsed.items() if path.startswith("labels/")]
    trials = [_record("trial", path, entry, fields) for path, entry in parsed.items() if path.startswith("trials/")]
    return Rules(
        fields=fields,
        jurisdictions=jurisdictions,
        labels=tuple(sorted(labels, key=lambda r: (order.index(r.jurisdiction), r.in_force_from))),
        trials=tuple(sorted(trials, key=lambda r: r.rank)),
        not_checked=tuple(parsed["vocabulary.toml"]["not_checked"]),
        amount_facts=amount_facts_of(parsed["amount.toml"]),
        sha256=sha256,
    )


def build_documents(parsed: dict[str, dict]) -> Documents:
    """Typed sources and conflicts from the content of their files."""
    sources = {entry["id"]: _source(entry) for entry in parsed["sources.toml"]["sources"]}
    entries = parsed["conflicts.toml"]
    not_found, known_trials = (
        tuple(records.Note(**{"source": ""} | entry) for entry in entries.get(name, ()))
        for name in ("not_found", "known_trials")
    )
    return Documents(sources, tuple(_conflict(entry) for entry in entries["conflicts"]), not_found, known_trials)


def _field(entry: dict) -> Field:
    rest = {key: value for key, value in entry.items() if key not in ("min", "max", "values", "units")}
    low, high = entry.get("min", 0), entry.get("max", 1)
    scale, units = (tuple(entry.get(key, {}).items()) for key in ("values", "units"))
    return Field(**rest, low=low, high=high, scale=scale, units=units)


def _source(entry: dict) -> records.Source:
    return records.Source(**entry | {key: day(entry.get(key)) for key in ("accessed", "published")})


def _conflict(entry: dict) -> records.Conflict:
    says = tuple(records.Statement(**item) for item in entry["says"])
    return records.Conflict(**entry | {"says": says, "concerns": tuple(entry["concerns"])})


def _record(kind: str, path: str, entry: dict, fields: dict[str, Field]) -> Record:
    source = entry["source"]
    name = path.removesuffix(".toml").split("/", 1)[1]
    lists = {
        "criteria": tuple(_criterion(rule, source, fields) for rule in entry["criteria"]),
        "cautions": tuple(records.Caution(**{"source": source} | item) for item in entry.get("cautions", ())),
        "not_read": tuple(records.NotRead(**item) for item in entry.get("not_read", ())),
        "notes": tuple(records.Note(**{"source": source} | item) for item in entry.get("notes", ())),
        "periods": tuple(records.Period(**{"source": source} | item) for item in entry.get("periods", ())),
        "registry_ids": tuple(entry.get("registry_ids", ())),
    }
    days: dict[str, object] = {"checked_on": day(entry["checked_on"])}
    if kind == "label":
        start = day(entry["in_force_from"])
        latest = day(entry.get("in_force_from_latest")) or start
        days["verified_on"] = day(entry.get("verified_on"))
        days |= {"in_force_from": start, "in_force_from_latest": latest, "jurisdiction": name.split("/")[0]}
        lists["figures"] = tuple(entry.get("figures") or (source,))
    recheck_days = entry.get("recheck_days", RECHECK_DAYS)
    return Record(**entry | lists | days | {"kind": kind, "id": name, "recheck_days": recheck_days})


def _criterion(rule: dict, source: str, fields: dict[str, Field]) -> Criterion:
    field = fields.get(rule.get("field"))
    admitted = range_of(rule) if field else None
    when = _when(rule.get("when"), fields)
    return Criterion(
        id=rule["id"],
        part=rule["part"],
        statement=rule["statement"],
        source=rule.get("source", source),
        locator=rule["locator"],
        limit=range_in_words(field, admitted) if field else rule["limit"],
        field=field.id if field else None,
        range=admitted,
        when=when,
        if_not=rule.get("if_not", NOT_MET),
        core=(field is None or field.core) and (when is None or fields[when.field].core),
        sentences=tuple((range_of(sentence), sentence["text"]) for sentence in rule.get("sentences", ())),
        amount_limits=tuple(rule.get("amount_limits", ())),
    )


def range_of(rule: dict) -> Range:
    """The range a file gives: `min` and `max`, or `requires` yes or no."""
    if "requires" in rule:
        answer = int(rule["requires"] == "yes")
        return Range(answer, answer)
    low, high = rule.get("min", -INFINITY), rule.get("max", INFINITY)
    return Range(low, high, rule.get("min_exclusive", False), rule.get("max_exclusive", False))


def _when(condition: dict | None, fields: dict[str, Field]) -> When | None:
    if condition is None:
        return None
    field, admitted = fields[condition["field"]], range_of(condition)
    return When(field.id, admitted, f"{field.label.lower()} {range_in_words(field, admitted)}")
