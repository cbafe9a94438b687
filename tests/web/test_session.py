"""What a rerun leaves to the garbage collector, and when all of it is looked through."""

import asyncio
import contextlib
import gc
import weakref

import pytest

from ruxcheck.web import session
from tests.asgi import run


class Left:
    """Something that refers to itself, as what a visitor leaves often does."""

    def __init__(self):
        self.me = self


@pytest.fixture(autouse=True)
def collected_as_before():
    yield
    gc.unfreeze()


def left_aside() -> weakref.ref:
    left = Left()
    session.freeze_garbage()
    return weakref.ref(left)


def test_what_exists_is_out_of_the_collectors_way():
    before = Left()
    session.freeze_garbage()
    since = Left()
    walked = [thing for thing in gc.get_objects() if isinstance(thing, Left)]
    assert not any(thing is before for thing in walked)
    assert any(thing is since for thing in walked)


def test_what_was_put_aside_and_left_goes_when_all_is_looked_through():
    gone = left_aside()
    gc.collect()
    assert gone() is not None, "an ordinary collection does not walk it"
    session.collect_garbage()
    assert gone() is None


def test_all_is_looked_through_regularly(monkeypatch):
    monkeypatch.setattr(session, "SECONDS_BETWEEN", 0.01)
    gone = left_aside()

    async def for_a_while():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(session.look_through_regularly(), 0.5)

    run(for_a_while())
    assert gone() is None
