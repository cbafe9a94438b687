"""For type checkers: a record is a named tuple (`__init__.py` makes the same one without importing typing)."""

from typing import NamedTuple as Frozen

__all__ = ["Frozen"]
