"""The command line: `python -m ruxcheck check | screen | labels | evidence | validate`."""

import argparse
import json
import os
import sys
from datetime import date

from ruxcheck import __version__
from ruxcheck.asked import Asked
from ruxcheck.check import UnknownJurisdiction
from ruxcheck.cli_options import (
    RunError,
    UsageError,
    asked_from,
    day_from,
    joined,
    option_parser,
    report_file_from,
)
from ruxcheck.model import Rules
from ruxcheck.records import DATA, DataErrors, load, load_documents
from ruxcheck.report import Report


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when answered, 1 when data is bad or a file cannot be written, 2 when an option is bad."""
    try:
        options = option_parser(COMMANDS).parse_args(joined(sys.argv[1:] if arguments is None else arguments))
        code = options.run(options)
        sys.stdout.flush()  # a full disk may only show here
        return code
    except UsageError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2
    except BrokenPipeError:
        # whoever read the first lines has seen enough; nothing more can or need be said
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        print(
            f"{error.filename or 'standard output'}: {error.strerror or error}; nothing more was written",
            file=sys.stderr,
        )
        return 1
    except (DataErrors, RunError) as errors:
        print(errors, file=sys.stderr)
        return 1


def _drop_output() -> None:
    """Let what could not be written go: it would be tried again when the process ends."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (kept open until the process ends)


def _check(options: argparse.Namespace) -> int:
    rules = load()
    asked, file, paper = asked_from(options, rules), *report_file_from(options)
    try:
        report = asked.answer(rules)
    except UnknownJurisdiction as error:
        raise UsageError(f"--jurisdiction: {error}") from error
    notices = _notices(asked.on)
    if file:
        _save_report(file, paper, asked, report, rules, notices)
    if options.json:
        print(json.dumps(report.as_json(rules.fields) | {"notices": notices}))
    elif options.note:
        from ruxcheck.note import note

        _print(note(asked, report, rules, load_documents()).rstrip())
        print(*notices, sep="\n", end="\n" if notices else "", file=sys.stderr)
    else:
        from ruxcheck import table  # the JSON path of other programs need not wait for it

        _print(table.report_table(report, rules, notices, colour=sys.stdout.isatty()))
    return 0


def _save_report(path: str, paper: str, asked: Asked, report: Report, rules: Rules, notices: list[str]) -> None:
    """Write the printable report, without pictures: those need the libraries of the screen."""
    from ruxcheck.document_file import save
    from ruxcheck.document_typst import PrintingUnavailable
    from ruxcheck.evidence_files import load_evidence
    from ruxcheck.printable import printable

    document = printable(asked, report, rules, load_documents(), load_evidence(), notices=tuple(notices))
    try:
        save(document, path, paper)
    except OSError as error:
        raise RunError(f"--report: '{path}' was not written: {error.strerror or error}") from error
    except PrintingUnavailable as error:
        raise RunError(f"--report: '{path}' was not written: {error}") from error


def _labels(options: argparse.Namespace) -> int:
    from ruxcheck import table

    rules, day = load(), day_from(options.on)
    rows = table.label_rows(rules, day)
    if options.json:
        print(
            json.dumps(
                {
                    "as_of": str(day),
                    "rules": rules.sha256,
                    "version": __version__,
                    "labels": rows,
                    "notices": _notices(day),
                },
                ensure_ascii=False,
            )
        )
    else:
        _print(table.labels_table(rows, day, _notices(day)))
    return 0


def _screen(options: argparse.Namespace) -> int:
    from ruxcheck.cli_screen import screen_list  # brings the libraries for tables, which no other command needs

    return screen_list(options, load())


def _evidence(options: argparse.Namespace) -> int:
    from ruxcheck.evidence_files import load_evidence
    from ruxcheck.evidence_rows import json_rows, text_rows

    evidence = load_evidence()
    if options.json:
        print(json.dumps(json_rows(evidence)))
    else:
        _print("\n".join(text_rows(evidence)))
    return 0


def _print(text: str) -> None:
    """Print, with the signs of the results spelled in ASCII where the terminal or pipe has no others."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.replace("✔", "+").replace("✘", "x").encode(encoding, "replace").decode(encoding)
    print(text)


def _validate(_: argparse.Namespace) -> int:
    from ruxcheck.records import file_contents
    from ruxcheck.strict import parse_strictly

    content = file_contents(DATA)
    parse_strictly(content)
    print(f"{len(content)} data files are valid")
    return 0


def _notices(day: date) -> list[str]:
    if day <= date.today():
        return []
    return [f"{day} is in the future: answered as of the newest record of each label; a newer label may exist by then"]


COMMANDS = {"check": _check, "screen": _screen, "labels": _labels, "evidence": _evidence, "validate": _validate}
