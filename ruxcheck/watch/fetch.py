"""Asking a public server politely and without trusting it: https, fixed hosts, GET, limits of size and depth, two retries."""

import gzip
import http.client
import json
import ssl
import time
import zlib
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, cast
from urllib.parse import urljoin, urlsplit

from ruxcheck import __version__

HOSTS = (
    "api.fda.gov", "dailymed.nlm.nih.gov", "clinicaltrials.gov", "health-products.canada.ca", "www.ema.europa.eu",
)  # fmt: skip
PAUSE_S, TIMEOUT_S, LONGEST_WAIT_S, RETRIES, REDIRECTS = 1.0, 30.0, 60.0, 2, 2
MOST_SENT, MOST_UNPACKED, DEEPEST = 32 << 20, 128 << 20, 60
BLOCK = 1 << 16
LONGEST_ROW = 1 << 20  # letters of one record of a list that is read record by record
Take = Callable[[Iterator[bytes]], object]


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
        self.kept: dict[str, Any] = {}

    def json(self, url: str) -> Any:
        """What an address answers. Raises Unreachable, NotUnderstood, and Gone for 404."""
        return self._taken(url, lambda blocks: parsed(b"".join(blocks)))

    def once(self, url: str) -> Any:
        """What an address answers, asked once for all sources of a run."""
        if url not in self.kept:
            self.kept[url] = self.json(url)
        return self.kept[url]

    def rows(self, url: str, wanted: Callable[[dict], bool]) -> list[dict]:
        """The wanted records of a long list, of which no more than one is held at a time; raises as `json`."""
        return self._taken(url, lambda blocks: [row for row in rows_of(blocks) if wanted(row)])

    def _taken(self, url: str, take: Take) -> Any:
        for attempt in range(RETRIES + 1):
            try:
                return self._once(url, take, REDIRECTS)
            except _Again as again:
                if attempt == RETRIES:
                    raise Unreachable(again.words) from again
                self.sleep(min(again.wait_s or 2.0 ** (attempt + 1), LONGEST_WAIT_S))
        raise AssertionError("the last attempt returns or raises")

    def _once(self, url: str, take: Take, redirects: int) -> object:
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
                return self._redirected(url, answer, take, redirects)
            return self._read(answer, take)
        except (OSError, http.client.HTTPException) as error:
            raise _Again(f"no answer ({type(error).__name__})") from error
        finally:
            connection.close()

    def _pause(self, host: str) -> None:
        wait = self.asked.get(host, -PAUSE_S) + PAUSE_S - self.clock()
        if wait > 0:
            self.sleep(wait)
        self.asked[host] = self.clock()

    def _redirected(self, url: str, answer: http.client.HTTPResponse, take: Take, redirects: int) -> object:
        to = urljoin(url, answer.getheader("Location", ""))
        if urlsplit(to).netloc != urlsplit(url).netloc or urlsplit(to).scheme != "https":
            raise NotUnderstood("it sends to another host, which is not followed")
        if not redirects:
            raise NotUnderstood("it sends from one address to the next without an end")
        return self._once(to, take, redirects - 1)

    def _read(self, answer: http.client.HTTPResponse, take: Take) -> object:
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
        sent = _Limited(answer, MOST_SENT)
        packed = answer.getheader("Content-Encoding", "").lower() == "gzip"
        declared = answer.getheader("Content-Length", "")
        try:
            found = take(_blocks(_Limited(gzip.GzipFile(fileobj=cast(IO[bytes], sent)), MOST_UNPACKED) if packed else sent))
        except (gzip.BadGzipFile, EOFError, zlib.error, NotUnderstood) as error:
            if declared.isdigit() and sent.ended and sent.size < int(declared):
                raise _Again("cut off") from error
            if isinstance(error, NotUnderstood):
                raise
            raise NotUnderstood("compressed in a way that cannot be undone") from error
        for _ in _blocks(sent):  # what follows a list is not read, but counted
            pass
        if declared.isdigit() and sent.size != int(declared):
            raise _Again("cut off")
        return found


class _Again(Exception):
    """A failure that may be over in a moment."""

    def __init__(self, words: str, wait_s: float | None = None):
        self.words, self.wait_s = words, wait_s


class _Limited:
    """A stream that counts what was read of it. Raises NotUnderstood above its limit."""

    def __init__(self, stream: Any, most: int):
        self.stream, self.most, self.size, self.ended = stream, most, 0, False

    def read(self, size: int = BLOCK) -> bytes:
        part = self.stream.read(size)
        self.size, self.ended = self.size + len(part), not part
        if self.size > self.most:
            raise NotUnderstood(f"larger than {self.most >> 20} MB")
        return part


def _blocks(stream: _Limited) -> Iterator[bytes]:
    while part := stream.read(BLOCK):
        yield part


def parsed(content: bytes) -> object:
    """JSON of bounded depth. Raises NotUnderstood."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("not JSON") from error
    return _bounded(found)


def _bounded(found: object) -> object:
    level: list[object] = [found]
    for _ in range(DEEPEST):
        level = [inner for part in level for inner in _inside(part)]
        if not level:
            return found
    raise NotUnderstood(f"nested more than {DEEPEST} deep")


def _inside(part: object) -> list:
    return list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else []


# A list of many records, or an object with such a list under "data", read record by record.


NO_LIST = "another shape than this source has (no list of records)"
BEGINS_JSON = "{[\"-0123456789tfn"


def rows_of(blocks: Iterable[bytes]) -> Iterator[dict]:
    """The records of a JSON list, one at a time; what follows the list is not looked at. Raises NotUnderstood."""
    text = _Text(blocks)
    opening = text.sign()
    while opening == "{":
        name = text.value()
        text.expect(":")
        if name == "data":
            opening = text.sign()
            break
        text.value()
        text.expect(",")
    if opening != "[":
        raise NotUnderstood(NO_LIST if opening in BEGINS_JSON else "not JSON")
    if text.next() == "]":
        return
    while True:
        row = text.value()
        if not isinstance(row, dict):
            raise NotUnderstood(NO_LIST)
        yield row
        if text.sign() != ",":
            return


class _Text:
    """JSON text that is read value by value; what was read is let go."""

    def __init__(self, blocks: Iterable[bytes]):
        self.blocks, self.held, self.at, self.decode = iter(blocks), "", 0, getincrementaldecoder("utf-8-sig")()

    def _more(self) -> bool:
        block = next(self.blocks, b"")
        try:
            text = self.decode.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise NotUnderstood("not JSON") from error
        self.held, self.at = self.held[self.at :] + text, 0
        return bool(block)

    def next(self) -> str:
        """The next sign that is no blank, which stays; empty at the end."""
        while True:
            while self.at < len(self.held):
                if not self.held[self.at].isspace():
                    return self.held[self.at]
                self.at += 1
            if not self._more():
                return ""

    def sign(self) -> str:
        """The next sign, which is taken. Raises NotUnderstood where the text ends."""
        found = self.next()
        if not found:
            raise NotUnderstood("not JSON")
        self.at += 1
        return found

    def expect(self, sign: str) -> None:
        """Take this sign. Raises NotUnderstood for another."""
        if self.sign() != sign:
            raise NotUnderstood(NO_LIST)

    def value(self) -> object:
        """The next value. Raises NotUnderstood for one that is broken, too long or too deep."""
        self.next()
        ended = False
        while True:
            try:
                found, end = DECODER.raw_decode(self.held, self.at)
                if end < len(self.held) or ended:  # a number at the end of a block may go on in the next
                    self.at = end
                    return _bounded(found)
            except (ValueError, RecursionError) as error:
                if ended or len(self.held) - self.at > LONGEST_ROW:
                    raise NotUnderstood("not JSON") from error
            ended = not self._more()


DECODER = json.JSONDecoder()
