"""A report as a file: HTML or PDF by its ending, written whole or not at all."""

import contextlib
import os
import secrets

from ruxcheck.document import Document
from ruxcheck.document_html import as_html
from ruxcheck.document_typst import as_pdf


def save(document: Document, path: str, paper: str) -> None:
    """Write a document to a path that ends in .html or .pdf; an older file there is replaced.

    `paper` is "a4" or "letter"; HTML fits either. Raises OSError where the file cannot be written, and PrintingUnavailable
    where PDF cannot be made; then nothing has changed.
    """
    content = as_pdf(document, paper) if path.lower().endswith(".pdf") else as_html(document)
    beside = os.path.join(os.path.dirname(path), f".ruxcheck-{secrets.token_hex(8)}.part")
    try:
        with open(beside, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # a full disk may only show here
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):  # it was never made, or its folder is gone
            os.unlink(beside)
        raise
