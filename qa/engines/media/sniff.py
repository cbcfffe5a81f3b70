"""What a file is, by its own bytes: never by its name, never by asking a library to guess.

Takes milliseconds and decodes nothing, so an upload can be refused while its sender is still there.
"""

import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from qa.engines.media.errors import (
    DecoderUnavailable,
    EmptyFile,
    NotAudio,
    TooLarge,
    TooLong,
    TooManyChannels,
    TooShort,
    Undecodable,
    UnsupportedFormat,
)
from qa.engines.media.formats import HIGHEST_RATE, LOWEST_RATE, Limits, SniffedFormat
from qa.engines.media.headers.amr import read_amr
from qa.engines.media.headers.flac import read_flac
from qa.engines.media.headers.mp4 import read_mp4
from qa.engines.media.headers.mpeg import read_mpeg
from qa.engines.media.headers.ogg import read_ogg
from qa.engines.media.headers.wav import read_wav
from qa.engines.media.headers.webm import read_webm
from qa.engines.media.headers.window import Window
from qa.engines.media.impostors import looks_like, unsupported_sound
from qa.platform.errors import NotFound

_HEAD = 4_096
_MAX_TAGS = 16
#: No speech codec that is read here needs fewer bytes a second: a header that promises more sound than this lies.
_FEWEST_BYTES_A_SECOND = 300


def sniff(path: Path, limits: Limits | None = None) -> SniffedFormat:
    """What the file is and what it declares of itself. Raises a RefusedRecording that says why it is not taken."""
    with open_plain_file(path) as file:
        return sniff_open_file(file, limits or Limits())


def open_plain_file(path: Path) -> BinaryIO:
    """The file for reading. Raises NotFound, or NotAudio for a folder, a pipe or a device, without waiting for any."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise NotFound("recording", path) from error
    except OSError as error:
        raise DecoderUnavailable(f"{path} cannot be opened ({error.strerror})") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAudio("a folder, a pipe or a device, not a file")
    return os.fdopen(descriptor, "rb")


def sniff_open_file(file: BinaryIO, limits: Limits) -> SniffedFormat:
    """As `sniff`, of a file that is open already."""
    whole = Window(file)
    if whole.size == 0:
        raise EmptyFile
    if whole.size > limits.max_bytes:
        raise TooLarge(whole.size, limits.max_bytes)
    found = _recognised(whole)
    _check_channels(found, limits)
    _check_rate(found)
    _check_length(found, whole.size, limits)
    return replace(found, size=whole.size - found.offset)


def _recognised(whole: Window) -> SniffedFormat:
    window = _past_tags(whole)
    head = window.at(0, _HEAD)
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return read_wav(window)
    by_magic = {
        b"fLaC": read_flac,
        b"OggS": read_ogg,
        b"#!AM": read_amr,
        b"\x1a\x45\xdf\xa3": read_webm,
    }
    if (read := by_magic.get(head[:4])) is not None:
        return read(window)
    if head[4:8] == b"ftyp":
        return read_mp4(window)
    return _frames_or_impostor(window, head or whole.at(0, _HEAD))


def _frames_or_impostor(window: Window, head: bytes) -> SniffedFormat:
    """MP3 and ADTS have no magic word, so everything that has one is asked first."""
    if (name := unsupported_sound(head)) is not None:
        raise NotAudio(name) if head.startswith(b"ID3") else UnsupportedFormat(name)
    if (impostor := looks_like(head)) is not None:
        raise NotAudio(impostor)
    if (found := read_mpeg(window)) is not None:
        return found
    raise NotAudio("data of no known kind")


def _past_tags(window: Window) -> Window:
    """Past the ID3 tags before an MP3, ADTS or FLAC stream: no demuxer ever sees them, however large they are."""
    for _ in range(_MAX_TAGS):
        head = window.at(0, 10)
        if len(head) < 10 or head[:3] != b"ID3" or max(head[6:10]) > 0x7F:
            break
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        footer = 10 if head[5] & 0x10 else 0
        if 10 + size + footer >= window.size:
            break
        window = window.after(10 + size + footer)
        window = window.after(_zeros(window))
    return window


def _zeros(window: Window) -> int:
    """How many bytes of padding stand before the first frame."""
    head = window.at(0, _HEAD)
    padding = len(head) - len(head.lstrip(b"\0"))
    return padding if head[padding : padding + 1] == b"\xff" else 0


def _check_channels(found: SniffedFormat, limits: Limits) -> None:
    if found.channels == 0:
        raise Undecodable("its header says that it has no channels")
    if found.channels is not None and found.channels > limits.max_channels:
        raise TooManyChannels(found.channels, limits.max_channels)


def _check_rate(found: SniffedFormat) -> None:
    if found.rate is not None and not LOWEST_RATE <= found.rate <= HIGHEST_RATE:
        raise UnsupportedFormat(f"a sampling rate of {found.rate:,} Hz")


def _check_length(found: SniffedFormat, size: int, limits: Limits) -> None:
    """A believable declared length is refused at once; one that the bytes cannot hold is left to the decoder."""
    if found.declared_ms is None or found.cut_off:
        return
    believable = size * 1000 / _FEWEST_BYTES_A_SECOND
    if limits.max_duration_ms < found.declared_ms <= believable:
        raise TooLong(found.declared_ms, limits.max_duration_ms)
    if found.declared_ms < limits.min_duration_ms and found.container == "wav":
        raise TooShort(found.declared_ms, limits.min_duration_ms)
