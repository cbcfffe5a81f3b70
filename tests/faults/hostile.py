"""Makes recordings, good and hostile, out of nothing: PyAV's encoders where a codec is needed, own bytes elsewhere."""

import struct
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]  # shape (channels, n)

PCM, FLOAT, ALAW, MULAW, GSM, EXTENSIBLE = 1, 3, 6, 7, 0x31, 0xFFFE


def voice(seconds: float, rate: int = 16_000, *, channels: int = 1) -> Sound:
    """Something that codecs for speech keep: a gliding tone with overtones in syllables; each channel another."""
    time = np.arange(round(seconds * rate)) / rate
    rows = []
    for channel in range(channels):
        pitch = 140 + 60 * channel + 25 * np.sin(2 * np.pi * (0.31 + 0.1 * channel) * time)
        phase = 2 * np.pi * np.cumsum(pitch) / rate
        tone = sum(np.sin(k * phase) / k for k in range(1, 9))
        syllables = np.clip(np.sin(2 * np.pi * (1.3 + 0.4 * channel) * time + channel), 0, 1)
        rows.append(0.25 * tone * syllables)
    return np.stack(rows).astype(np.float32)


def wav(
    sound: bytes,
    *,
    tag: int = PCM,
    channels: int = 1,
    rate: int = 8_000,
    bits: int = 16,
    **lies: int | bytes,
) -> bytes:
    """A WAV file around `sound`. `lies`: data_size, riff_size, block, extra (end of fmt), before (other chunks)."""
    block = int(lies.get("block", max(1, channels * bits // 8) & 0xFFFF))
    fmt = struct.pack("<HHIIHH", tag, channels & 0xFFFF, rate, rate * block & 0xFFFFFFFF, block, bits)
    fmt += bytes(lies.get("extra", b""))
    before = bytes(lies.get("before", b""))
    data_size = int(lies.get("data_size", len(sound)))
    body = b"WAVE" + chunk(b"fmt ", fmt) + before + b"data" + struct.pack("<I", data_size) + sound
    return b"RIFF" + struct.pack("<I", int(lies.get("riff_size", len(body)))) + body


def chunk(name: bytes, data: bytes) -> bytes:
    """A RIFF chunk with its padding."""
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def pcm16(sound: Sound) -> bytes:
    """Interleaved 16-bit samples."""
    return (np.clip(sound.T, -1, 1) * 32767).astype("<i2").tobytes()


def rf64(sound: bytes, *, rate: int = 8_000) -> bytes:
    """A 64-bit WAV: the true sizes stand in ds64."""
    ds64 = chunk(b"ds64", struct.pack("<QQQI", len(sound) + 72, len(sound), len(sound) // 2, 0))
    fmt = chunk(b"fmt ", struct.pack("<HHIIHH", PCM, 1, rate, rate * 2, 2, 16))
    return b"RF64" + b"\xff" * 4 + b"WAVE" + ds64 + fmt + b"data" + b"\xff" * 4 + sound


def encoded(sound: Sound, rate: int, container: str, codec: str, **options: str) -> bytes:
    """The sound through one of PyAV's encoders."""
    layout = "stereo" if len(sound) == 2 else "mono"
    to_container = {key: options.pop(key) for key in ("movflags",) if key in options}
    with tempfile.NamedTemporaryFile() as out:
        with av.open(out.name, "w", format=container, container_options=to_container) as target:
            stream = target.add_stream(codec, rate=rate, layout=layout, options=options)
            context = stream.codec_context
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout=layout)
            frame.sample_rate, frame.pts = rate, 0
            size = 0 if codec.startswith("pcm_") else 1024
            context.open()
            size = context.frame_size or size
            resampler = av.AudioResampler(format=context.format.name, layout=layout, rate=rate, frame_size=size)
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                target.mux(stream.encode(part))
            target.mux(stream.encode(None))
        return Path(out.name).read_bytes()


def id3(size: int, content: bytes = b"") -> bytes:
    """An ID3v2 tag that says it holds `size` bytes."""
    syncsafe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + syncsafe + content.ljust(size, b"\0")


def without_xing(mp3: bytes) -> bytes:
    """The MP3 without its first, informing frame: then nothing in it says how long it is."""
    first = mp3.index(b"\xff\xf3")
    return mp3[mp3.index(b"\xff\xf3", first + 4) :]


def damaged(data: bytes, *, at: float = 0.5, share: float = 0.1, seed: int = 1) -> bytes:
    """The file with noise written over a part of it."""
    start, length = int(len(data) * at), int(len(data) * share)
    noise = np.random.default_rng(seed).bytes(length)
    return data[:start] + noise + data[start + length :]


def flac_of_silence(seconds: int, *, rate: int = 8_000, declared: int | None = None) -> bytes:
    """Hours of nothing in a few kilobytes: constant blocks. `declared` samples, 0 for "unknown"."""
    block = 65_535
    count = seconds * rate // block + 1
    total = count * block if declared is None else declared
    info = struct.pack(">HH", block, block) + bytes(6)
    info += (rate << 44 | 0 << 41 | 15 << 36 | total).to_bytes(8, "big") + bytes(16)
    head = b"fLaC" + bytes([0x80]) + len(info).to_bytes(3, "big") + info
    return head + b"".join(_constant_block(number, block) for number in range(count))


def _constant_block(number: int, block: int) -> bytes:
    header = bytes([0xFF, 0xF8, 0x70, 0x08]) + _utf8_like(number) + struct.pack(">H", block - 1)
    header += bytes([_crc(header, 8, 0x07)])
    frame = header + bytes([0x00]) + bytes(2)
    return frame + struct.pack(">H", _crc(frame, 16, 0x8005))


def _utf8_like(number: int) -> bytes:
    return bytes([number]) if number < 0x80 else chr(number).encode() if number < 0xD800 else b"\xef\xbf\xbd"


def _crc(data: bytes, bits: int, polynomial: int) -> int:
    register, top, mask = 0, 1 << bits - 1, (1 << bits) - 1
    for byte in data:
        register ^= byte << bits - 8
        for _ in range(8):
            register = (register << 1 ^ polynomial if register & top else register << 1) & mask
    return register


def png() -> bytes:
    """A real picture of one pixel."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", zlib.compress(b"\0\xff\0\0")) + part(b"IEND", b"")
    )


def ogg_page(body: bytes, *, kind: int, serial: int, number: int, granule: int = 0) -> bytes:
    """A page with its checksum."""
    table = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = b"OggS" + struct.pack("<BBQIII", 0, kind, granule, serial, number, 0) + bytes([len(table)]) + table
    page = bytearray(head + body)
    page[22:26] = struct.pack("<I", _crc(bytes(page), 32, 0x04C11DB7))
    return bytes(page)


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file. `refused` names the codes that are right; without it the file is decoded with `flags`."""

    name: str
    data: bytes
    refused: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    file_name: str = "call.wav"


def refused(name: str, data: bytes, *codes: str, file_name: str = "call.wav") -> Case:
    return Case(name, data, refused=codes, file_name=file_name)


def flagged(name: str, data: bytes, *flags: str, file_name: str = "call.wav") -> Case:
    return Case(name, data, flags=frozenset(flags), file_name=file_name)


def redirectors(port: int, canary: str) -> Iterable[Case]:
    """Texts and scripts that ask a careless library to fetch an address or to open another file."""
    url = f"http://127.0.0.1:{port}/stolen.wav"
    hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n"
    mpd = (
        '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
        f'<Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="9"><BaseURL>{url}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>"
    )
    sdp = f"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 0\r\n"
    texts = {
        "hls to an address, named wav": (hls.format(url), "call.wav"),
        "hls to an address, named mp3": (hls.format(url), "call.mp3"),
        "hls to another file": (hls.format(canary), "call.wav"),
        "hls to another file by its protocol": (hls.format(f"file://{canary}"), "call.m3u8"),
        "hls behind a byte order mark": ("\ufeff" + hls.format(url), "call.wav"),
        "ffconcat to another file": (f"ffconcat version 1.0\nfile '{canary}'\n", "call.wav"),
        "ffconcat to an address": (f"ffconcat version 1.0\nfile '{url}'\n", "call.mp3"),
        "dash": (mpd, "call.mp3"),
        "sdp": (sdp, "call.wav"),
        "pls": (f"[playlist]\nFile1={url}\nNumberOfEntries=1\n", "call.wav"),
        "asx": (f'<asx version="3.0"><entry><ref href="{url}"/></entry></asx>', "call.wav"),
        "smil": (f'<smil><body><audio src="{url}"/></body></smil>', "call.wav"),
        "svg with a link": (f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>', "call.wav"),
        "only an address": (url, "call.wav"),
        "only a path": (canary, "call.wav"),
    }
    for name, (text, file_name) in texts.items():
        yield refused(name, text.encode(), "not_audio", file_name=file_name)
    yield refused("hls behind a tag", id3(64) + hls.format(url).encode(), "not_audio", file_name="call.mp3")
