"""Ogg: pages; the first names the codec, the last says when the sound ends."""

from dataclasses import dataclass

from qa.engines.media.errors import Undecodable, UnsupportedFormat
from qa.engines.media.formats import SniffedFormat
from qa.engines.media.headers.window import Window

_FIRST, _LAST = 2, 4
_NO_TIME = (1 << 64) - 1
#: A page is at most 65,307 bytes, so two of them hold the whole of the last one.
_TAIL = 2 * 65_307
_OTHERS = {
    b"\x7fFLAC": "FLAC in Ogg",
    b"Speex   ": "Speex in Ogg",
    b"\x80theora": "Ogg with pictures",
    b"fishead\x00": "Ogg with several streams",
}


@dataclass(frozen=True, slots=True)
class _Page:
    kind: int
    granule: int
    serial: bytes
    body: int
    size: int


def read_ogg(window: Window) -> SniffedFormat:
    """What a file that begins with OggS declares. Raises UnsupportedFormat or Undecodable."""
    page = _page(window.at(0, 27 + 255))
    if page is None or not page.kind & _FIRST:
        raise Undecodable("the Ogg file does not begin with a first page: its start is missing")
    head = window.at(page.body, 64)
    second = _page(window.at(page.size, 27 + 255))
    if second is not None and second.kind & _FIRST:
        raise UnsupportedFormat("Ogg with several streams")
    if head.startswith(b"OpusHead") and len(head) >= 12:
        codec, channels, clock, skip = "opus", head[9], 48_000, int.from_bytes(head[10:12], "little")
    elif head.startswith(b"\x01vorbis") and len(head) >= 16:
        codec, channels, clock, skip = "vorbis", head[11], int.from_bytes(head[12:16], "little"), 0
    else:
        raise UnsupportedFormat(_named(head))
    last = _last_page(window)
    declared = None
    if last is not None and last.serial == page.serial and clock:
        # In a chain of streams the last one's time says nothing of the whole.
        declared = max(0, round((last.granule - skip) * 1000 / clock))
    cut_off = last is None or not last.kind & _LAST
    return SniffedFormat("ogg", codec, channels, clock, declared, offset=window.offset, cut_off=cut_off)


def _named(head: bytes) -> str:
    return next((name for magic, name in _OTHERS.items() if head.startswith(magic)), "this kind of Ogg")


def _page(data: bytes) -> _Page | None:
    if len(data) < 27 or data[:4] != b"OggS" or data[4] != 0:
        return None
    table = data[27 : 27 + data[26]]
    body = 27 + data[26]
    return _Page(data[5], int.from_bytes(data[6:14], "little"), data[14:18], body, body + sum(table))


def _last_page(window: Window) -> _Page | None:
    """The last page with a time. A page that is not whole does not count: its sound is not there."""
    start = max(0, window.size - _TAIL)
    tail = window.at(start, _TAIL)
    position = len(tail)
    while (position := tail.rfind(b"OggS", 0, position)) >= 0:
        page = _page(tail[position : position + 27 + 255])
        whole = page is not None and start + position + page.size <= window.size
        if page is not None and whole and page.granule != _NO_TIME:
            return page
    return None
