"""The three results for a whole column of patients, and how they combine."""

from functools import reduce
from operator import and_, or_

from ruxcheck.frozen import Frozen


class Told(Frozen):
    """One result for every patient of a table, as two answers to "is it met?": by all, and by any of the possible values.

    `met` is certain, `cannot tell` is possible and not certain, `not met` is not even possible. Each answer is a yes/no
    expression over the table, or True or False where it is the same for every patient. Neither is ever null.
    """

    certain: object
    possible: object


OPEN, ALWAYS = Told(False, True), Told(True, True)


def worst(results: list[Told]) -> Told:
    """Kleene "and", patient by patient; of no results at all, met."""
    return Told(every([told.certain for told in results]), every([told.possible for told in results]))


def agreed(one: Told, other: Told) -> Told:
    """The result where both say the same, elsewhere `cannot tell`."""
    return Told(every([one.certain, other.certain]), some([one.possible, other.possible]))


def every(answers: list) -> object:
    """Yes where every answer is yes; what is the same for all patients costs no column."""
    if any(answer is False for answer in answers):
        return False
    columns = [answer for answer in answers if answer is not True]
    return reduce(and_, columns) if columns else True


def some(answers: list) -> object:
    """Yes where at least one answer is yes."""
    if any(answer is True for answer in answers):
        return True
    columns = [answer for answer in answers if answer is not False]
    return reduce(or_, columns) if columns else False


def no(answer) -> object:
    """The opposite answer."""
    return not answer if isinstance(answer, bool) else ~answer
