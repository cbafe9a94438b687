"""The command line: `python -m ruxcheck check | labels | validate`."""

import argparse
import json
import re
import sys
from datetime import date

from ruxcheck import __version__
from ruxcheck.check import UnknownJurisdiction, check
from ruxcheck.model import Rules
from ruxcheck.parsing import InputError, parse_value
from ruxcheck.records import DATA, DataErrors, load
from ruxcheck.values import Profile

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
OPTIONS = {"age": "age_years", "iga": "iga", "bsa": "bsa_percent"}


class UsageError(Exception):
    """An option cannot be used; the message names it, what was typed and what is allowed."""


class Parser(argparse.ArgumentParser):
    """One clear line instead of a usage text: the line is what a caller's log shows."""

    def __init__(self, **options):
        # a formatter without a width asks the terminal for one, and importing that costs a tenth of an answer
        super().__init__(**options, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=100))

    def error(self, message: str):
        raise UsageError(f"{message}; allowed: see python -m ruxcheck --help")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when answered, 1 when data is bad, 2 when an option is."""
    try:
        options = _parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
        return options.run(options)
    except UsageError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2
    except DataErrors as errors:
        print(errors, file=sys.stderr)
        return 1


def _joined(arguments: list[str]) -> list[str]:
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


def _parser() -> Parser:
    parser = Parser(
        prog="python -m ruxcheck",
        description="Ruxolitinib cream in atopic dermatitis: labels and trials for one patient. For health professionals and education; no advice.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="check | labels | validate")
    one = commands.add_parser("check", help="one patient against every label in force and every trial")
    one.add_argument("--age", action="append", help="8, 8.5, 11y11m, 18 months, 8-9 or ?")
    one.add_argument("--iga", action="append", help="0 to 4, 2-3 or ?")
    one.add_argument("--bsa", action="append", help="percent of body surface: 12, 12.5, 12%%, 15-25 or ?")
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
    one.set_defaults(run=_check)
    labels = commands.add_parser("labels", help="every label version, and which is in force on a day")
    labels.set_defaults(run=_labels)
    for command in (one, labels):
        command.add_argument(
            "--on", action="append", metavar="YYYY-MM-DD", help="the day asked about; without it, today"
        )
        command.add_argument("--json", action="store_true", help="the stable contract for programs")
    commands.add_parser("validate", help="check every data file").set_defaults(run=_validate)
    return parser


def _check(options: argparse.Namespace) -> int:
    rules = load()
    day = _day(options.on)
    try:
        report = check(_profile(options, rules), day, rules, tuple(dict.fromkeys(options.jurisdiction or ())))
    except UnknownJurisdiction as error:
        raise UsageError(f"--jurisdiction: {error}") from error
    notices = _notices(day)
    if options.json:
        print(json.dumps(report.as_json(rules.fields) | {"notices": notices}))
    else:
        from ruxcheck import table  # the JSON path of other programs need not wait for it

        _print(table.report_table(report, rules, notices, colour=sys.stdout.isatty()))
    return 0


def _labels(options: argparse.Namespace) -> int:
    from ruxcheck import table

    rules, day = load(), _day(options.on)
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


def _profile(options: argparse.Namespace, rules: Rules) -> Profile:
    typed = [(f"--{option}", name, text) for option, name in OPTIONS.items() for text in getattr(options, option) or ()]
    typed += [_named_fact(fact, rules) for fact in options.fact or ()]
    profile: Profile = {}
    for option, name, text in typed:
        if name in profile:
            raise UsageError(f"{option}: '{text}' was given, but {name} was given before; allowed: once")
        try:
            profile[name] = parse_value(rules.fields[name], text)
        except InputError as error:
            raise UsageError(f"{option}: {error}") from error
    return profile


def _named_fact(fact: str, rules: Rules) -> tuple[str, str, str]:
    name, equals, answer = fact.partition("=")
    facts = [field.id for field in rules.fields.values() if not field.core]
    if not equals or name not in facts:
        raise UsageError(
            f"--fact: '{fact}' was given; allowed: NAME=yes, NAME=no or NAME=number, NAME one of {', '.join(facts)}"
        )
    return f"--fact {name}", name, answer


def _day(texts: list[str] | None) -> date:
    if texts is None:
        return date.today()
    if len(texts) > 1:
        raise UsageError(f"--on: '{texts[1]}' was given, but '{texts[0]}' was given before; allowed: once")
    try:
        if not DAY.fullmatch(texts[0]):  # fromisoformat also takes week dates and forms without dashes
            raise ValueError
        return date.fromisoformat(texts[0])
    except ValueError:
        raise UsageError(
            f"--on: '{texts[0]}' was given; allowed: a calendar day as YYYY-MM-DD, for example 2026-11-22"
        ) from None


def _notices(day: date) -> list[str]:
    if day <= date.today():
        return []
    return [f"{day} is in the future: answered as of the newest record of each label; a newer label may exist by then"]
