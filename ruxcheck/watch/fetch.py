"""Asking a public server politely and without trusting it: https, fixed hosts, GET, limits of size and depth, two retries."""

import gzip
import http.client
import io
import json
import ssl
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from ruxcheck import __version__

HOSTS = (
    "api.fda.gov", "dailymed.nlm.nih.gov", "clinicaltrials.gov", "health-products.canada.ca", "www.ema.europa.eu",
)  # fmt: skip
PAUSE_S, TIMEOUT_S, LONGEST_WAIT_S, RETRIES, REDIRECTS = 1.0, 30.0, 60.0, 2, 2
MOST_SENT, MOST_UNPACKED, DEEPEST = 32 << 20, 128 << 20, 60
BLOCK = 1 << 16


class Unreachable(Exception):
    """The server did not answer as it should; a state of the connection and never a change."""


class NotUnderstood(Exception):
    """Something was answered that is not what this source gives."""


class Gone(Exception):
    """The source says that it has no such record."""


def secure_connection(host: str) -> http.client.HTTPConnection:
    """A connection with a checked certificate."""
    return http.client.HTTPSConnection(host, timeout=TIMEOUT_S, context=ssl.create_default_context())


class Fetcher:
    """Fetches JSON. `contact` stands in the user agent; `connect` and `sleep` are replaced where a server of a test answers."""

    def __init__(
        self,
        contact: str,
        connect: Callable[[str], http.client.HTTPConnection] = secure_connection,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.headers = {
            "User-Agent": f"RuxCheck/{__version__} label watch ({contact})",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        self.connect, self.sleep, self.clock = connect, sleep, clock
        self.asked: dict[str, float] = {}

    def json(self, url: str) -> object:
        """What an address answers. Raises Unreachable, NotUnderstood, and Gone for 404."""
        for attempt in range(RETRIES + 1):
            try:
                return self._once(url, REDIRECTS)
            except _Again as again:
                if attempt == RETRIES:
                    raise Unreachable(again.words) from again
                self.sleep(min(again.wait_s or 2.0 ** (attempt + 1), LONGEST_WAIT_S))
        raise AssertionError("the last attempt returns or raises")

    def _once(self, url: str, redirects: int) -> object:
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.netloc not in HOSTS:
            raise NotUnderstood(
                f"'{parts.scheme}://{parts.netloc}' is not asked; allowed: https and {', '.join(HOSTS)}"
            )
        self._pause(parts.netloc)
        connection = self.connect(parts.netloc)
        try:
            target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request("GET", target, headers=self.headers)
            answer = connection.getresponse()
            if answer.status in (301, 302, 303, 307, 308):
                return self._redirected(url, answer, redirects)
            return self._read(answer)
        except (OSError, http.client.HTTPException) as error:
            raise _Again(f"no answer ({type(error).__name__})") from error
        finally:
            connection.close()

    def _pause(self, host: str) -> None:
        wait = self.asked.get(host, -PAUSE_S) + PAUSE_S - self.clock()
        if wait > 0:
            self.sleep(wait)
        self.asked[host] = self.clock()

    def _redirected(self, url: str, answer: http.client.HTTPResponse, redirects: int) -> object:
        to = urljoin(url, answer.getheader("Location", ""))
        if urlsplit(to).netloc != urlsplit(url).netloc or urlsplit(to).scheme != "https":
            raise NotUnderstood("it sends to another host, which is not followed")
        if not redirects:
            raise NotUnderstood("it sends from one address to the next without an end")
        return self._once(to, redirects - 1)

    def _read(self, answer: http.client.HTTPResponse) -> object:
        if answer.status == 429 or answer.status >= 500:
            wait = answer.getheader("Retry-After", "")
            raise _Again(f"status {answer.status}", float(wait) if wait.isdigit() else None)
        if answer.status == 404:
            raise Gone("status 404")
        if answer.status != 200:
            raise Unreachable(f"status {answer.status}")
        kind = answer.getheader("Content-Type", "").partition(";")[0].strip().lower()
        if not (kind == "application/json" or kind.endswith("+json")):
            raise NotUnderstood("not JSON, by its content type")
        declared = answer.getheader("Content-Length", "")
        content = _limited(answer, MOST_SENT)
        if declared.isdigit() and len(content) != int(declared):
            raise _Again("cut off")
        if answer.getheader("Content-Encoding", "").lower() == "gzip":
            content = _unpacked(content)
        return parsed(content)


class _Again(Exception):
    """A failure that may be over in a moment."""

    def __init__(self, words: str, wait_s: float | None = None):
        self.words, self.wait_s = words, wait_s


def _limited(stream, most: int) -> bytes:
    parts, size = [], 0
    while part := stream.read(BLOCK):
        size += len(part)
        if size > most:
            raise NotUnderstood(f"larger than {most >> 20} MB")
        parts.append(part)
    return b"".join(parts)


def _unpacked(content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            return _limited(stream, MOST_UNPACKED)
    except (OSError, EOFError) as error:
        raise NotUnderstood("compressed in a way that cannot be undone") from error


def parsed(content: bytes) -> object:
    """JSON of bounded depth. Raises NotUnderstood."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("not JSON") from error
    level: list[object] = [found]
    for _ in range(DEEPEST):
        level = [inner for part in level for inner in _inside(part)]
        if not level:
            return found
    raise NotUnderstood(f"nested more than {DEEPEST} deep")


def _inside(part: object) -> list:
    return list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else []
