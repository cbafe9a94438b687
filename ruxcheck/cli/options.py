"""The options of the command line: what may be typed, and one clear line where something else was."""

import argparse
import os
import re
import sys
from datetime import date

from ruxcheck import __version__
from ruxcheck.export.note import NoteError, read_note
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.parsing import CORE_INPUTS, InputError, parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.kernel.records import Rules

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
INPUT_HELP = {
    "age": "8, 8.5, 11y11m, 18 months, 8-9 or ?",
    "iga": "0 to 4, 2-3 or ?",
    "bsa": "percent of body surface: 12, 12.5, 12%%, 15-25 or ?",
}
PAPERS = ("a4", "letter")


class UsageError(Exception):
    """An option cannot be used; the message names it, what was typed and what is allowed."""


class Parser(argparse.ArgumentParser):
    """One clear line instead of a usage text: the line is what a caller's log shows."""

    def __init__(self, **options):
        # a formatter without a width asks the terminal for one, and importing that costs a tenth of an answer
        super().__init__(**options, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=100))

    def error(self, message: str):
        raise UsageError(f"{message}; allowed: see ruxcheck --help")


class RunError(Exception):
    """What was asked is clear and could not be done; the message says what and why."""


def joined(arguments: list[str]) -> list[str]:
    """Options joined to a value that starts with a minus, which argparse would take for another option."""
    joined: list[str] = []
    for argument in arguments:
        if (
            joined
            and joined[-1].startswith("--")
            and "=" not in joined[-1]
            and argument[:1] == "-"
            and argument[1:2].isdigit()
        ):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def option_parser(commands_run: dict) -> Parser:
    """The parser of every command; `commands_run` holds the function that answers each by its name."""
    parser = Parser(
        prog="ruxcheck",
        description="Ruxolitinib cream in atopic dermatitis: labels and trials for one patient. For health professionals and education; no advice.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(
        required=True, metavar="serve | check | screen | labels | evidence | watch | validate | completion"
    )
    _serve_options(commands.add_parser("serve", help="open the app on this machine"), commands_run)
    one = commands.add_parser("check", help="one patient against every label in force and every trial")
    for name in CORE_INPUTS:
        one.add_argument(f"--{name}", action="append", help=INPUT_HELP[name])
    one.add_argument(
        "--jurisdiction",
        nargs="+",
        action="extend",
        metavar="ID",
        help="us ca eu gb ch; without it, every one with a record",
    )
    one.add_argument(
        "--fact", nargs="+", action="extend", metavar="NAME=ANSWER", help="a further fact: pregnant=no, itch_nrs=5"
    )
    one.add_argument(
        "--from-note", action="append", metavar="FILE", help="ask again what a note asked; - reads standard input"
    )
    one.add_argument(
        "--fhir",
        action="append",
        metavar="FILE",
        help="inputs from a FHIR Bundle or NDJSON; - reads standard input; typed ones count first",
    )
    one.add_argument("--note", action="store_true", help="the answer as a note to paste into a record")
    one.add_argument(
        "--report", action="append", metavar="FILE", help="also write the printable report: FILE.html or FILE.pdf"
    )
    one.add_argument("--paper", action="append", metavar="a4|letter", help="the paper of FILE.pdf; without it, a4")
    one.set_defaults(run=commands_run["check"])
    _screen_options(commands.add_parser("screen", help="a list of patients against the same rules"), commands_run)
    labels = commands.add_parser("labels", help="every label version, and which is in force on a day")
    labels.set_defaults(run=commands_run["labels"])
    for command in (one, labels):
        _on(command)
    evidence = commands.add_parser("evidence", help="every proportion and difference with its interval and source")
    evidence.set_defaults(run=commands_run["evidence"])
    for command in (one, labels, evidence):
        command.add_argument("--json", action="store_true", help="the stable contract for programs")
    _watch_options(commands.add_parser("watch", help="ask the official sources whether anything changed"), commands_run)
    commands.add_parser("validate", help="check every data file").set_defaults(run=commands_run["validate"])
    completion = commands.add_parser("completion", help="what a shell needs to complete these commands")
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    completion.set_defaults(run=commands_run["completion"])
    return parser


def _serve_options(command: argparse.ArgumentParser, commands_run: dict) -> None:
    command.add_argument("--port", action="append", metavar="N", help="without it, 8501")
    command.add_argument("--host", action="append", metavar="NAME", help="without it, 127.0.0.1: this machine alone")
    command.add_argument("--base-path", action="append", metavar="PATH", help="where a proxy serves it: /ruxcheck")
    command.add_argument(
        "--frame-origin",
        nargs="+",
        action="extend",
        metavar="ORIGIN",
        help="pages that may show the app in a frame: https://lms.example.org; without it, none",
    )
    command.set_defaults(run=commands_run["serve"])


def _on(command: argparse.ArgumentParser) -> None:
    command.add_argument("--on", action="append", metavar="YYYY-MM-DD", help="the day asked about; without it, today")


def _watch_options(command: argparse.ArgumentParser, commands_run: dict) -> None:
    command.add_argument(
        "what",
        nargs="*",
        metavar="accept FOLDER | done ID",
        help="take a proposal as seen, or a page as read by hand today",
    )
    command.add_argument("--only", action="append", metavar="RECORD", help="one record alone: us, ca, true-ad3")
    command.add_argument("--dry-run", action="store_true", help="ask and print, write nothing")
    command.add_argument("--contact", action="append", metavar="ADDRESS", help="whom the servers can write to")
    command.add_argument(
        "--out", action="append", metavar="FOLDER", help="where state and proposals go; without it, watch/"
    )
    command.set_defaults(run=commands_run["watch"])


def _screen_options(command: argparse.ArgumentParser, commands_run: dict) -> None:
    command.add_argument(
        "list",
        metavar="PATIENTS",
        help="a file: .csv, .tsv, .txt, .parquet, .xlsx, .jsonl, .xpt, or a FHIR export as .ndjson",
    )
    command.add_argument(
        "--out", required=True, action="append", metavar="RESULT", help="the file to write: .parquet or .csv"
    )
    _on(command)
    command.add_argument(
        "--measured-on",
        action="append",
        metavar="YYYY-MM-DD",
        help="the day that dates of birth count to; without it, --on",
    )
    command.add_argument("--jurisdiction", nargs="+", action="extend", metavar="ID", help="as in check")
    command.add_argument(
        "--map",
        nargs="+",
        action="extend",
        metavar="INPUT=COLUMN",
        help="a column whose name is not known, or whose unit is in doubt: age=years_at_visit, bsa_fraction=area, dob_dmy=born",
    )
    command.add_argument("--sheet", action="append", metavar="NAME", help="the sheet of an Excel file")
    command.add_argument("--encoding", action="append", metavar="NAME", help="of a text that is not UTF-8: cp1252")
    command.add_argument("--header-row", action="append", metavar="N", help="the line with the names of the columns")
    command.add_argument(
        "--long", action="append", metavar="yes|no", help="put a list with one measurement a row together, or not"
    )
    command.add_argument(
        "--missing", nargs="+", action="extend", metavar="CODE", help="figures that mean not recorded: 99; or none"
    )
    command.add_argument(
        "--engine",
        action="append",
        metavar="NAME",
        help="pandas, polars, duckdb or spark; without it, polars where installed",
    )
    command.set_defaults(run=commands_run["screen"])


Recorded = tuple[dict[str, Interval], dict[str, str]]
"""The possible values that a health record gives, and how they would be typed."""


def recorded_from(options: argparse.Namespace, rules: Rules) -> tuple[Recorded | None, list[str]]:
    """What the file of --fhir holds of one patient, and a line on each figure: where it came from, or why it was not taken."""
    path = once("--fhir", options.fhir)
    if path is None:
        return None, []
    from ruxcheck.ehr.fhir import NotFhir, Resources, recorded_patient, sent_in, told_of
    from ruxcheck.ehr.settings import SettingsError, codes_in_use

    try:
        sent, settings = sent_in(_text_of(path, "--fhir", "FHIR resources")), codes_in_use(tuple(rules.jurisdictions))
    except NotFhir as error:
        raise UsageError(f"--fhir: '{path}': {error}") from error
    except SettingsError as error:
        raise UsageError(str(error)) from error
    patient = recorded_patient(Resources(*sent), day_from(options.on), rules.fields, settings)
    return (patient.profile, patient.typed), told_of(patient, rules.fields)


def query_from(options: argparse.Namespace, rules: Rules, recorded: Recorded | None = None) -> Query:
    """What a command line asks; without a jurisdiction every one with a record, without a day today.

    What was typed counts before what a health record gives.
    """
    note = once("--from-note", options.from_note)
    if note is not None:
        return _query_from_note(note, options, rules)
    typed = _typed(options, rules)
    profile, row = recorded or ({}, {})
    for name, (option, text) in typed.items():
        try:
            profile = profile | {name: parse_value(rules.fields[name], text)}
        except InputError as error:
            raise UsageError(f"{option}: {error}") from error
    jurisdictions = options.jurisdiction or [record.jurisdiction for record in rules.labels]
    row = row | {name: text for name, (_, text) in typed.items()}
    return Query(profile, day_from(options.on), tuple(dict.fromkeys(jurisdictions)), row)


def _query_from_note(path: str, options: argparse.Namespace, rules: Rules) -> Query:
    """What the note in a file asked, its labels and its day included; "-" is standard input."""
    also = [name for name in (*CORE_INPUTS, "fact", "fhir", "jurisdiction", "on") if getattr(options, name)]
    if also:
        raise UsageError(
            f"--from-note: '{path}' was given with --{also[0]}; "
            "allowed: the note alone, which holds inputs, labels and day, or the options without it"
        )
    try:
        return read_note(_text_of(path, "--from-note", "a note"), rules)
    except NoteError as error:
        raise UsageError(f"--from-note: '{path}': {error}; or type the options instead") from error


def _text_of(path: str, option: str, what: str) -> str:
    """A text file as UTF-8, whatever the terminal's encoding."""
    try:
        if path == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        raise UsageError(
            f"{option}: '{path}' cannot be read: {error.strerror}; "
            f"allowed: a text file with {what}, or - for standard input; check the name"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{option}: '{path}' is not UTF-8 text; allowed: a text file with {what}; save it again as UTF-8"
        ) from error


def _typed(options: argparse.Namespace, rules: Rules) -> dict[str, tuple[str, str]]:
    """By field: the option and what was typed for it."""
    given = [
        (f"--{option}", name, text) for option, name in CORE_INPUTS.items() for text in getattr(options, option) or ()
    ]
    given += [_named_fact(fact, rules) for fact in options.fact or ()]
    typed: dict[str, tuple[str, str]] = {}
    for option, name, text in given:
        if name in typed:
            raise UsageError(f"{option}: '{text}' was given, but {name} was given before; allowed: once")
        typed[name] = option, text
    return typed


def _named_fact(fact: str, rules: Rules) -> tuple[str, str, str]:
    name, equals, answer = fact.partition("=")
    facts = [field.id for field in rules.fields.values() if not field.core]
    if not equals or name not in facts:
        raise UsageError(
            f"--fact: '{fact}' was given; allowed: NAME=yes, NAME=no or NAME=number, NAME one of {', '.join(facts)}"
        )
    return f"--fact {name}", name, answer


def day_from(texts: list[str] | None, option: str = "--on") -> date:
    """The day asked about; today where none was typed."""
    text = once(option, texts)
    if text is None:
        return date.today()
    try:
        if not DAY.fullmatch(text):  # fromisoformat also takes week dates and forms without dashes
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{option}: '{text}' was given; allowed: a calendar day as YYYY-MM-DD, for example 2026-11-22"
        ) from None


def report_file_from(options: argparse.Namespace) -> tuple[str | None, str]:
    """Where to write the report, if anywhere, and its paper."""
    path, paper = once("--report", options.report), once("--paper", options.paper)
    ending = os.path.splitext(path or "")[1].lower()
    if path is not None and ending not in (".html", ".pdf"):
        raise UsageError(f"--report: '{path}' was given; allowed: a file name that ends in .html or .pdf")
    if paper is not None and (paper not in PAPERS or ending != ".pdf"):
        raise UsageError(f"--paper: '{paper}' was given; allowed: {' or '.join(PAPERS)}, with --report FILE.pdf")
    if options.note and options.json:
        raise UsageError("--note: was given with --json; allowed: one of the two")
    return path, paper or PAPERS[0]


def once(option: str, texts: list[str] | None) -> str | None:
    """What was typed for an option that may stand once; None where it does not stand."""
    if texts and len(texts) > 1:
        raise UsageError(f"{option}: '{texts[1]}' was given, but '{texts[0]}' was given before; allowed: once")
    return texts[0] if texts else None
