"""WebM: EBML elements. Only what stands before the first cluster of sound is read."""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from qa.engines.media.errors import NoSound, UnsupportedFormat
from qa.engines.media.formats import SniffedFormat
from qa.engines.media.headers.window import Window

_DOC_TYPE, _SEGMENT, _CLUSTER = 0x4282, 0x18538067, 0x1F43B675
_INFO, _TICK_NS, _LENGTH = 0x1549A966, 0x2AD7B1, 0x4489
_TRACKS, _TRACK, _KIND, _CODEC, _AUDIO, _RATE, _CHANNELS = 0x1654AE6B, 0xAE, 0x83, 0x86, 0xE1, 0xB5, 0x9F
_SOUND = 2
_MAX_ELEMENTS = 4_096


@dataclass(frozen=True, slots=True)
class _Element:
    name: int
    start: int
    end: int


def read_webm(window: Window) -> SniffedFormat:
    """What a file that begins with an EBML header declares. Raises UnsupportedFormat or NoSound."""
    top = list(_elements(window, 0, window.size))
    kind = _text(window, _find(window, top[:1], _DOC_TYPE))
    if kind != "webm":
        raise UnsupportedFormat("Matroska" if kind == "matroska" else "this kind of EBML file")
    segment = next((element for element in top if element.name == _SEGMENT), None)
    inside = [] if segment is None else list(_elements(window, segment.start, segment.end))
    sound = [
        track
        for tracks in inside
        if tracks.name == _TRACKS
        for track in _elements(window, tracks.start, tracks.end)
        if track.name == _TRACK and _number(window, _find(window, [track], _KIND)) == _SOUND
    ]
    if not sound:
        raise NoSound("the WebM file has no sound track")
    codec = _text(window, _find(window, sound[:1], _CODEC))
    if codec != "A_OPUS":
        raise UnsupportedFormat(f"WebM with {codec!r} sound")
    audio = _find(window, sound[:1], _AUDIO)
    described = [] if audio is None else [audio]
    channels = _number(window, _find(window, described, _CHANNELS))
    rate = _real(window, _find(window, described, _RATE))
    return SniffedFormat(
        container="webm",
        codec="opus",
        channels=1 if channels is None else channels,
        rate=None if rate is None else round(rate),
        declared_ms=_declared(window, inside),
        offset=window.offset,
        tracks=len(sound),
    )


def _declared(window: Window, inside: list[_Element]) -> int | None:
    info = [element for element in inside if element.name == _INFO]
    length = _real(window, _find(window, info, _LENGTH))
    tick_ns = _number(window, _find(window, info, _TICK_NS)) or 1_000_000
    return None if length is None or not 0 < length < 1e15 else round(length * tick_ns / 1e6)


def _elements(window: Window, start: int, end: int) -> Iterator[_Element]:
    """The elements side by side in this stretch, up to the first cluster."""
    for _ in range(_MAX_ELEMENTS):
        head = window.at(start, 12)
        if start >= end or len(head) < 2:
            return
        name_length, size_length = _width(head[0]), 0
        if 0 < name_length <= 4 and len(head) > name_length:
            size_length = _width(head[name_length])
        if not size_length or len(head) < name_length + size_length:
            return
        name = int.from_bytes(head[:name_length], "big")
        bits = 7 * size_length
        size = int.from_bytes(head[name_length : name_length + size_length], "big") & (1 << bits) - 1
        body = start + name_length + size_length
        stop = end if size == (1 << bits) - 1 else min(end, body + size)
        if name == _CLUSTER:
            return
        yield _Element(name, body, stop)
        start = stop


def _width(first: int) -> int:
    """How many bytes a number takes that begins with this one; 0 where none does."""
    return 9 - first.bit_length() if first else 0


def _find(window: Window, parents: list[_Element], name: int) -> _Element | None:
    for parent in parents:
        for element in _elements(window, parent.start, parent.end):
            if element.name == name:
                return element
    return None


def _text(window: Window, element: _Element | None) -> str:
    if element is None:
        return ""
    return window.at(element.start, min(32, element.end - element.start)).rstrip(b"\0").decode("ascii", "replace")


def _number(window: Window, element: _Element | None) -> int | None:
    if element is None or element.end - element.start > 8:
        return None
    return int.from_bytes(window.at(element.start, element.end - element.start), "big")


def _real(window: Window, element: _Element | None) -> float | None:
    if element is None:
        return None
    data = window.at(element.start, min(8, element.end - element.start))
    layout = {4: ">f", 8: ">d"}.get(len(data))
    value = float(struct.unpack(layout, data)[0]) if layout else math.nan
    return value if math.isfinite(value) else None
