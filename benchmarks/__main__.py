"""Run every benchmark and print its figures; `python -m benchmarks NAME ...` runs some."""

import sys
from importlib import import_module

NAMES = ("kernel", "command_line", "check_page", "evidence_pages", "printable", "cohort", "cohort_memory")


def main(names: list[str]) -> None:
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        sys.exit(f"unknown benchmark {', '.join(unknown)}; allowed: {', '.join(NAMES)}")
    for name in names or NAMES:
        for what, value, note in import_module(f"benchmarks.{name}").measure():
            print(f"{what:<45} {value:8.2f}  {note}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
