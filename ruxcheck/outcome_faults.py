"""Strict reading of `data/outcomes/*.csv`: every row fits its columns, its vocabulary and its own percentage."""

import csv
import io
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

COLUMNS = ["trial", "population", "arm", "endpoint", "time", "week", "statistic", "n", "N", "value", "sd", "low", "high", "unit", "n_origin", "imputation", "p_printed", "source", "locator", "note"]  # fmt: skip
STATISTICS = {"percent", "count", "mean", "mean-change", "percent-change", "median", "range-of-groups", "difference", "reference", "statement"}  # fmt: skip
NEEDED = ("trial", "population", "arm", "endpoint", "time", "statistic", "source", "locator")
KEY = ("trial", "population", "arm", "endpoint", "time", "statistic", "source", "locator")
WHOLE, REAL = ("week", "n", "N"), ("sd", "low", "high")
EXCEPTION = "printed; does not recompute, see conflict "
FIRST_ROW = 2  # the header is row 1


def read_rows(raw: bytes) -> list[dict[str, str]]:
    """The rows of one outcomes file. Raises ValueError for a wrong header or a row with too few or too many cells."""
    reader = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""))
    header = next(reader, [])
    if header != COLUMNS:
        raise ValueError(f"row 1: the columns are {','.join(header)}; allowed are exactly {','.join(COLUMNS)}")
    rows = []
    for number, cells in enumerate(reader, start=FIRST_ROW):
        if len(cells) != len(COLUMNS):
            raise ValueError(
                f"row {number}: {len(cells)} cells; {len(COLUMNS)} are needed, quote texts that hold commas"
            )
        rows.append(dict(zip(COLUMNS, cells)))
    return rows


def faults(parsed: dict[str, dict]) -> Iterator[str]:
    """Every fault of every outcomes file as "file, row: what is wrong; what is allowed or to do"."""
    known = _known(parsed)
    yield from _study_faults(parsed, known)
    seen: dict[tuple, str] = {}
    for path, content in parsed.items():
        if not path.startswith("outcomes/"):
            continue
        for number, row in enumerate(content["rows"], start=FIRST_ROW):
            place = f"{path}, row {number}"
            yield from (f"{place}: {fault}" for fault in _row(row, known))
            key = tuple(row[name] for name in KEY)
            if (first := seen.setdefault(key, place)) != place:
                yield f"{place}: repeats {first} ({', '.join(key[:5])}); each figure of a source stands once; remove one"


def _study_faults(parsed: dict[str, dict], known: dict[str, set[str]]) -> Iterator[str]:
    for study in parsed["vocabulary.toml"]["studies"]:
        for key in ("benefit", "harm"):
            if key in study and study[key] not in known["endpoint"]:
                yield f"vocabulary.toml: studies '{study['id']}': {key} '{study[key]}' is no endpoint; allowed are the ids of endpoints"


def _known(parsed: dict[str, dict]) -> dict[str, set[str]]:
    words = parsed["vocabulary.toml"]
    known = {column: {entry["id"] for entry in words[name]} for column, name in _LISTS.items()}
    known["source"] = {source["id"] for source in parsed["sources.toml"]["sources"]}
    known["conflict"] = {conflict["id"] for conflict in parsed["conflicts.toml"]["conflicts"]}
    return known


_LISTS = {"trial": "studies", "arm": "arms", "endpoint": "endpoints", "population": "populations"}


def _row(row: dict[str, str], known: dict[str, set[str]]) -> Iterator[str]:
    for name in NEEDED:
        if not row[name].strip():
            yield f"{name} is empty; every figure needs it"
    for column, list_name in (_LISTS | {"source": "sources"}).items():
        if row[column] and row[column] not in known[column]:
            home = "sources.toml" if column == "source" else f"vocabulary.toml, {list_name}"
            yield f"{column} '{row[column]}' is unknown; allowed are the ids of {home}"
    if row["statistic"] and row["statistic"] not in STATISTICS:
        yield f"statistic '{row['statistic']}' is unknown; allowed: {', '.join(sorted(STATISTICS))}"
    numbers = list(_numbers(row))
    yield from numbers or _counts(row, known["conflict"])


def _numbers(row: dict[str, str]) -> Iterator[str]:
    for name in WHOLE:
        if row[name] and not row[name].isdecimal():
            yield f"{name} '{row[name]}' is not a whole number; allowed: digits, or empty where not printed"
    for name in REAL:
        if row[name] and _decimal(row[name]) is None:
            yield f"{name} '{row[name]}' is not a number; allowed: a decimal number, or empty where not printed"


def _counts(row: dict[str, str], conflicts: set[str]) -> Iterator[str]:
    n, total = (int(row[name]) if row[name] else None for name in ("n", "N"))
    if n is not None and total is not None and n > total:
        yield f"n {n} is more than N {total}; swap or correct them"
    if n is not None and not row["n_origin"]:
        yield "n without n_origin; write printed, or derived: and how"
    exception = row["n_origin"].removeprefix(EXCEPTION) if row["n_origin"].startswith(EXCEPTION) else None
    if exception is not None and exception not in conflicts:
        yield f"n_origin names conflict '{exception}', which is not in conflicts.toml"
    printed = _decimal(row["value"]) if row["statistic"] == "percent" else None
    if exception is None and printed is not None and n is not None and total:
        computed = _rounded(n, total, printed)
        if computed != printed:
            yield (
                f"{n} of {total} is {computed}%, but {row['value']}% stands there; correct it, or name the conflict: "
                f"n_origin = {EXCEPTION}<id>"
            )


def _rounded(n: int, total: int, like: Decimal) -> Decimal:
    return (Decimal(100 * n) / total).quantize(like, rounding=ROUND_HALF_UP)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
