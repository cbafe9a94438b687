"""The rules: possible values, criteria, records and one patient's answer. Pure standard library; never reads the clock.

Every record of it is a `Frozen`: a `typing.NamedTuple` without the cost of importing `typing`. One answer on the command line lasts
about as long as importing `typing` five times over; the kernel needs nothing else of it.
"""

from collections import namedtuple


class _FieldsFromAnnotations(type):
    """Turns a class body with annotated fields, the last ones with defaults, into a namedtuple with these methods."""

    def __new__(mcs, name: str, bases: tuple, body: dict):
        if not bases:
            return super().__new__(mcs, name, bases, body)
        fields = body.get("__annotations__", {})
        defaults = [body.pop(field) for field in fields if field in body]
        return type(name, (namedtuple(name, fields, defaults=defaults),), body | {"__slots__": ()})


class Frozen(metaclass=_FieldsFromAnnotations):
    """Base of every record: immutable, hashable, equal by content."""
