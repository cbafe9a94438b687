"""From results in yes/no columns to the columns that a reader sees."""

import narwhals as nw

from ruxcheck.cohort_told import Told
from ruxcheck.cohort_values import TINY
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET, SEVERITY
from ruxcheck.frozen import Frozen


class Choice(Frozen):
    """One column that says one of a few words a patient: the first word whose condition does not hold.

    `links` are pairs of a condition (a yes/no column, or True or False for all patients) and the word where it fails;
    the last fails for everybody left. `words` are all words it could hold, in the order in which they sort; the
    column holds the word, or with `coded` its place in that order.
    """

    links: tuple[tuple[object, str], ...]
    words: tuple[str, ...]
    coded: bool = False

    @property
    def open_links(self) -> list[tuple[object, str]]:
        """The links that some patient may come to; the last one needs no condition."""
        last = next(place for place, (condition, _) in enumerate(self.links) if condition is False)
        return [link for link in self.links[: last + 1] if link[0] is not True]


def result(told: Told, coded: bool = False) -> Choice:
    """Not met, cannot tell or met, sorted in this order; `coded` 0, 1 or 2."""
    links = (told.possible, NOT_MET), (told.certain, CANNOT_TELL), (False, MET)
    return Choice(links, tuple(SEVERITY), coded)


def reason(links: tuple[tuple[object, str], ...]) -> Choice:
    """The words of `because`."""
    return Choice(links, tuple(dict.fromkeys(word for _, word in links)))


def column(choice: Choice, engine) -> nw.Expr:
    """The column of a choice as the engine stores words best."""
    if choice.coded:
        return _first(choice, lambda word: nw.lit(choice.words.index(word), TINY))
    # an enumeration keeps one small number a row and each word once: much faster than text where the engine has it
    kind = nw.Enum(choice.words) if engine.is_polars() or engine.is_duckdb() else nw.String
    return _first(choice, lambda word: nw.lit(word, kind))


def _first(choice: Choice, literal) -> nw.Expr:
    *conditional, (_, last) = choice.open_links
    column_ = literal(last)
    for condition, word in reversed(conditional):
        column_ = nw.when(condition).then(column_).otherwise(literal(word))
    return column_
