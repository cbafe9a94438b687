"""What the documents of the repository say, taken apart: code spans, code blocks, links, headings and tables."""

import os
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
NOT_OURS = {".git", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "__pycache__", "screenshots"}
FENCE = re.compile(r"^ *```")
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)[^)\n]*\)")
ADDRESS = re.compile(r"https?://[^\s`)\"'<>|]+")


class Said(NamedTuple):
    """A piece of text with the document and the line where it stands."""

    document: str
    line: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.document}, line {self.line}"


@cache
def files() -> frozenset[str]:
    """Every file of the repository by its path; what tools leave behind is left out."""
    found = set()
    for place, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found |= {(Path(place) / name).relative_to(ROOT).as_posix() for name in names}
    return frozenset(found)


@cache
def documents() -> tuple[str, ...]:
    """Every document for people: Markdown outside the test data, whose tables are tests themselves."""
    return tuple(sorted(path for path in files() if path.endswith(".md") and not path.startswith("tests/spec/")))


def lines(document: str) -> list[Said]:
    """The lines of a document; of the change log only the newest version, because older ones tell of what was."""
    text = (ROOT / document).read_text(encoding="utf-8")
    if document == "CHANGELOG.md":
        text = "\n## ".join(text.split("\n## ")[:2])
    return [Said(document, number, line) for number, line in enumerate(text.splitlines(), start=1)]


def prose(document: str) -> list[Said]:
    """The lines outside code blocks."""
    return [said for said, is_code in _told_apart(document) if not is_code]


def code(document: str) -> list[Said]:
    """The lines inside code blocks; one that ends with a backslash goes on in the next."""
    joined: list[Said] = []
    for said in (said for said, is_code in _told_apart(document) if is_code):
        if joined and joined[-1].text.endswith("\\"):
            joined[-1] = joined[-1]._replace(text=f"{joined[-1].text[:-1].rstrip()} {said.text.strip()}")
        else:
            joined.append(said)
    return joined


def _told_apart(document: str) -> list[tuple[Said, bool]]:
    told, inside = [], False
    for said in lines(document):
        if FENCE.match(said.text):
            inside = not inside
        else:
            told.append((said, inside))
    return told


def spans(document: str) -> list[Said]:
    """The pieces of prose in backticks."""
    return [said._replace(text=text) for said in prose(document) for text in SPAN.findall(said.text)]


def links(document: str) -> list[Said]:
    """The targets of links and pictures."""
    return [said._replace(text=text) for said in prose(document) for text in LINK.findall(said.text)]


def addresses(document: str) -> list[Said]:
    """Every web address, in prose or code."""
    return [said._replace(text=text.rstrip(".,;:")) for said in lines(document) for text in ADDRESS.findall(said.text)]


def anchors(document: str) -> set[str]:
    """What a link may name after "#": the headings, as GitHub writes them."""
    headings = [said.text.lstrip("#").strip().lower() for said in prose(document) if said.text.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def section(document: str, heading: str) -> list[Said]:
    """The lines of prose below the heading that holds these words, up to the next of its rank. Raises LookupError without one."""
    found = prose(document)
    start = next((n for n, said in enumerate(found) if said.text.startswith("#") and heading in said.text), None)
    if start is None:
        raise LookupError(f"{document} has no heading with '{heading}'; write one")
    rank = re.match("#+ ", found[start].text)[0]
    after = range(start + 1, len(found))
    end = next((n for n in after if len(found[n].text) - len(found[n].text.lstrip("#")) in range(1, len(rank))), None)
    return found[start:end]


def table_rows(said: list[Said], head: str | None = None) -> list[tuple[Said, list[str]]]:
    """The cells of every row of the tables among these lines, without heads and rules.

    With `head`, only of tables whose first column is called so.
    """
    found, heading = [], []
    for line in said:
        if not line.text.startswith("|"):
            heading = []
        elif not heading:
            heading = _cells(line)
        elif set(line.text) - set("|-: ") and head in (None, heading[0]):
            found.append((line, _cells(line)))
    return found


def _cells(line: Said) -> list[str]:
    return [cell.strip() for cell in line.text.strip()[1:-1].split("|")]


def everything_to_type() -> list[Said]:
    """Every code span and every line of a code block of every document."""
    return [said for document in documents() for said in (*spans(document), *code(document))]
