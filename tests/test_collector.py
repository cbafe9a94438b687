"""What a rerun leaves to the garbage collector, and when all of it is looked through."""

import gc
import weakref

import pytest

from ruxcheck.ui.collector import RUNS_BETWEEN, begin_run


class Left:
    """Something that refers to itself, as what a visitor leaves often does."""

    def __init__(self):
        self.me = self


@pytest.fixture(autouse=True)
def collected_as_before():
    yield
    gc.unfreeze()


def test_what_exists_is_out_of_the_collectors_way():
    before = Left()
    begin_run()
    since = Left()
    walked = [thing for thing in gc.get_objects() if isinstance(thing, Left)]
    assert not any(thing is before for thing in walked)
    assert any(thing is since for thing in walked)


def test_what_was_put_aside_and_left_goes_after_so_many_runs():
    left = Left()
    gone = weakref.ref(left)
    begin_run()
    del left
    gc.collect()
    assert gone() is not None, "it lies aside for now"
    for _ in range(RUNS_BETWEEN):
        begin_run()
    assert gone() is None
