"""Reading what was downloaded."""

import io
import zipfile


def files_of(content: bytes) -> dict[str, bytes]:
    """The files of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def told_in(csv: bytes) -> list[str]:
    """The lines above the header of a CSV file."""
    lines = csv.decode("utf-8-sig").splitlines()
    return [line[2:] for line in lines if line.startswith("# ")]
