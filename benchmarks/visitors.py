"""Many visitors at once over the app's own websocket protocol: each edits a figure, waits for the answer, and thinks."""

import asyncio
import random
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

from tests.asgi import run

AREA = "%BSA affected"  # what is edited on the Check page
CHILD = {"Age, years": "8"}  # typed before the first edit, so that every edit is one of a patient
THINK_SECONDS = 2
ARRIVAL_SECONDS = 0.2  # from one visitor to the next: a first page costs the server many times what an edit does
PATIENCE_SECONDS = 60


class Visitor:
    """One simulated session on the default page; `seconds` are the times from an edit to the end of its answer, once all are there.

    `label` is the box that is edited, `first` what is typed into others before, `think` the seconds between an answer and the
    next edit, on average. `compressed` asks the server to compress what it sends, as browsers do.
    """

    def __init__(self, port: int, label: str, seed: int, first: dict[str, str], think: float, compressed: bool):
        self.port, self.label, self.draw, self.first, self.think = port, label, random.Random(seed), first, think
        self.compression = "deflate" if compressed else None
        self.seconds: list[float] = []
        self.errors: list[str] = []
        self._boxes: dict[str, str] = {}
        self._typed: dict[str, WidgetState] = {}

    async def stay(self, edits: int, arriving_seconds: float) -> None:
        """Come some time while all arrive, go on editing with time to think, and leave after so many edits with all there."""
        all_there = time.monotonic() + arriving_seconds
        await asyncio.sleep(self.draw.uniform(0, arriving_seconds))
        try:
            address = f"ws://localhost:{self.port}/_stcore/stream"
            async with connect(
                address, subprotocols=["streamlit"], max_size=None, compression=self.compression
            ) as socket:
                await self._rerun(socket)
                for label, text in self.first.items():
                    await self._type(socket, label, text)
                while len(self.seconds) < edits:
                    await asyncio.sleep(self.draw.uniform(0.5, 1.5) * self.think)
                    counts = time.monotonic() > all_there
                    seconds = await self._type(socket, self.label, f"{self.draw.uniform(3, 60):.2f}")
                    self.seconds += [seconds] if counts else []
        except Exception as error:  # whatever goes wrong for a visitor is counted, not raised
            self.errors.append(f"{type(error).__name__}: {error}")

    async def _type(self, socket, label: str, text: str) -> float:
        self._typed[label] = WidgetState(id=self._boxes[label], string_value=text)
        return await self._rerun(socket)

    async def _rerun(self, socket) -> float:
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.widget_states.widgets.extend(self._typed.values())
        started = time.perf_counter()
        await socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._finished(ForwardMsg.FromString(await socket.recv())):
                pass
        return time.perf_counter() - started

    def _finished(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._note(message.delta.new_element)
        if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            self.errors.append(f"the script ended with {message.script_finished}")
        return kind == "script_finished"

    def _note(self, element) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(element.exception.message)
        elif kind == "text_input":
            self._boxes[element.text_input.label] = element.text_input.id


def crowd(
    port: int,
    count: int,
    edits: int,
    label: str = AREA,
    first: dict[str, str] = CHILD,
    think: float = THINK_SECONDS,
    compressed: bool = False,
) -> list[Visitor]:
    """So many visitors at once, each with so many edits, as `Visitor` says; returns them when all have left."""
    visitors = [Visitor(port, label, seed, first, think, compressed) for seed in range(count)]
    arriving_seconds = ARRIVAL_SECONDS * count

    async def all_of_them() -> None:
        await asyncio.gather(*(visitor.stay(edits, arriving_seconds) for visitor in visitors))

    run(all_of_them())
    return visitors
