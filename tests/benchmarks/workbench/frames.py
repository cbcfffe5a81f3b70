"""What a browser's main thread did for each frame, out of a trace that the browser wrote of itself."""

import json
import statistics
from collections import Counter
from dataclasses import dataclass
from typing import Any

CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline.frame"]
FRAME_MS = 1000 / 60


@dataclass(frozen=True, slots=True)
class Frames:
    """Milliseconds that the main thread computed for each frame that was drawn: script, style, layout and paint.

    It is the thread's own processor time: what other programs take of a shared machine meanwhile is not in it.
    """

    work: list[float]

    @property
    def p50(self) -> float:
        """Of all frames."""
        return statistics.median(self.work)

    @property
    def p95(self) -> float:
        """Of all frames."""
        return statistics.quantiles(self.work, n=20)[-1]

    @property
    def late(self) -> float:
        """The share of frames whose work did not fit into one."""
        return sum(work > FRAME_MS for work in self.work) / len(self.work)


def frames_of(trace: bytes) -> Frames:
    """Every task of the page's main thread, added up from the beginning of one frame to that of the next."""
    events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
    main = _main_thread(events)
    own = [event for event in events if (event["pid"], event["tid"]) == main]
    begins = sorted(event["ts"] for event in own if event["name"] == "BeginMainThreadFrame")
    tasks = sorted(
        (event["ts"], event["dur"], event.get("tdur", event["dur"]))
        for event in own
        if event["ph"] == "X" and event["name"] == "ThreadControllerImpl::RunTask"
    )
    work, place = [0.0] * max(0, len(begins) - 1), 0
    for start, length, computed in tasks:
        while place < len(work) and begins[place + 1] <= start:
            place += 1
        if place < len(work) and start + length > begins[place]:
            work[place] += computed / 1000
    if len(work) < 2:
        raise ValueError("the trace holds no frames")
    return Frames(work)


def _main_thread(events: list[dict[str, Any]]) -> tuple[int, int]:
    """The page's own: of all renderers, the one that began the most frames."""
    begun = Counter((event["pid"], event["tid"]) for event in events if event["name"] == "BeginMainThreadFrame")
    return begun.most_common(1)[0][0]
