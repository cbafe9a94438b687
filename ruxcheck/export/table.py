"""A table, apart from how a page, a CSV file or paper writes it; and the state of the tool when it was shown."""

import csv
import io
import re
from datetime import date

from markupsafe import Markup

from ruxcheck import __version__
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.possible_values import Field, Interval, value_in_words
from ruxcheck.kernel.records import Documents, Rules
from ruxcheck.kernel.results import RecordResult
from ruxcheck.kernel.wording import RESULT_WORDS, SYMBOLS, verdict

FORMULA = re.compile(r"[=+\-@\t\r\n]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
AFTER_SEPARATOR = re.compile(r"([,;])(?=[=+\-@])")
SMALL = "\0"  # where small print begins in a text
AFTER_WORDS = re.compile(rf"(?<=[\w)%>]) *{SMALL} *(?=[^\s(])")
EACH_ROW = "Source: each row says where it stands."

HTML = {
    "run": "{}",
    "lines": "{}",
    "bold": "<b>{}</b>",
    "italic": "<i>{}</i>",
    "small": "<small>{}</small>",
    "raised": " <sup><b>{}</b></sup>",
    "item": "<li>{}</li>",
    "bullets": '<ul class="rux">{}</ul>',
    "paragraph": "<p>{}</p>",
    "heading": "<h3>{}</h3>",
    "result": "{}",
    "mark": '<span class="rux-shape {1}" aria-hidden="true">{0}</span>',
    "term": '<span title="{1}">{0}</span>',
    "link": '<a href="{1}" target="_blank" rel="noopener noreferrer">{0}</a>',
    "name": "{}",
}
TEXT = {"mark": "", "raised": " [{0}]", "link": "{0} <{1}>", "small": SMALL + "{0}"}
TEXT |= dict.fromkeys(("item", "bullets", "paragraph", "heading"), "\n{0}\n")


class Rich(Frozen):
    """Words with a look, as HTML and as text; a part is a text, a number or words with a look of their own.

    `kind` is a key of `HTML`; `more` is the address of a link, the definition of a term, the code of a result.
    """

    kind: str
    parts: tuple
    more: str = ""

    def __html__(self) -> Markup:
        inner = Markup("<br>" if self.kind == "lines" else "").join(self.parts)
        if self.kind == "name":  # a phone may break it at its joints
            inner = inner.replace("_", Markup("_<wbr>"))
        return Markup(HTML[self.kind]).format(inner, self.more)

    def __str__(self) -> str:
        """On one line: line breaks become "; ", links "text <address>", small print follows a comma; marks are left out."""
        text = AFTER_WORDS.sub(", ", self._text()).replace(SMALL, " ")
        return "; ".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)

    def _text(self) -> str:
        inner = ("\n" if self.kind == "lines" else "").join(
            part._text() if isinstance(part, Rich) else str(part).replace("\n", " ") for part in self.parts
        )
        return TEXT.get(self.kind, "{0}").format(inner, self.more)


def run(*parts) -> Rich:
    """The parts one after another."""
    return Rich("run", parts)


def lines(*parts) -> Rich:
    """Each part on a line of its own; empty ones are left out."""
    return Rich("lines", tuple(part for part in parts if part != ""))


def joined(separator: str, parts) -> Rich:
    """The parts with a text between them."""
    spaced = [piece for part in parts for piece in (separator, part)]
    return Rich("run", tuple(spaced[1:]))


def bold(*parts) -> Rich:
    return Rich("bold", parts)


def italic(*parts) -> Rich:
    return Rich("italic", parts)


def small(*parts) -> Rich:
    return Rich("small", parts)


def raised(number: int) -> Rich:
    """The number of a footnote."""
    return Rich("raised", (number,))


def paragraph(*parts) -> Rich:
    return Rich("paragraph", parts)


def heading(*parts) -> Rich:
    return Rich("heading", parts)


def bullets(items) -> Rich:
    """A list without numbers."""
    return Rich("bullets", tuple(Rich("item", (item,)) for item in items))


def link(words, address: str) -> Rich:
    """Words that lead to a document; without an address the words alone."""
    return Rich("link" if address else "run", (words,), address)


def term(word: str, definition: str) -> Rich:
    """A word that shows its definition under the pointer."""
    return Rich("term", (word,), definition)


def breakable(name: str) -> Rich:
    """A name that a narrow screen may break after each underscore."""
    return Rich("name", (name,))


def result_mark(code: str) -> Rich:
    """The mark of a result: a disc, a square or a dashed frame, each with its own sign."""
    return Rich("mark", (SYMBOLS[code],), code.replace(" ", "-"))


def marked_result(code: str, words: str = "") -> Rich:
    """A result with its mark: met, not met or cannot tell, or in other `words`."""
    return Rich("result", (result_mark(code), words or RESULT_WORDS[code]), code)


def marked_verdict(result: RecordResult) -> Rich:
    """The verdict of a record with its mark: "Within label on age, IGA and BSA"."""
    return marked_result(result.mark, verdict(result))


def source_link(documents: Documents, source: str, locator: str) -> Rich:
    """Where a fact stands, as a link to its document where that has an address."""
    document = documents.sources[source]
    words = run(locator, " ", small("(", document.title, ")")) if locator else document.title
    return link(words, document.url)


def source_note(documents: Documents, rows) -> Rich:
    """Where the facts of several rows stand, each place once, as small print."""
    places = dict.fromkeys((row.source, row.locator) for row in rows)
    return small("Source: ", joined("; ", [source_link(documents, *place) for place in places]))


class Table(Frozen):
    """A table: caption, heads, rows, and what is said above and below it; a cell is a text, a number, a day, None or `Rich`.

    A row with fewer cells than heads ends in one over all that are left. `source` is its source line in a file; empty
    where a note below it says it. For the page: columns kept on one line, columns with room for sentences, a look of
    style.css. For paper: the columns' shares of the width, and whether the first cells stand out as names.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple, ...]
    notes: tuple = ()
    above: tuple = ()
    source: str = EACH_ROW
    unbroken: tuple[int, ...] = ()
    roomy: tuple[int, ...] = ()
    look: str = ""
    widths: tuple[int, ...] = ()
    named_rows: bool = True

    def as_csv(self, state: str) -> str:
        """The table as CSV: caption, notes and state in lines that begin with "# ", then heads and rows."""
        out = io.StringIO()
        out.writelines(_comment(text) for text in (self.caption, *self.comments, state))
        # every text in quotes: readers that skip comments would else cut a cell at a # within it, as in an address
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        heads = tuple(" ".join(head.split()) for head in self.heads)  # without the spaces that keep a line together
        writer.writerows([harmless(cell) for cell in row] for row in (heads, *map(self._filled, self.rows)))
        text = out.getvalue()
        return text if text.isascii() else f"\ufeff{text}"  # the mark by which a spreadsheet knows the letters

    @property
    def comments(self) -> tuple[str, ...]:
        """What is said around the table, and its source line."""
        texts = [part for note in (*self.above, *self.notes) for part in (note.parts if _is_list(note) else (note,))]
        return (*map(str, texts), *([self.source] if self.source else []))

    def _filled(self, row: tuple) -> tuple:
        return (*row, *[None] * (len(self.heads) - len(row)))


def _is_list(note) -> bool:
    return isinstance(note, Rich) and note.kind == "bullets"


def harmless(cell):
    """The cell as a spreadsheet may hold it: a text that it would run as a formula gets an apostrophe in front."""
    if cell is None:
        return ""
    cell = str(cell) if isinstance(cell, Rich) else cell
    if isinstance(cell, str) and FORMULA.match(cell) and cell != "-" and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _comment(text: str) -> str:
    """One line whatever the text holds; a spreadsheet splits it at commas, so no part of it may begin as a formula does."""
    line = AFTER_SEPARATOR.sub(r"\1 ", " ".join(text.split()))
    return f"# {line}\n"


# The state in which something was shown: what every file that leaves the tool carries, so that it can be made again.

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


def state_of(rules: Rules, query: Query) -> State:
    """The state of an answer about one patient; the labels asked are named where they are not simply all with a record."""
    texts = [_entered(rules.fields[name], value) for name, value in query.profile.items()]
    inputs = ", ".join(texts) or NOTHING
    if set(query.jurisdictions) != {record.jurisdiction for record in rules.labels}:
        inputs += f"; labels asked: {', '.join(rules.jurisdictions[name].name for name in query.jurisdictions)}"
    return state_on(rules, query.on)._replace(inputs=inputs)


def _entered(field: Field, value: Interval) -> str:
    """ "Age 8 y"; the answer to a question after a colon, because the question may hold commas."""
    return f"{field.label}{':' if field.kind == 'yesno' else ''} {value_in_words(field, value)}"


# what would be read as a sign of Markdown or HTML; hyphens, points and brackets within a line are none
MARKDOWN_SIGNS = re.compile(r"([\\`*_<>\[\]|~#&])")


def as_markdown(text: str) -> str:
    """The text as GitHub-flavoured Markdown shows it, letter by letter and on one line."""
    return MARKDOWN_SIGNS.sub(r"\\\1", " ".join(text.split()))
