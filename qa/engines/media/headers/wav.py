"""WAV, RF64 and BW64: chunks of which `fmt ` and `data` matter."""

from dataclasses import dataclass

from qa.engines.media.errors import NoSound, Undecodable, UnsupportedFormat
from qa.engines.media.formats import SniffedFormat
from qa.engines.media.headers.window import Window

_PCM, _FLOAT, _ALAW, _MULAW, _GSM, _EXTENSIBLE = 0x0001, 0x0003, 0x0006, 0x0007, 0x0031, 0xFFFE
#: The last 14 bytes of every extensible format that is an ordinary one in disguise.
_ORDINARY_GUID = bytes.fromhex("000000001000800000aa00389b71")
_CODECS = {
    (_PCM, 8): "pcm_u8",
    (_PCM, 16): "pcm_s16le",
    (_PCM, 24): "pcm_s24le",
    (_PCM, 32): "pcm_s32le",
    (_FLOAT, 32): "pcm_f32le",
    (_FLOAT, 64): "pcm_f64le",
}
_OTHERS = {
    0x0002: "WAV with Microsoft ADPCM",
    0x0011: "WAV with IMA ADPCM",
    0x0014: "WAV with G.723",
    0x0040: "WAV with G.721",
    0x0042: "WAV with G.723.1",
    0x0045: "WAV with G.726",
    0x0050: "WAV with MPEG layer II",
    0x0055: "WAV with MP3",
    0x0064: "WAV with G.726",
    0x0065: "WAV with G.722",
    0x0083: "WAV with G.729",
    0x028F: "WAV with G.722",
}
_MAX_CHUNKS = 4_096
_UNKNOWN_SIZE = 0xFFFF_FFFF
_GSM_BLOCK_BYTES, _GSM_BLOCK_SAMPLES = 65, 320


@dataclass(frozen=True, slots=True)
class _Coding:
    codec: str
    channels: int
    rate: int
    bytes_a_second: float


def read_wav(window: Window) -> SniffedFormat:
    """What a file that begins with RIFF or RF64 and WAVE declares. Raises a RefusedRecording."""
    coding: _Coding | None = None
    long_size: int | None = None
    position = 12
    for _ in range(_MAX_CHUNKS):
        head = window.at(position, 8)
        if len(head) < 8:
            break
        name, size = head[:4], int.from_bytes(head[4:], "little")
        if name == b"ds64":
            long_size = int.from_bytes(window.at(position + 16, 8), "little")
        elif name == b"fmt ":
            coding = _coding(window.at(position + 8, min(size, 40)))
        elif name == b"data":
            if coding is None:
                raise Undecodable("the WAV header does not say how its sound is written")
            return _declared(
                coding, size if long_size is None or size != _UNKNOWN_SIZE else long_size, window, position
            )
        position += 8 + size + size % 2
    raise NoSound("the WAV file has no data chunk")


def _declared(coding: _Coding, size: int, window: Window, position: int) -> SniffedFormat:
    """A size of 0 or 0xFFFFFFFF with sound behind it is that of a recorder which never finished its header."""
    present = window.size - position - 8
    if present <= 0:
        raise NoSound("the WAV file ends where its sound should begin")
    open_ended = size in (0, _UNKNOWN_SIZE)
    return SniffedFormat(
        container="wav",
        codec=coding.codec,
        channels=coding.channels,
        rate=coding.rate,
        declared_ms=None if open_ended else round(size * 1000 / coding.bytes_a_second),
        offset=window.offset,
        cut_off=size == 0 or (not open_ended and size > present),
    )


def _coding(fmt: bytes) -> _Coding:
    if len(fmt) < 16:
        raise Undecodable("the WAV header is cut off")
    tag, channels, rate = _u16(fmt, 0), _u16(fmt, 2), int.from_bytes(fmt[4:8], "little")
    bits = _u16(fmt, 14)
    if tag == _EXTENSIBLE:
        if fmt[26:40] != _ORDINARY_GUID:
            raise UnsupportedFormat("WAV with a private coding")
        tag = _u16(fmt, 24)
    if tag in (_ALAW, _MULAW):
        return _Coding("pcm_alaw" if tag == _ALAW else "pcm_mulaw", channels, rate, max(1, rate * channels))
    if tag == _GSM and channels != 1:
        raise UnsupportedFormat(f"WAV with GSM of {channels} channels")
    if tag == _GSM:
        blocks = max(1, rate * channels) / _GSM_BLOCK_SAMPLES
        return _Coding("gsm_ms", channels, rate, blocks * _GSM_BLOCK_BYTES)
    if (tag, bits) not in _CODECS:
        raise UnsupportedFormat(_OTHERS.get(tag, f"WAV with coding 0x{tag:04x} and {bits} bits a sample"))
    return _Coding(_CODECS[tag, bits], channels, rate, max(1, rate * channels * bits // 8))


def _u16(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 2], "little")
