"""MP3 and ADTS AAC: frames without any header of the file, so a file is known by a chain of them."""

from dataclasses import dataclass

from qa.engines.media.errors import UnsupportedFormat
from qa.engines.media.formats import SniffedFormat
from qa.engines.media.headers.window import Window

#: Kilobits a second of MPEG-1 and of MPEG-2/2.5 layer III by the index in a frame's header.
_BITRATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_ADTS_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
#: How much of a file that begins in the middle of a frame is looked through for the first whole one.
_SEARCHED = 64 << 10
#: Frames in a row that make a chain: at the very beginning, and further on where chance has more room.
_SURE_AT_START, _SURE_LATER = 2, 4


@dataclass(frozen=True, slots=True)
class _Frame:
    size: int
    samples: int
    rate: int
    channels: int | None
    long_side_info: bool


def read_mpeg(window: Window) -> SniffedFormat | None:
    """The MP3 or ADTS stream that begins here or a little later, or None. Raises UnsupportedFormat for layers I, II."""
    start = window.at(0, _SEARCHED)
    for position in _sync_positions(start):
        head = start[position : position + 8]
        for read in (_mp3_frame, _adts_frame):
            frame = read(head)
            if frame and _is_chain(window, position, read is _mp3_frame):
                return _mp3(window, position, frame) if read is _mp3_frame else _adts(window, position, frame)
    if len(start) > 2 and start[0] == 0xFF and start[1] & 0xF6 in (0xF4, 0xF6) and start[2] >> 4 not in (0, 15):
        raise UnsupportedFormat("MPEG audio of layer I or II")
    return None


def _sync_positions(data: bytes) -> list[int]:
    found, position = [], data.find(b"\xff")
    while 0 <= position < len(data) - 3:
        if data[position + 1] >= 0xE0:
            found.append(position)
        position = data.find(b"\xff", position + 1)
    return found


def _is_chain(window: Window, position: int, mp3: bool) -> bool:
    """Whether frames of one kind follow each other from here; those of a file's very start may fill all of it."""
    at_start = position == 0
    wanted = _SURE_AT_START if at_start else _SURE_LATER
    read = _mp3_frame if mp3 else _adts_frame
    first = read(window.at(position, 8))
    for count in range(wanted):
        frame = read(window.at(position, 8))
        if frame is None or first is None or frame.rate != first.rate:
            return at_start and count > 0 and position >= window.size
        position += frame.size
    return True


def _mp3_frame(head: bytes) -> _Frame | None:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, bitrate, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return None
    newest = version == 3
    hertz = _MP3_RATES[version][rate]
    samples = 1152 if newest else 576
    size = samples // 8 * _BITRATES[newest][bitrate] * 1000 // hertz + (head[2] >> 1 & 1)
    channels = 1 if head[3] >> 6 == 3 else 2
    return _Frame(size, samples, hertz, channels, newest)


def _adts_frame(head: bytes) -> _Frame | None:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    rate = head[2] >> 2 & 15
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if rate >= len(_ADTS_RATES) or size < 7:
        return None
    layout = (head[2] & 1) << 2 | head[3] >> 6
    channels = {0: None, 7: 8}.get(layout, layout)
    return _Frame(size, 1024, _ADTS_RATES[rate], channels, long_side_info=False)


def _adts(window: Window, position: int, frame: _Frame) -> SniffedFormat:
    return SniffedFormat("adts", "aac", frame.channels, frame.rate, None, offset=window.offset + position)


def _mp3(window: Window, position: int, frame: _Frame) -> SniffedFormat:
    samples = _samples_by_tag(window.at(position, 256), frame)
    declared = None if samples is None else round(samples * 1000 / frame.rate)
    return SniffedFormat("mp3", "mp3", frame.channels, frame.rate, declared, offset=window.offset + position)


def _samples_by_tag(first: bytes, frame: _Frame) -> int | None:
    """The length by the Xing, Info or VBRI tag that a first, silent frame may hold instead of sound."""
    mono = frame.channels == 1
    tag = 4 + ((17 if mono else 32) if frame.long_side_info else (9 if mono else 17))
    if first[tag : tag + 4] in (b"Xing", b"Info"):
        if not first[tag + 7] & 1:
            return None
        samples = int.from_bytes(first[tag + 8 : tag + 12], "big") * frame.samples
        return max(0, samples - _padding(first, tag))
    if first[36:40] == b"VBRI":
        return int.from_bytes(first[50:54], "big") * frame.samples
    return None


def _padding(first: bytes, tag: int) -> int:
    """Samples that the encoder added at both ends; known only where the tag is a full one of the usual layout."""
    if first[tag + 7] & 15 != 15 or not first[tag + 120 : tag + 124].isalnum():
        return 0
    packed = int.from_bytes(first[tag + 141 : tag + 144], "big")
    return (packed >> 12) + (packed & 0xFFF)
