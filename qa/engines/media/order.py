"""What a parent asks of the decoding process and what it is told, as JSON lines."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from qa.engines.media.formats import Limits

#: The process ends with this many bytes of file names and numbers at most; more is not a report.
LONGEST_LINE = 64 << 10


@dataclass(frozen=True, slots=True)
class Order:
    """Decode the file at `path`; write `channel-0.f32` and, of two channels, `channel-1.f32` into `folder`."""

    path: str
    folder: str
    limits: Limits

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Order":
        data = json.loads(text)
        return cls(data["path"], data["folder"], Limits(**data["limits"]))


@dataclass(frozen=True, slots=True)
class Report:
    """What was decoded. Gaps are (start, end) in milliseconds of the result, which is silent there.

    `samples` counts those of each channel at 16 kHz, gaps included. `unplaced_ms` of sound are lost somewhere.
    """

    codec: str
    rate: int
    channels: int
    samples: int
    declared_ms: int | None
    cut_off: bool
    damaged_packets: int
    unplaced_ms: int
    gaps: tuple[tuple[int, int], ...]
    cleaned_samples: int
    tracks: int

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Report":
        """Raises TypeError, KeyError or ValueError where the facts are not those of a report."""
        gaps = tuple((int(start), int(end)) for start, end in facts.pop("gaps"))
        return cls(gaps=gaps, **facts)


def channel_name(index: int) -> str:
    """The file of raw float32 samples of one channel."""
    return f"channel-{index}.f32"
