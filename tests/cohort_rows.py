"""Random tables of patients for the batch, and what `check` says of their rows one by one."""

from collections import namedtuple
from datetime import date
from itertools import product
from math import inf, isnan, nan, nextafter
from random import Random

from ruxcheck.kernel.check import check
from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, NOT_MET, SEVERITY, Criterion, Range, When
from ruxcheck.kernel.possible_values import Field, Interval, Profile, as_written
from ruxcheck.kernel.records import NotRead, Record, Rules
from ruxcheck.screening.rules import because

ROWS = 40
DAYS = {
    "today": date(2026, 11, 22),
    "in the United States window": date(2025, 9, 18),
    "in the Canadian window": date(2025, 9, 1),
    "before most labels": date(2021, 9, 21),
    "before all labels": date(2020, 1, 1),
}
Table = namedtuple("Table", "columns kinds")
Table.__doc__ = """Cells by column; `kinds` names what a column holds: number, whole, yesno or text."""


def random_table(seed: int, rules: Rules, rows: int = ROWS) -> Table:
    """A table in which a field may be absent, plain or in two ends, with blanks, bounds, and cells that cannot be used.

    Each row leans towards what one record admits, or nobody would ever meet a whole record.
    """
    random, columns, kinds = Random(seed), {"patient": [f"p{row}" for row in range(rows)]}, {"patient": "text"}
    leanings = [_leaning(random, rules) for _ in range(rows)]
    likely_absent = random.choice([0, 0, 1, 3])
    for field in rules.fields.values():
        figures, kind = _figures(field, rules), _kind(field, random)
        for name in _names(field, likely_absent, random):
            kinds[name] = kind
            columns[name] = [_cell(field, kind, figures, leaning.get(field.id), random) for leaning in leanings]
    return Table(columns, kinds)


def _leaning(random: Random, rules: Rules) -> dict[str, Range]:
    record = random.choice([*rules.labels, *rules.trials])
    return {rule.field: rule.range for rule in record.criteria if rule.range}


def _names(field: Field, likely_absent: int, random: Random) -> list[str]:
    low, high = f"{field.id}_low", f"{field.id}_high"
    return random.choice([[field.id]] * 3 + [[low, high], [low, high], [low], [high]] + [[]] * likely_absent)


def _kind(field: Field, random: Random) -> str:
    if field.kind == "yesno":
        return random.choice(["yesno", "whole", "number"])
    return random.choice(["number", "number", "whole"])


def _cell(field: Field, kind: str, figures: list[float], leaning: Range | None, random: Random):
    """A cell: some are empty, some nonsense that a registry may hold; most are on or next to a bound."""
    chance = random.random()
    if chance < 0.04:
        return nan if kind == "number" and chance < 0.01 else None
    figure = random.choice(figures) if chance < 0.2 else random.uniform(field.low, field.high)
    if leaning and chance > 0.25:
        figure = random.choice([bound for bound in leaning[:2] if abs(bound) != INFINITY])
    if chance > 0.98:
        figure = random.choice([-1, 999, field.high + 0.5, 0.5])
    if kind == "yesno":
        return figure > 0.5
    return round(figure) if kind == "whole" else float(figure)


def _figures(field: Field, rules: Rules) -> list[float]:
    """Every bound on the field with its neighbours, and the ends of its domain."""
    bounds = {bound for admitted in _ranges(field, rules) for bound in admitted[:2] if abs(bound) != INFINITY}
    bounds |= {field.low, field.high}
    # the noise of a program, which does not count, and the smallest difference that does
    near = [nextafter(bound, side) for bound in bounds for side in (-inf, inf)]
    near += [bound + step for bound in bounds for step in (-1e-9, 1e-9)]
    return [*bounds, *near] if field.kind == "number" else list(bounds)


def tube_limit_table(rules: Rules) -> Table:
    """Patients whose amount is on a tube limit, next to it, or where rounding decides, by each estimate that fits the age."""
    facts = rules.amount_facts
    limits = [limit for record in rules.labels for rule in record.criteria for limit in rule.amount_limits]
    most = {limit["tube_g"] * limit["tubes"] / (limit["days"] * facts.applications_per_day) for limit in limits}
    rows = []
    for usage, surface, grams in product((facts.assumed, *facts.observed), (0.5, 1.0, 1.9), most):
        area = grams / usage.grams_per_percent(surface)
        areas = [area * (1 + share) for share in (0, 1e-16, -1e-16, 5e-9, -5e-9, 9e-9, 2e-8, -2e-8)]
        rows += [(age, surface, area) for age in (None, 1.0, 8.0, 12.0, 16.5, 40.0) for area in areas if area <= 100]
    columns = dict(zip(("age_years", "body_surface_m2", "bsa_percent"), map(list, zip(*rows))))
    return Table(columns, dict.fromkeys(columns, "number"))


def _ranges(field: Field, rules: Rules) -> list[Range]:
    criteria = [rule for record in (*rules.labels, *rules.trials) for rule in record.criteria]
    ranges = [rule.range for rule in criteria if rule.field == field.id and rule.range]
    ranges += [rule.when.range for rule in criteria if rule.when and rule.when.field == field.id]
    return ranges + [usage.ages for usage in rules.amount_facts.observed if field.is_age]


def profile_of(row: dict, fields: dict[str, Field]) -> Profile:
    """What a row says of a patient: a cell that is empty or cannot be used is not recorded."""
    profile = {}
    for name, field in fields.items():
        low, high = (row[name], row[name]) if name in row else (row.get(f"{name}_low"), row.get(f"{name}_high"))
        if field.kind == "number":  # to ten decimals, as everywhere
            low, high = (as_written(end) if isinstance(end, float) else end for end in (low, high))
        low, high = (low if _usable(low, field) else field.low), (high if _usable(high, field) else field.high)
        profile[name] = Interval(low, high) if low <= high else field.domain
    return profile


def _usable(cell, field: Field) -> bool:
    if cell is None or isnan(cell) or not field.low <= cell <= field.high:
        return False
    return field.kind == "number" or cell == int(cell)


def expected(table: Table, rules: Rules, on: date, jurisdictions: tuple[str, ...] = ()) -> dict[str, list]:
    """Every column that `screen` adds, with codes, from `check` of each row."""
    names = list(table.columns)
    rows = [dict(zip(names, cells)) for cells in zip(*table.columns.values())]
    answers = [_answer(check(profile_of(row, rules.fields), on, rules, jurisdictions)) for row in rows]
    return {name: [answer[name] for answer in answers] for name in answers[0]}


def _answer(report) -> dict[str, object]:
    columns = {}
    for result in report.results:
        is_trial = result.record is not None and result.record.kind == "trial"
        label = result.record.jurisdiction if result.record else result.jurisdiction
        prefix = f"trial_{result.id}" if is_trial else f"label_{label}"
        columns |= {f"{prefix}_core": result.core, f"{prefix}_overall": result.overall}
        columns[f"{prefix}_because"] = because(result)
        columns |= {f"{prefix}_{item.criterion.id}": SEVERITY[item.result] for item in result.criteria}
    return {name.replace("-", "_"): answer for name, answer in columns.items()}


def random_rules(seed: int, rules: Rules) -> Rules:
    """Other records than ours: every kind of criterion, text that was not read, two versions that may both be in force."""
    random = Random(seed)
    start, latest = date(2025, 1, 1), date(2025, 12, 31)
    older = _record("label", "us/old", random, rules)._replace(in_force_from=start, in_force_from_latest=start)
    newer = _record("label", "us/new", random, rules)._replace(
        in_force_from=latest, in_force_from_latest=date(2027, 1, 1)
    )
    return rules._replace(labels=(older, newer), trials=(_record("trial", "a-trial", random, rules),))


def _record(kind: str, name: str, random: Random, rules: Rules) -> Record:
    template = rules.trials[0] if kind == "trial" else rules.labels[0]
    parts = ["entry"] if kind == "trial" else ["indication", "dosing"]
    ids = random.sample(["a", "b", "c", "d", "e", "f"], random.randint(1, 5))
    criteria = tuple(_criterion(rule_id, random.choice(parts), random, rules) for rule_id in ids)
    gaps = tuple(NotRead(random.choice([*parts, "caution"]), "text") for _ in range(random.choice([0, 0, 1])))
    return template._replace(id=name, criteria=criteria, not_read=gaps, cautions=())


def _criterion(rule_id: str, part: str, random: Random, rules: Rules) -> Criterion:
    fields = rules.fields
    field = fields[
        random.choice(["age_years", "iga", "bsa_percent", "itch_nrs", "pregnant", "amount_within_tube_limit"])
    ]
    applies = fields[random.choice(["age_years", "iga", "pregnant"])]
    when = random.choice([None, None, When(applies.id, _range(applies, random), "words")])
    limits = random.choice([(), ({"tube_g": 60, "tubes": random.randint(1, 2), "days": 7},)])
    of_field = random.random() > 0.1
    return Criterion(
        *(rule_id, part, "statement", "source", "locator", "limit"),
        field=field.id if of_field else None,
        range=_range(field, random) if of_field else None,
        when=when,
        if_not=random.choice([NOT_MET, NOT_MET, CANNOT_TELL]),
        core=(field.core or not of_field) and (when is None or applies.core),
        amount_limits=limits if field.id == "amount_within_tube_limit" and of_field else (),
    )


def _range(field: Field, random: Random) -> Range:
    if field.kind == "yesno":
        answer = random.randint(0, 1)
        return Range(answer, answer)
    low, high = sorted(random.randint(int(field.low), min(int(field.high), 30)) for _ in range(2))
    outside = (random.random() < 0.4, random.random() < 0.4) if low < high else (False, False)
    return random.choice([Range(low, high, *outside), Range(low=low, low_outside=outside[0]), Range(high=high)])
