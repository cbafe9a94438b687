"""The command `screen`: a list of patients against the same rules, with progress and a summary on standard error."""

import argparse
import os
import sys
import time
from contextlib import contextmanager

from ruxcheck.cli.options import RunError, UsageError, day_from, once
from ruxcheck.ehr.settings import SettingsError, codes_in_use
from ruxcheck.kernel.check import UnknownJurisdiction
from ruxcheck.kernel.records import Rules
from ruxcheck.screening.bulk_export import is_export, open_export
from ruxcheck.screening.columns import Column, IntakeError, OptionError, mapping
from ruxcheck.screening.expressions import TableError
from ruxcheck.screening.files import PatientList, kind_of, open_list, whole_or_nothing
from ruxcheck.screening.run import ScreeningOptions, Summary, engine_named, run, summary_lines

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

            summary = screen_files(options.list, out, _given(options), screening, rules)
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


def _in_batches(options: argparse.Namespace, out: str, screening: ScreeningOptions, rules: Rules) -> Summary:
    kind_of(out)  # before a long list is read
    source = _source(options.list, screening, rules)
    if os.path.exists(out) and os.path.samefile(options.list, out):
        raise OptionError(f"--out: '{out}' is the list itself, which stays as it is; choose another name")
    columns = mapping(source.columns, rules, _given(options))
    print(*_mapped(columns), sep="\n", file=sys.stderr)
    with whole_or_nothing(out) as sink, _progress(source) as draw:
        return run(source, columns, screening, rules, sink.write, draw)


def _source(path: str, screening: ScreeningOptions, rules: Rules) -> PatientList:
    if not is_export(path):
        return open_list(path)
    try:
        return open_export(path, screening.measured_on, rules, codes_in_use(tuple(rules.jurisdictions)))
    except SettingsError as error:
        raise UsageError(str(error)) from error


def _mapped(columns: tuple[Column, ...]) -> list[str]:
    return [
        f"{column.name} -> {column.field}" + ("" if column.reads == "value" else f" ({column.reads})")
        for column in columns
    ]


@contextmanager
def _progress(source: PatientList):
    """What draws a bar on a terminal, and leaves the line at the end; nothing where the output goes to a file or a log."""
    if not sys.stderr.isatty():
        yield None
        return

    def draw(rows: int) -> None:
        share = min(rows / source.rows, 1) if source.rows else 0
        bar = f"[{'#' * int(BAR * share):<{BAR}}] " if source.rows else ""
        print(f"\r{bar}{rows:,} rows", end="", file=sys.stderr, flush=True)

    try:
        draw(0)
        yield draw
    finally:
        print(file=sys.stderr)
