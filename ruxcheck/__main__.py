import os
import sys

from ruxcheck.cli.main import main


def run() -> None:
    """The command `ruxcheck`, and `python -m ruxcheck`."""
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # one answer holds nothing that needs tidying up, and taking the interpreter apart would last a tenth of it
    os._exit(code)


if __name__ == "__main__":
    run()
