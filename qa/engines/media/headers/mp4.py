"""MP4 (M4A): boxes in boxes. Only the index (`moov`) is walked, by size and with a bound on every step."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.engines.media.errors import NoSound, NotAudio, Undecodable, UnsupportedFormat
from qa.engines.media.formats import SniffedFormat
from qa.engines.media.headers.window import Window

_MAX_BOXES = 10_000
_PICTURES = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"crx "}


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    start: int  # of what it holds
    end: int
    missing: bool  # the file ends before the box does


@dataclass(frozen=True, slots=True)
class _Track:
    coding: bytes
    channels: int
    rate: int
    declared_ms: int | None


def read_mp4(window: Window) -> SniffedFormat:
    """What a file with an `ftyp` box declares of its first sound track. Raises a RefusedRecording."""
    if window.at(8, 4) in _PICTURES:
        raise NotAudio("a HEIC or AVIF picture")
    boxes = list(_boxes(window, 0, window.size))
    index = next((box for box in boxes if box.name == b"moov"), None)
    if index is None or index.missing:
        raise Undecodable("its index (moov) is missing: the file was cut off or its recording never finished")
    tracks = [
        track
        for box in _boxes(window, index.start, index.end)
        if box.name == b"trak" and (track := _sound_track(window, index, box)) is not None
    ]
    if not tracks:
        raise NoSound("the MP4 file has no sound track")
    first = tracks[0]
    if first.coding != b"mp4a":
        raise UnsupportedFormat(f"MP4 with {first.coding.decode('ascii', 'replace').strip()!r} sound")
    cut_off = any(box.missing for box in boxes)
    return SniffedFormat(
        container="m4a",
        codec="aac",
        channels=first.channels,
        rate=first.rate or None,
        declared_ms=first.declared_ms,
        offset=window.offset,
        cut_off=cut_off,
        tracks=len(tracks),
    )


def _boxes(window: Window, start: int, end: int) -> Iterator[_Box]:
    for _ in range(_MAX_BOXES):
        head = window.at(start, 16)
        if start + 8 > end or len(head) < 8:
            return
        size, name, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), start + 16
        elif size == 0:
            size = end - start
        if size < body - start:
            return
        yield _Box(name, body, min(start + size, end), start + size > end)
        start += size


def _inside(window: Window, box: _Box, *way: bytes) -> _Box | None:
    found: _Box | None = box
    for name in way:
        if found is None:
            return None
        found = next((b for b in _boxes(window, found.start, found.end) if b.name == name), None)
    return found


def _sound_track(window: Window, movie: _Box, track: _Box) -> _Track | None:
    handler = _inside(window, track, b"mdia", b"hdlr")
    table = _inside(window, track, b"mdia", b"minf", b"stbl", b"stsd")
    if handler is None or table is None or window.at(handler.start + 8, 4) != b"soun":
        return None
    entry = window.at(table.start + 8, 36)
    if len(entry) < 36:
        return None
    channels, rate = int.from_bytes(entry[24:26], "big"), int.from_bytes(entry[32:34], "big")
    return _Track(entry[4:8], channels, rate, _length(window, movie, track))


def _length(window: Window, movie: _Box, track: _Box) -> int | None:
    """The track's length as it is played (`tkhd`), else that of its media (`mdhd`), which counts the filling too."""
    movie_ticks, _ = _ticks_and_length(window, _inside(window, movie, b"mvhd"))
    _, played = _ticks_and_length(window, _inside(window, track, b"tkhd"), at=20)
    if movie_ticks and played:
        return round(played * 1000 / movie_ticks)
    ticks, length = _ticks_and_length(window, _inside(window, track, b"mdia", b"mdhd"))
    return round(length * 1000 / ticks) if ticks and length else None


def _ticks_and_length(window: Window, header: _Box | None, at: int = 16) -> tuple[int, int]:
    """Ticks a second and length in ticks, 0 where it is unknown. `at` is where the narrow form keeps the length."""
    data = b"" if header is None else window.at(header.start, 36)
    wide = data[:1] == b"\x01"
    ticks = data[20:24] if wide else data[12:16]
    length = data[at + 8 : at + 16] if wide else data[at : at + 4]
    unknown = length == b"\xff" * len(length)
    return int.from_bytes(ticks, "big"), 0 if unknown else int.from_bytes(length, "big")
