"""A small proxy before one or more processes, as docs/serving.md describes it: a cookie keeps a visitor with one of them.

It can also stall: connections stay open and nothing passes, as behind a network that swallows everything.
"""

import asyncio
import contextlib
import re
import secrets
import threading

COOKIE = "ruxcheck_process"
CHOSEN = re.compile(rb"cookie:[^\r\n]*\b" + COOKIE.encode() + rb"=(\d+)", re.IGNORECASE)
HEAD_END = b"\r\n\r\n"


class SmallProxy:
    """Listens on a free port while in use; `websockets` lists to which process each of those went."""

    def __init__(self, ports: list[int]):
        self.ports, self.websockets = ports, []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._flows: asyncio.Event
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "SmallProxy":
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def stall(self) -> None:
        """From now on nothing passes, and nothing is closed."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def flow(self) -> None:
        """Everything passes again, what was held back first."""
        self._loop.call_soon_threadsafe(self._flows.set)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._loop.run_forever()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _listen(self) -> None:
        self._flows = asyncio.Event()
        self._flows.set()
        server = await asyncio.start_server(self._serve, "localhost", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        broken = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError)
        with contextlib.suppress(*broken):
            head = await reader.readuntil(HEAD_END)
            chosen = CHOSEN.search(head)
            key = int(chosen[1]) if chosen else secrets.randbelow(1 << 30)
            there, back = await self._connected(key, head)
            back.write(head)
            there_and_back = [
                asyncio.create_task(self._pass(reader, back)),
                asyncio.create_task(self._answer(there, writer, None if chosen else key)),
            ]
            await asyncio.wait(there_and_back, return_when=asyncio.FIRST_COMPLETED)
            back.close()
        writer.close()

    async def _connected(self, key: int, head: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the process of this visitor; to the next one where that does not answer."""
        places = [(key + step) % len(self.ports) for step in range(len(self.ports))]
        for place in places:
            with contextlib.suppress(OSError):
                connection = await asyncio.open_connection("localhost", self.ports[place])
                if b"upgrade: websocket" in head.lower():
                    self.websockets.append(place)
                return connection
        raise OSError("no process answers")

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: int | None) -> None:
        head = await reader.readuntil(HEAD_END)
        if key is not None:
            head = head[:-2] + f"Set-Cookie: {COOKIE}={key}; Path=/; HttpOnly; SameSite=Lax\r\n\r\n".encode()
        await self._flows.wait()
        writer.write(head)
        await self._pass(reader, writer)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while part := await reader.read(1 << 16):
                await self._flows.wait()
                writer.write(part)
                await writer.drain()
