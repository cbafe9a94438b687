"""The options of the command line: what may be typed, and one clear line where something else was."""

import argparse

from ruxcheck import __version__


class UsageError(Exception):
    """An option cannot be used; the message names it, what was typed and what is allowed."""


class Parser(argparse.ArgumentParser):
    """One clear line instead of a usage text: the line is what a caller's log shows."""

    def __init__(self, **options):
        # a formatter without a width asks the terminal for one, and importing that costs a tenth of an answer
        super().__init__(**options, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=100))

    def error(self, message: str):
        raise UsageError(f"{message}; allowed: see python -m ruxcheck --help")


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
        prog="python -m ruxcheck",
        description="Ruxolitinib cream in atopic dermatitis: labels and trials for one patient. For health professionals and education; no advice.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="check | labels | evidence | validate")
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
    one.set_defaults(run=commands_run["check"])
    labels = commands.add_parser("labels", help="every label version, and which is in force on a day")
    labels.set_defaults(run=commands_run["labels"])
    for command in (one, labels):
        command.add_argument(
            "--on", action="append", metavar="YYYY-MM-DD", help="the day asked about; without it, today"
        )
    evidence = commands.add_parser("evidence", help="every proportion and difference with its interval and source")
    evidence.set_defaults(run=commands_run["evidence"])
    for command in (one, labels, evidence):
        command.add_argument("--json", action="store_true", help="the stable contract for programs")
    commands.add_parser("validate", help="check every data file").set_defaults(run=commands_run["validate"])
    return parser
