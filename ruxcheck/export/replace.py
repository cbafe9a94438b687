"""Writing a file whole or not at all: beside its place first, then into it, with the rights that it had."""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator


@contextlib.contextmanager
def whole_file(path: str) -> Iterator[str]:
    """The path of a file beside `path` to write; it takes its place when the block ends well, else nothing of it stays.

    A symbolic link is followed to what it names, a file that was there keeps its rights, a new one has those of the umask.
    Raises OSError where the folder cannot be written, and for a file that is read-only or no plain file.
    """
    target = os.path.realpath(path)
    before = _rights_of(target, path)
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".ruxcheck-{secrets.token_hex(8)}{os.path.splitext(name)[1]}")
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield beside
        if before is not None:
            os.chmod(beside, before)
        with open(beside, "rb") as file:
            os.fsync(file.fileno())  # a full disk may only show here
        os.replace(beside, target)
    finally:
        with contextlib.suppress(OSError):  # it has taken its place, or its folder is gone
            os.unlink(beside)


def _rights_of(target: str, path: str) -> int | None:
    """The rights of the file that would be replaced; None where there is none. Raises OSError for one that must stay."""
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "no plain file", path)
    # the bits too: to a superuser every file looks writable
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise OSError(errno.EACCES, "the file that is there is read-only", path)
    return stat.S_IMODE(mode)
