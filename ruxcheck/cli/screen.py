"""The command `screen`: a list of patients against the same rules, with progress and a summary on standard error."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from ruxcheck.cli.options import RunError, UsageError, day_from, once
from ruxcheck.ehr.settings import SettingsError, codes_in_use
from ruxcheck.intake.bulk_export import is_export, open_export
from ruxcheck.intake.columns import IntakeError, OptionError, mapping
from ruxcheck.intake.files import ReadAs
from ruxcheck.intake.prepare import Prepared, Said, prepared_file
from ruxcheck.kernel.check import UnknownJurisdiction
from ruxcheck.kernel.records import Rules
from ruxcheck.screening.expressions import TableError
from ruxcheck.screening.run import ScreeningOptions, Summary, engine_named, in_words, run, summary_lines, time_left
from ruxcheck.screening.written import kind_of, whole_or_nothing

BAR = 30
INTERRUPTED = 130


def screen_list(options: argparse.Namespace, rules: Rules) -> int:
    """Screen a file into another; 0 when it is written, 130 when it was interrupted and nothing is. Raises RunError."""
    out = once("--out", options.out)
    started = time.monotonic()
    try:
        screening = _asked(options)
        if screening.engine == "spark":
            from ruxcheck.screening.spark import screen_files  # the one engine that reads and writes by itself

            with _progress("Spark", "parts") as draw:
                summary = screen_files(options.list, out, _said(options), screening, rules, _tell, draw)
        else:
            summary = _in_batches(options, out, screening, rules)
    except UnknownJurisdiction as error:
        raise UsageError(f"--jurisdiction: {error}") from error
    except OptionError as error:
        raise UsageError(str(error)) from error
    except (IntakeError, TableError) as error:
        raise RunError(_about(options.list, error)) from error
    except KeyboardInterrupt:
        print(f"interrupted: '{out}' was not written", file=sys.stderr)
        return INTERRUPTED
    seconds = max(time.monotonic() - started, 1e-9)
    print(*summary_lines(summary, rules), sep="\n", file=sys.stderr)
    print(f"{summary.rows / seconds:,.0f} rows a second on {screening.engine}; written to {out}", file=sys.stderr)
    return 0


def _about(path: str, error: Exception) -> str:
    """What is wrong in one line that begins with the option or the list it is about."""
    words = " ".join(str(error).split())
    return words if words.startswith((path, "--")) else f"{path}: {words}"


def _asked(options: argparse.Namespace) -> ScreeningOptions:
    on = day_from(options.on)
    measured_on = day_from(options.measured_on, "--measured-on") if options.measured_on else on
    engine = engine_named(once("--engine", options.engine))
    return ScreeningOptions(on, tuple(dict.fromkeys(options.jurisdiction or ())), measured_on, engine)


def _given(options: argparse.Namespace) -> dict[str, str]:
    """The columns that the user named, by the input they tell of."""
    given: dict[str, str] = {}
    for text in options.map or ():
        name, _, column = text.partition("=")
        if not (name and column):
            raise UsageError(f"--map: '{text}' was given; allowed: INPUT=COLUMN, for example age=years_at_visit")
        if name in given:
            raise UsageError(f"--map: '{text}' was given, but {name} was given before; allowed: once")
        given[name] = column
    return given


def _said(options: argparse.Namespace) -> Said:
    """What the user said of the list beside its name."""
    header_row = once("--header-row", options.header_row)
    if header_row is not None and not (header_row.isascii() and header_row.isdigit() and int(header_row)):
        raise UsageError(f"--header-row: '{header_row}' was given; allowed: the number of a line, from 1")
    read_as = ReadAs(
        once("--sheet", options.sheet), once("--encoding", options.encoding), int(header_row) if header_row else None
    )
    missing = tuple(options.missing) if options.missing else None
    return Said(read_as, tuple(_given(options).items()), once("--long", options.long), missing)


def _in_batches(options: argparse.Namespace, out: str, screening: ScreeningOptions, rules: Rules) -> Summary:
    kind_of(out)  # before a long list is read
    if os.path.exists(out) and os.path.exists(options.list) and os.path.samefile(options.list, out):
        raise OptionError(f"--out: '{out}' is the list itself, which stays as it is; choose another name")
    prepared = _prepared(options, screening, rules)
    _tell([*(in_words(column) for column in prepared.columns), *prepared.notes])
    rows_of_list = prepared.source.rows
    with whole_or_nothing(out) as sink, _progress("Screening") as draw:
        told = draw and partial(draw, of=rows_of_list)
        return run(prepared.source, prepared.columns, screening, rules, sink.write, told)


def _prepared(options: argparse.Namespace, screening: ScreeningOptions, rules: Rules) -> Prepared:
    said = _said(options)
    if not is_export(options.list):
        with _progress("Looking through") as draw:
            return prepared_file(options.list, said, rules, draw and partial(draw, of=None))
    try:
        codes = codes_in_use(tuple(rules.jurisdictions))
        source = open_export(options.list, screening.measured_on, rules, codes)
    except SettingsError as error:
        raise UsageError(str(error)) from error
    return Prepared(mapping(source.columns, rules, dict(said.given)), source, ())


def _tell(lines: list[str]) -> None:
    print(*lines, sep="\n", file=sys.stderr)


@contextmanager
def _progress(what: str, of_what: str = "rows") -> Iterator[Callable[..., None] | None]:
    """What draws a bar on a terminal from the rows, or parts, done and those there are, and leaves the line at the end; nothing where
    the output goes to a file or a log."""
    if not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()

    def draw(rows: int, of: int | None = None) -> None:
        share = min(rows / of, 1) if of else 0
        bar = f"[{'#' * int(BAR * share):<{BAR}}] " if of else ""
        told = f"{what}: {bar}{rows:,} {of_what}{time_left(started, share)}"
        print(f"\r{told:<80}", end="", file=sys.stderr, flush=True)

    try:
        draw(0, None)
        yield draw
    finally:
        print(file=sys.stderr)
