"""First on PYTHONPATH, it sets the clock of a whole Python process to the day in RUXCHECK_TEST_TODAY, asked anew each time."""

import datetime
import os
import zoneinfo

real = datetime.date


class Meta(type(real)):
    """Days made before and after this file was read are all days."""

    def __instancecheck__(cls, other):
        return isinstance(other, real)

    def __subclasscheck__(cls, other):
        return issubclass(other, real)


class date(real, metaclass=Meta):
    @classmethod
    def today(cls):
        return cls.fromisoformat(os.environ["RUXCHECK_TEST_TODAY"])


class ZoneInfo(zoneinfo.ZoneInfo):
    """No time zone is known, so that a visitor's day is the day set here and not the browser's."""

    def __new__(cls, key):
        raise zoneinfo.ZoneInfoNotFoundError(key)


datetime.date, zoneinfo.ZoneInfo = date, ZoneInfo
