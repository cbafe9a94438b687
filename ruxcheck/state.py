"""The state in which something was shown: what every file that leaves the tool carries, so that it can be made again."""

from datetime import date

from ruxcheck import __version__
from ruxcheck.asked import Asked
from ruxcheck.frozen import Frozen
from ruxcheck.model import Rules
from ruxcheck.values import Field, Interval, value_in_words

INTENDED_USE = (
    "For health professionals and education. Shows what labels and trials say about the figures entered; it gives no "
    "advice, and the clinician decides."
)
NOTHING = "nothing"


class State(Frozen):
    """The day asked about, the fingerprint of the rules, the tool's version, and what was entered about a patient.

    `inputs` are words ("Age 8 y, IGA 3, %BSA 12%"); empty where what is shown does not depend on a patient.
    """

    on: date
    rules: str
    version: str
    inputs: str = ""

    @property
    def words(self) -> str:
        """ "As of 2026-11-22; RuxCheck 0.1.0, rules 1a2b3c4d5e6f; entered: Age 8 y, IGA 3, %BSA 12%"."""
        entered = f"; entered: {self.inputs}" if self.inputs else ""
        return f"As of {self.on}; RuxCheck {self.version}, rules {self.rules[:12]}{entered}"


def state_on(rules: Rules, on: date) -> State:
    """The state of what does not depend on a patient."""
    return State(on, rules.sha256, __version__)


def state_of(rules: Rules, asked: Asked) -> State:
    """The state of an answer about one patient; the labels asked are named where they are not simply all with a record."""
    told = [_entered(rules.fields[name], value) for name, value in asked.profile.items()]
    inputs = ", ".join(told) or NOTHING
    if set(asked.jurisdictions) != {record.jurisdiction for record in rules.labels}:
        inputs += f"; labels asked: {', '.join(rules.jurisdictions[name].name for name in asked.jurisdictions)}"
    return state_on(rules, asked.on)._replace(inputs=inputs)


def _entered(field: Field, value: Interval) -> str:
    """ "Age 8 y"; the answer to a question after a colon, because the question may hold commas."""
    return f"{field.label}{':' if field.kind == 'yesno' else ''} {value_in_words(field, value)}"
