"""Many recordings at once: while the model hears some calls, the next are decoded and searched for speech.

                      prepare()            recognise()            conclude()
recordings ──> a few threads, a few ──> one group of calls ──> whoever asked, call by call
               calls ahead              at a time

What is ahead is bounded, so memory does not grow with the number of recordings; their sound lies on disk.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from qa.engines.interfaces import Engines
from qa.pipeline.model import DecodedAudio, Transcript
from qa.pipeline.process import Prepared, RecordingToHear, Report, conclude, prepare
from qa.platform.spans import total


@dataclass(frozen=True, slots=True)
class Order:
    """A recording to hear, and who is told how far that is."""

    recording: Callable[[], RecordingToHear]  # fetches it; asked once, in another thread
    report: Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one order: either of the two, never both."""

    heard: tuple[DecodedAudio, Transcript] | None
    error: Exception | None  # a typed refusal, or whatever else went wrong with this one call


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is done at once."""

    threads: int = 2  # calls that are decoded and searched for speech at the same time
    ahead: int = 8  # calls that may wait to be heard
    enough_ms: int = 320_000  # speech that makes a group: a few batches for each worker, so that none is idle for long


@dataclass(slots=True)
class _Call:
    """An order on its way. The first error ends it."""

    order: Order
    prepared: Prepared | None = None
    heard: tuple[DecodedAudio, Transcript] | None = None
    error: Exception | None = None

    @property
    def speech_ms(self) -> int:
        return sum(total(spans) for spans in self.prepared.spoken) if self.prepared else 0

    def tell(self, share: float) -> None:
        """Say how far the group is. Whoever does not want this call any more ends it, and not the others."""
        try:
            self.order.report("transcribe", share)
        except Exception as unwanted:  # noqa: BLE001 (it is kept, and given back as this call's outcome)
            self.error = self.error or unwanted


def listen_many(orders: Iterable[Order], engines: Engines, pace: Pace | None = None) -> Iterator[Outcome]:
    """Hear all of them, as `listen` does with one; the outcomes come in the order of the orders.

    `orders` is asked for the next one only when there is room for it. A call that fails has its error as its outcome,
    and the others go on. Raises whatever `orders` itself raises.
    """
    pace = pace or Pace()
    waiting = iter(orders)
    ahead: deque[Future[_Call]] = deque()
    with ThreadPoolExecutor(pace.threads, "prepare") as preparing, ThreadPoolExecutor(1, "hear") as hearing:

        def next_group() -> "Future[list[_Call]] | None":
            """The next calls, sent to be heard; what comes after them is prepared in the meantime."""
            group: list[_Call] = []
            speech_ms = 0
            while speech_ms < pace.enough_ms and len(group) < pace.ahead:
                for order in islice(waiting, pace.ahead - len(ahead)):
                    ahead.append(preparing.submit(_prepared, order, engines))
                if not ahead:
                    break
                group.append(ahead.popleft().result())
                speech_ms += group[-1].speech_ms
            return hearing.submit(_heard, group, engines) if group else None

        try:
            now = next_group()
            while now is not None:
                # The model always has a next group, so that it does not wait for whoever takes the results.
                after = next_group()
                for call in now.result():
                    yield Outcome(call.heard, call.error)
                now = after
        finally:
            for future in ahead:
                future.cancel()


def _prepared(order: Order, engines: Engines) -> _Call:
    call = _Call(order)
    try:
        call.prepared = prepare(order.recording(), engines, order.report)
    except Exception as error:  # noqa: BLE001 (it is given back as this call's outcome)
        call.error = error
    return call


def _heard(calls: list[_Call], engines: Engines) -> list[_Call]:
    _recognise([call for call in calls if call.prepared], engines)
    return calls


def _recognise(calls: Sequence[_Call], engines: Engines) -> None:
    """Give each call its transcript or its error. Where the whole group fails, each is tried by itself."""
    conversations = [call.prepared.conversation for call in calls if call.prepared]
    if not conversations:
        return

    def tell(share: float) -> None:
        for call in calls:
            call.tell(share)

    tell(0.0)
    try:
        heard = engines.recogniser.recognise(conversations, tell)
    except Exception as error:  # noqa: BLE001 (it is given back as the outcome of the call that it comes from)
        if len(calls) == 1:
            calls[0].error = error
        else:
            for call in calls:
                _recognise([call], engines)
        return
    for call, segments in zip(calls, heard, strict=True):
        if call.error is None and call.prepared is not None:
            try:
                call.heard = conclude(call.prepared, segments, engines, call.order.report)
            except Exception as error:  # noqa: BLE001 (as above)
                call.error = error
        call.prepared = None
