"""Run every benchmark but the long ones and print its figures; `python -m benchmarks NAME ...` runs those named."""

import sys
from importlib import import_module

NAMES = (
    "kernel", "command_line", "cold_start", "check_page", "every_page", "in_browser", "first_screen", "load", "card", "printable", "cohort",
    "cohort_memory", "soak",
)  # fmt: skip
LONG = ("soak",)  # only when named


def main(names: list[str]) -> None:
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        sys.exit(f"unknown benchmark {', '.join(unknown)}; allowed: {', '.join(NAMES)}")
    for name in names or [name for name in NAMES if name not in LONG]:
        for what, value, note in import_module(f"benchmarks.{name}").measure():
            print(f"{what:<45} {value:8.2f}  {note}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
