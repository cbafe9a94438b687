"""The engines that screen a batch: the same expressions, on the library that the user has."""

from collections.abc import Callable
from importlib.util import find_spec

import pyarrow as pa

from ruxcheck.intake import OptionError

PREFERRED = ("polars", "pandas")
NAMES = ("pandas", "polars", "duckdb", "spark")


def engine_named(name: str | None) -> str:
    """The engine to use: as named, else polars where it is installed, else pandas. Raises OptionError for one that is not there."""
    if name is None:
        return next(engine for engine in PREFERRED if _installed(engine))
    if name not in NAMES:
        raise OptionError(f"--engine: '{name}' was given; allowed: {', '.join(NAMES)}")
    if not _installed(name):
        extra = "spark" if name == "spark" else "screen"
        raise OptionError(f'--engine {name}: not installed; pip install ".[{extra}]", or leave out --engine')
    return name


def _installed(name: str) -> bool:
    return find_spec("pyspark" if name == "spark" else name) is not None


def on_engine(name: str, screen: Callable, values: pa.Table) -> pa.Table:
    """A table of possible values through `screen` on a batch engine, back as an Arrow table."""
    return {"pandas": _pandas, "polars": _polars, "duckdb": _duckdb}[name](screen, values)


def _pandas(screen: Callable, values: pa.Table) -> pa.Table:
    return pa.Table.from_pandas(screen(values.to_pandas()), preserve_index=False)


def _polars(screen: Callable, values: pa.Table) -> pa.Table:
    import polars  # an optional extra, imported only when used

    return screen(polars.from_arrow(values)).to_arrow()


def _duckdb(screen: Callable, values: pa.Table) -> pa.Table:
    import duckdb  # an optional extra, imported only when used

    return screen(duckdb.from_arrow(values)).to_arrow_table()
