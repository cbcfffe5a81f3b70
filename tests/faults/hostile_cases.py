"""The hostile files one by one, and what must become of each: a typed refusal, or sound with flags."""

import gzip
import io
import struct
import zipfile
from collections.abc import Iterator
from functools import cache

import numpy as np

from tests.faults.hostile import (
    ALAW,
    EXTENSIBLE,
    FLOAT,
    GSM,
    MULAW,
    Case,
    chunk,
    damaged,
    encoded,
    flac_of_silence,
    flagged,
    id3,
    ogg_page,
    pcm16,
    png,
    refused,
    rf64,
    voice,
    wav,
    without_xing,
)

RATE = 8_000
SECONDS = 4.0


@cache
def talk() -> bytes:
    """Four seconds of 16-bit mono at 8 kHz."""
    return pcm16(voice(SECONDS, RATE))


def every_case() -> list[Case]:
    """All of them; the redirectors are made apart, for they need an address to point at."""
    return [*wav_headers(), *wav_sounds(), *compressed(), *impostors(), *polyglots(), *names()]


def wav_headers() -> Iterator[Case]:
    """Headers that lie."""
    sound = talk()
    yield refused("nothing at all", b"", "empty_file")
    yield refused("one byte", b"R", "not_audio")
    yield refused("RIFF and no more", b"RIFF", "not_audio")
    yield refused("RIFF WAVE and no more", b"RIFF\x04\0\0\0WAVE", "no_sound", "undecodable")
    yield refused("format cut off", wav(sound)[:24], "no_sound", "undecodable")
    yield refused("no data chunk", b"RIFF\x24\0\0\0WAVE" + wav(sound)[12:36], "no_sound")
    yield refused("a header and no sound", wav(b""), "no_sound")
    yield refused("one sample", wav(b"\x01\x02"), "too_short")
    yield refused("half a sample", wav(b"\x01"), "too_short", "no_sound", "undecodable")
    yield refused("ten milliseconds", wav(sound[:160]), "too_short")
    yield refused("data before format", b"RIFF\0\1\0\0WAVE" + chunk(b"data", sound), "undecodable")
    yield flagged("claims twice the sound", wav(sound, data_size=2 * len(sound)), "truncated")
    yield flagged("claims 4 GiB", wav(sound, data_size=0xFFFF_FFF0), "truncated")
    yield flagged("unfinished header (sizes 0)", wav(sound, data_size=0, riff_size=0), "truncated")
    yield flagged("streamed header (sizes unknown)", wav(sound, data_size=0xFFFF_FFFF, riff_size=0xFFFF_FFFF))
    yield flagged("claims half the sound", wav(sound, data_size=len(sound) // 2))
    yield flagged("RIFF size 0", wav(sound, riff_size=0))
    yield refused("0 channels", wav(sound, channels=0), "undecodable")
    yield refused("96 channels", wav(sound, channels=96), "too_many_channels")
    yield refused("65,535 channels", wav(sound, channels=65_535), "too_many_channels")
    yield refused("3 channels", wav(sound, channels=3), "too_many_channels")
    yield refused("0 Hz", wav(sound, rate=0), "unsupported_format", "undecodable")
    yield refused("1 Hz", wav(sound, rate=1), "unsupported_format")
    yield refused("4 GHz", wav(sound, rate=4_000_000_000), "unsupported_format")
    yield refused("0 bits", wav(sound, bits=0, block=2), "unsupported_format", "undecodable")
    yield refused("7 bits", wav(sound, bits=7), "unsupported_format")
    yield refused("65,535 bits", wav(sound, bits=65_535), "unsupported_format")
    yield refused("an unknown coding", wav(sound, tag=0x1234), "unsupported_format")
    yield refused("MP3 inside WAV", wav(sound, tag=0x55), "unsupported_format")
    yield refused("G.729 inside WAV", wav(sound, tag=0x83), "unsupported_format")
    private = struct.pack("<HHI", 22, 16, 4) + b"\x01\x00" + b"private coding"
    yield refused("a private coding", wav(sound, tag=EXTENSIBLE, extra=private), "unsupported_format")
    yield flagged("block size 0", wav(sound, block=0))
    yield flagged("block size 65,535", wav(sound, block=65_535))
    endless = chunk(b"LIST", b"") * 5_000
    yield refused("five thousand empty chunks", wav(sound, before=endless), "no_sound", "undecodable")
    yield refused("a chunk of 4 GiB", wav(sound, before=b"LIST\xff\xff\xff\xff"), "no_sound")
    yield refused("four thousand formats", wav(sound, before=wav(b"")[12:36] * 5_000), "no_sound", "undecodable")
    yield refused("GSM of 2 channels", wav(b"\0" * 6_500, tag=GSM, channels=2, bits=0, block=65), "unsupported_format")
    yield refused("RF64 that is a stub", rf64(sound)[:30], "no_sound", "undecodable")


def wav_sounds() -> Iterator[Case]:
    """Samples that are odd, in headers that are right."""
    sound = voice(SECONDS, RATE)[0]
    poisoned = sound.copy()
    poisoned[1_000:1_400], poisoned[2_000], poisoned[2_001] = np.nan, np.inf, -np.inf
    yield flagged("not numbers", wav(poisoned.tobytes(), tag=FLOAT, bits=32), "cleaned_samples", "mono")
    nothing_but = np.full(len(sound), np.nan, np.float32).tobytes()
    yield flagged("nothing but not-numbers", wav(nothing_but, tag=FLOAT, bits=32), "cleaned_samples", "silent_channel")
    huge = (sound.astype(np.float64) * 1e300).tobytes()
    yield flagged("doubles past all bounds", wav(huge, tag=FLOAT, bits=64), "cleaned_samples")
    yield flagged("digital silence", wav(bytes(len(talk()))), "silent_channel")
    both = np.repeat(sound[:, None], 2, axis=1)
    yield flagged("the same on both channels", wav(pcm16(both.T), channels=2), "dual_mono")
    yield flagged("an odd byte at the end", wav(talk() + b"\x01"), "mono")
    yield flagged("A-law of one value", wav(b"\x55" * 32_000, tag=ALAW, bits=8), "mono")
    yield flagged("µ-law that claims 16 bits", wav(b"\x7f" * 32_000, tag=MULAW, bits=16, block=1), "mono")
    yield flagged("GSM that is noise", wav(np.random.default_rng(3).bytes(6_500), tag=GSM, bits=0, block=65), "mono")


def compressed() -> Iterator[Case]:
    """Files of codecs, cut and damaged."""
    mono, pair = voice(SECONDS, 16_000), voice(SECONDS, 16_000, channels=2)
    mp3 = encoded(pair, 16_000, "mp3", "libmp3lame")
    bare_mp3 = without_xing(mp3)
    aac, m4a = encoded(mono, 16_000, "adts", "aac"), encoded(mono, 16_000, "ipod", "aac")
    early = encoded(mono, 16_000, "ipod", "aac", movflags="faststart")
    flac, opus = encoded(pair, 16_000, "flac", "flac"), encoded(pair, 16_000, "ogg", "libopus")
    webm = encoded(voice(12, 16_000), 16_000, "webm", "libopus")
    amr = encoded(voice(SECONDS, RATE), RATE, "amr", "libopencore_amrnb")
    yield flagged("half an MP3 that says how long it was", mp3[: len(mp3) // 2], "truncated", file_name="half.mp3")
    yield flagged("half an MP3 that does not say", bare_mp3[: len(bare_mp3) // 2], file_name="half.mp3")
    yield flagged("the second half of an MP3", mp3[len(mp3) // 2 :], file_name="half.mp3")
    yield flagged("a damaged MP3", damaged(mp3), "damaged")
    yield flagged("a damaged MP3 that does not say how long", damaged(bare_mp3), "damaged")
    yield flagged("a damaged AAC", damaged(aac), "damaged")
    yield flagged("half an AAC", aac[: len(aac) // 2], "mono")
    yield flagged("a damaged M4A", damaged(m4a), "damaged")
    yield refused("half an M4A, index at its end", m4a[: len(m4a) // 2], "undecodable")
    yield flagged("half an M4A, index in front", early[: len(early) * 6 // 10], "truncated")
    yield refused("an M4A without its index", m4a[: m4a.index(b"moov") - 4], "undecodable")
    yield flagged("half a FLAC", flac[: len(flac) // 2], "truncated")
    yield flagged("a damaged FLAC", damaged(flac), "damaged")
    yield refused("a FLAC header alone", flac[:42], "no_sound", "undecodable")
    yield refused("a FLAC header cut off", flac[:20], "undecodable")
    yield flagged("half an Opus", opus[: len(opus) // 2], "truncated")
    yield flagged("a damaged Opus", damaged(opus), "damaged")
    yield refused("an Opus without its first page", opus[60:], "undecodable", "not_audio")
    yield flagged("half a WebM", webm[: len(webm) // 2], "truncated")
    yield flagged("a damaged WebM", damaged(webm), "damaged")
    yield flagged("half an AMR", amr[: len(amr) // 2], "mono")
    yield flagged("a damaged AMR", damaged(amr), "mono")
    yield refused("an AMR magic word alone", b"#!AMR\n", "no_sound", "undecodable")
    yield refused("AMR of several channels", b"#!AMR_MC1.0\n" + amr[6:], "unsupported_format")
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 255, 0, 48_000, 0, 255)
    yield refused("Opus of 255 channels", ogg_page(head, kind=2, serial=1, number=0), "too_many_channels")
    speex = ogg_page(b"Speex   1.2" + bytes(69), kind=2, serial=1, number=0)
    yield refused("Speex in Ogg", speex, "unsupported_format")
    yield flagged("a tag of 8 MB before an MP3", id3(8 << 20, png()) + mp3, file_name="call.mp3")
    yield flagged("three tags before an MP3", id3(900) * 3 + mp3, file_name="call.mp3")
    yield refused("a tag that claims more than there is", b"ID3\x03\0\0\x7f\x7f\x7f\x7f" + mp3[:500], "not_audio")
    yield refused("only a tag", id3(2_000), "not_audio")
    yield refused("ten hours of nothing that say so", flac_of_silence(36_000), "too_long")
    yield flagged("a FLAC that claims ten hours", flac_of_silence(20, declared=36_000 * RATE), "truncated")


def impostors() -> Iterator[Case]:
    """Things that are no sound, named as if they were."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("call.wav", talk())
    for name, data in {
        "PNG": png(),
        "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(2_000),
        "GIF": b"GIF89a\x01\0\x01\0" + bytes(100),
        "WebP": b"RIFF\x20\0\0\0WEBPVP8 " + bytes(40),
        "ZIP with a recording in it": zipped.getvalue(),
        "gzip of a recording": gzip.compress(wav(talk())),
        "HTML": b"<!DOCTYPE html><html><body>Sign in to download</body></html>",
        "HTML without a doctype": b"\n\n  <html lang='he'><head></head></html>",
        "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(500),
        "program": b"\x7fELF\x02\x01\x01" + bytes(200),
        "JSON": b'{"error": "not found"}',
        "plain text": "שלום, זו לא הקלטה".encode(),
        "UTF-16 text": "not a recording at all".encode("utf-16"),
        "zeros": bytes(50_000),
        "AVI": b"RIFF\x20\0\0\0AVI LIST" + bytes(40),
    }.items():
        yield refused(f"{name} named .wav", data, "not_audio")
    yield refused("noise", np.random.default_rng(7).bytes(50_000), "not_audio")
    yield refused("AU", b".snd" + struct.pack(">IIIII", 24, 8_000, 1, 8_000, 1) + bytes(8_000), "unsupported_format")
    yield refused("AIFF", b"FORM\0\0\1\0AIFF" + bytes(256), "unsupported_format")
    yield refused("Windows Media", b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel" + bytes(99), "unsupported_format")
    yield refused("HEIC picture", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64), "not_audio")
    yield refused("Matroska", b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska" + bytes(64), "unsupported_format")


def polyglots() -> Iterator[Case]:
    """Two things in one file: it is what its first bytes say, and the rest is not followed."""
    mp3 = encoded(voice(SECONDS, 16_000), 16_000, "mp3", "libmp3lame")
    yield refused("a picture with an MP3 behind it", png() + mp3, "not_audio", file_name="call.mp3")
    yield refused("a web page with an MP3 behind it", b"<html><script>" + mp3, "not_audio", file_name="call.mp3")
    zipped = io.BytesIO(wav(talk()))
    zipped.seek(0, io.SEEK_END)
    with zipfile.ZipFile(zipped, "a") as archive:
        archive.writestr("payload.txt", "x")
    yield flagged("a recording with a ZIP behind it", zipped.getvalue(), "mono")
    old = chunk(b"LIST", b"INFO" + chunk(b"IART", "נציגה שלוש".encode("cp1255")))
    yield flagged("a recording with tags in an old code page", wav(talk(), before=old), "mono")
    page = chunk(b"LIST", b"<html><script>alert(1)</script></html>")
    yield flagged("a recording with a web page inside", wav(talk(), before=page), "mono")
    yield flagged("an MP3 with a playlist behind it", mp3 + b"#EXTM3U\n/etc/hostname\n", file_name="call.mp3")


def names() -> Iterator[Case]:
    """Good sound under names that a library or a terminal could trip over."""
    good = wav(talk())
    for file_name in (
        "\u202egpj.evil\u202c.wav",
        "..wav",
        "..%2f..%2fetc%2fpasswd.wav",
        "-i.wav",
        "concat:canary.wav|canary.wav",
        "subfile,,start,0,end,99,,:canary.wav",
        "data:audio;base64,AAAA.wav",
        "pipe:0",
        "call\nname.wav",
        "הקלטה של שיחה.wav",
        "call%d.wav",
        "call.m3u8",
        "no extension",
    ):
        yield flagged(f"a name: {file_name!r}", good, "mono", file_name=file_name)
