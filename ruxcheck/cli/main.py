"""The command line: runs one command and prints the answer as JSON or as text that fits 100 columns."""

import argparse
import json
import os
import sys
import textwrap
from datetime import date

from ruxcheck import __version__
from ruxcheck.cli.console import spell
from ruxcheck.cli.options import (
    RunError,
    UsageError,
    day_from,
    joined,
    option_parser,
    query_from,
    recorded_from,
    report_file_from,
)
from ruxcheck.export.note import amount_lines
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import Query, UnknownJurisdiction
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.json_contract import as_json
from ruxcheck.kernel.parsing import CORE_FIELDS
from ruxcheck.kernel.possible_values import value_in_words
from ruxcheck.kernel.records import NoLabelInForce, Rules, label_on
from ruxcheck.kernel.results import RecordResult, Report
from ruxcheck.store.files import DATA, DataErrors
from ruxcheck.store.reading import load, load_documents

WIDTH = 100
COLOURS = {MET: "\033[32m", NOT_MET: "\033[31m", CANNOT_TELL: "\033[33m"}
RESET = "\033[0m"
MARKS = {"yes": "* in force", "may be": "? may be", "no": ""}


def report_table(report: Report, rules: Rules, notices: list[str], colour: bool = False) -> str:
    """Patient, one row a record with its reason, what to confirm, cautions that apply, what was not checked."""
    names = rules.field_names
    patient = ", ".join(
        f"{names[name]} {value_in_words(rules.fields[name], report.profile.get(name) or rules.fields[name].domain)}"
        for name in CORE_FIELDS
    )
    asked = wording.doubts_in_words(report.profile, rules.fields)
    lines = [f"{patient}; as of {report.as_of}", *_wrapped_lines([*notices, *asked]), ""]
    for result in report.results:
        lines += _row(result, names, colour)
    amount = amount_lines(report)
    lines += ["", *amount] if amount else []
    lines += ["", *_wrapped("Not checked:", report.not_checked)]
    lines.append(f"rules {report.rules[:12]}; for health professionals and education; no advice")
    return "\n".join(lines)


def _row(result: RecordResult, names: dict[str, str], colour: bool) -> list[str]:
    line = f"{wording.SYMBOLS[result.mark]} {wording.heading(result)}: {wording.verdict(result)}"
    overall = f"overall, with further facts: {wording.result_in_words(result.overall)}"
    texts = [wording.parts_line(result), wording.reason(result, names), wording.near_margin(result)]
    if result.record:
        texts += [wording.as_last_seen(result), wording.facts_to_confirm(result) if result.verdict != NOT_MET else ""]
    texts += [wording.answered_fact(item) for item in wording.failed_facts(result) if result.core == NOT_MET]
    texts += [overall] if result.overall != result.core else []
    return [
        f"{COLOURS[result.mark]}{line}{RESET}" if colour else line,
        *_indented("; ".join(text for text in texts if text)),
        *(line for item in result.applying for line in _indented(f"! {wording.caution_in_words(item)}")),
    ]


def _indented(text: str, indent: str = " " * 4) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _wrapped(title: str, items: tuple[str, ...]) -> list[str]:
    return [
        title,
        *(line for item in items for line in textwrap.wrap(item, WIDTH, initial_indent="- ", subsequent_indent="  ")),
    ]


def label_rows(rules: Rules, day: date) -> list[dict]:
    """Every label version with whether it is in force on a day: "yes", "may be" (its start day was not read exactly) or "no"."""
    return [_label_row(record, _in_force(rules, record, day), day) for record in rules.labels]


def _in_force(rules: Rules, record, day: date) -> str:
    try:
        versions = label_on(rules.labels, record.jurisdiction, day)
    except NoLabelInForce:
        return "no"
    if record not in versions:
        return "no"
    return "yes" if len(versions) == 1 else "may be"


def _label_row(record, in_force: str, day: date) -> dict:
    return {
        "id": record.id,
        "jurisdiction": record.jurisdiction,
        "title": record.title,
        "version": record.version,
        "in_force_from": str(record.in_force_from),
        "in_force_from_latest": str(record.in_force_from_latest),
        "in_force": in_force,
        "checked_on": str(record.checked_on),
        "verified_on": str(record.verified_on) if record.verified_on else None,
        "overdue": record.is_overdue(day),
        "limits": {rule.id: rule.limit for rule in record.criteria if rule.core},
        "source": record.source,
    }


def labels_table(rows: list[dict], day: date, notices: list[str]) -> str:
    """One line a label version, the one in force on the day marked."""
    lines = [f"Label versions, and which is in force on {day}", *_wrapped_lines(notices), ""]
    for row in rows:
        exact = row["in_force_from"] == row["in_force_from_latest"]
        start = row["in_force_from"] if exact else f"by {row['in_force_from_latest']}"
        late = ", overdue" if row["overdue"] and row["in_force"] != "no" else ""
        lines.append(
            f"{row['jurisdiction']:<3}{start:<14}{MARKS[row['in_force']]:<12}verified {row['verified_on'] or 'never'}{late}"
        )
        limits = "; ".join(f"{name}: {limit}" for name, limit in row["limits"].items())
        lines += [line for text in (row["version"], limits) for line in _indented(text, " " * 17)]
    return "\n".join(lines)


def _wrapped_lines(texts: list[str]) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, WIDTH)]


# The command line: `python -m ruxcheck check | screen | labels | evidence | watch | validate`.


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when answered, 1 when data is bad or a file cannot be written, 2 when an option is bad."""
    spell()
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
    recorded, told = recorded_from(options, rules)
    query, file, paper = query_from(options, rules, recorded), *report_file_from(options)
    try:
        report = query.answer(rules)
    except UnknownJurisdiction as error:
        raise UsageError(f"--jurisdiction: {error}") from error
    notices = [*_notices(query.on), *told]
    if file:
        _save_report(file, paper, query, report, rules, notices)
    if options.json:
        print(json.dumps(as_json(report, rules.fields) | {"notices": notices}))
    elif options.note:
        from ruxcheck.export.note import note

        print(note(query, report, rules, load_documents()).rstrip())
        print(*notices, sep="\n", end="\n" if notices else "", file=sys.stderr)
    else:
        print(report_table(report, rules, notices, colour=sys.stdout.isatty()))
    return 0


def _save_report(path: str, paper: str, query: Query, report: Report, rules: Rules, notices: list[str]) -> None:
    """Write the printable report, without pictures: those need the libraries of the screen."""
    from ruxcheck.export.patient_report import printable
    from ruxcheck.export.render import PrintingUnavailable, save
    from ruxcheck.store.evidence_files import load_evidence

    document = printable(query, report, rules, load_documents(), load_evidence(), notices=tuple(notices))
    try:
        save(document, path, paper)
    except OSError as error:
        raise RunError(f"--report: '{path}' was not written: {error.strerror or error}") from error
    except PrintingUnavailable as error:
        raise RunError(f"--report: '{path}' was not written: {error}") from error


def _labels(options: argparse.Namespace) -> int:
    rules, day = load(), day_from(options.on)
    rows = label_rows(rules, day)
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
        print(labels_table(rows, day, _notices(day)))
    return 0


def _screen(options: argparse.Namespace) -> int:
    from ruxcheck.cli.screen import screen_list  # brings the libraries for tables, which no other command needs

    return screen_list(options, load())


def _watch(options: argparse.Namespace) -> int:
    from ruxcheck.cli.watch import watch

    return watch(options, load())


def _serve(options: argparse.Namespace) -> int:
    from ruxcheck.cli.serve import serve

    return serve(options)


def _completion(options: argparse.Namespace) -> int:
    try:
        import shtab  # an optional extra, needed once
    except ModuleNotFoundError:
        raise RunError('completion: needs an optional extra: pip install "ruxcheck[completion]"') from None
    print(shtab.complete(option_parser(COMMANDS), options.shell))
    return 0


def _evidence(options: argparse.Namespace) -> int:
    from ruxcheck.evidence.figures import json_rows, text_rows
    from ruxcheck.store.evidence_files import load_evidence, load_registry

    read = load_evidence(), load_registry()
    if options.json:
        print(json.dumps([row for evidence in read for row in json_rows(evidence)]))
    else:
        print("\n".join(line for evidence in read for line in text_rows(evidence)))
    return 0


def _validate(_: argparse.Namespace) -> int:
    from ruxcheck.store.files import file_contents
    from ruxcheck.store.strict import parse_strictly

    content = file_contents(DATA)
    parse_strictly(content)
    print(f"{len(content)} data files are valid")
    return 0


def _notices(day: date) -> list[str]:
    if day <= date.today():
        return []
    return [f"{day} is in the future: answered as of the newest record of each label; a newer label may exist by then"]


COMMANDS = {
    "serve": _serve,
    "check": _check,
    "screen": _screen,
    "labels": _labels,
    "evidence": _evidence,
    "watch": _watch,
    "validate": _validate,
    "completion": _completion,
}
