"""One request to an ASGI application, without a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple


class Answer(NamedTuple):
    """What the application sent."""

    status: int
    headers: dict[str, str]
    body: bytes


def run(coroutine):
    """Its result, from a loop in a thread of its own: where a browser is driven, this thread has a loop that runs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def ask(
    app, path: str, method: str = "GET", sent_body: bytes = b"", sent_from: str = "127.0.0.1", **headers: str
) -> Answer:
    """Send one request from an address; `accept_encoding="gzip"` is the header Accept-Encoding."""
    sent, received = [], asyncio.Event()

    async def receive():
        if received.is_set():
            await asyncio.Event().wait()  # nobody hangs up
        received.set()
        return {"type": "http.request", "body": sent_body, "more_body": False}

    async def send(message):
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": raw, "scheme": "http"}
    scope |= {"client": (sent_from, 50000), "server": ("localhost", 80), "root_path": ""}
    run(app(scope, receive, send))
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], answered, b"".join(message.get("body", b"") for message in sent[1:]))
