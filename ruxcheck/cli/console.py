"""What a terminal or a pipe can print: signs that its encoding lacks are spelled with those it has, never lost as "?"."""

import codecs
import sys
import unicodedata

SPELLED = {
    "✔": "+",
    "✘": "x",
    "–": "-",
    "—": "-",
    "−": "-",
    "·": "-",
    "•": "-",
    "…": "...",
    "≤": "<=",
    "≥": ">=",
    "±": "+/-",
    "×": "x",
    "µ": "u",
    "μ": "u",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "\u00a0": " ",
    "\u202f": " ",
    "⁹": "^9",
    "²": "2",
    "³": "3",
    "→": "->",
    "≈": "~",
    "°": " degrees",
    "½": "1/2",
    "ß": "ss",
    "®": "(R)",
    "™": "(TM)",
}
HANDLER = "spelled"


def spell() -> None:
    """Let standard output and standard error spell what they cannot print, and file names that are no text."""
    codecs.register_error(HANDLER, _spelled)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not where a test or a program has put something else in its place
            stream.reconfigure(errors=HANDLER)


def _spelled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(map(_sign, text)), error.end


def _sign(sign: str) -> str:
    """A sign in ASCII: its spelling, its letter without the accent, a byte of a name that is no text, or its code."""
    if sign in SPELLED:
        return SPELLED[sign]
    if "\udc80" <= sign <= "\udcff":
        return f"\\x{ord(sign) - 0xDC00:02x}"
    letters = "".join(part for part in unicodedata.normalize("NFKD", sign) if part.isascii())
    return letters or f"\\u{ord(sign):04x}"
