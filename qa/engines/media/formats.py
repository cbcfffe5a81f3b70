"""What a recording may be. Nothing outside these tables ever reaches a demuxer or a codec."""

from dataclasses import dataclass
from typing import Literal

Container = Literal["wav", "mp3", "ogg", "m4a", "adts", "amr", "flac", "webm"]

#: The one demuxer that is forced for each container; nothing is ever probed.
DEMUXERS: dict[Container, str] = {
    "wav": "wav",
    "mp3": "mp3",
    "ogg": "ogg",
    "m4a": "mov",
    "adts": "aac",
    "amr": "amr",
    "flac": "flac",
    "webm": "matroska",
}

_PCM = {"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"}
#: The decoders that may be opened in each container, by libav's names.
DECODERS: dict[Container, frozenset[str]] = {
    "wav": frozenset(_PCM | {"pcm_alaw", "pcm_mulaw", "gsm_ms"}),
    "mp3": frozenset({"mp3float", "mp3"}),
    "ogg": frozenset({"opus", "libopus", "vorbis"}),
    "m4a": frozenset({"aac"}),
    "adts": frozenset({"aac"}),
    "amr": frozenset({"amrnb", "amrwb"}),
    "flac": frozenset({"flac"}),
    "webm": frozenset({"opus", "libopus"}),
}

#: Containers whose packets carry no time of their own: what is lost there must be estimated from bytes.
WITHOUT_TIMES: frozenset[Container] = frozenset({"mp3", "adts", "amr"})

LOWEST_RATE, HIGHEST_RATE = 4_000, 192_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a recording may ask for. The defaults fit any call; the decoding process is held to them."""

    max_bytes: int = 2 << 30
    max_duration_ms: int = 4 * 60 * 60 * 1000
    min_duration_ms: int = 100
    max_channels: int = 2
    wall_s: float = 600.0
    cpu_s: int = 400
    memory_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True)
class SniffedFormat:
    """What the first bytes of a file say that it is. Nothing has been decoded; any fact may be a lie.

    `offset` is where the format begins, past a leading tag, and `size` how many bytes there are from there on.
    `cut_off` is True where the file itself shows that its end is missing, whether or not it says how much.
    """

    container: Container
    codec: str
    channels: int | None
    rate: int | None
    declared_ms: int | None
    offset: int = 0
    size: int = 0
    cut_off: bool = False
    tracks: int = 1
