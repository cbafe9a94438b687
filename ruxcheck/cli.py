"""The command line: `python -m ruxcheck check | labels | evidence | validate`."""

import argparse
import json
import os
import re
import sys
from datetime import date

from ruxcheck import __version__
from ruxcheck.check import UnknownJurisdiction, check
from ruxcheck.cli_options import UsageError, joined, option_parser
from ruxcheck.model import Rules
from ruxcheck.parsing import InputError, parse_value
from ruxcheck.records import DATA, DataErrors, load
from ruxcheck.values import Profile

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
OPTIONS = {"age": "age_years", "iga": "iga", "bsa": "bsa_percent"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when answered, 1 when data is bad, 2 when an option is."""
    try:
        options = option_parser(COMMANDS).parse_args(joined(sys.argv[1:] if arguments is None else arguments))
        return options.run(options)
    except UsageError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2
    except BrokenPipeError:
        # whoever read the first lines has seen enough; nothing more can or need be said
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (kept open until the process ends)
        return 0
    except DataErrors as errors:
        print(errors, file=sys.stderr)
        return 1


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


COMMANDS = {"check": _check, "labels": _labels, "evidence": _evidence, "validate": _validate}
