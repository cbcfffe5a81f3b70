"""What a file says that it is, read from its bytes alone."""

import sys
from pathlib import Path

import pytest

from qa.engines.media import Limits, RefusedRecording, sniff
from qa.engines.media.errors import (
    NotAudio,
    TooLong,
    TooManyChannels,
    UnsupportedFormat,
    refusal,
)
from qa.platform.errors import NotFound
from tests.faults.hostile import ALAW, MULAW, encoded, id3, pcm16, png, voice, wav, without_xing

FIXTURES = Path(__file__).parent.parent / "fixtures" / "audio"


def placed(folder: Path, data: bytes) -> Path:
    path = folder / "call.bin"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("container", "codec", "named", "options"),
    [
        ("mp3", "libmp3lame", ("mp3", "mp3"), {}),
        ("ogg", "libopus", ("ogg", "opus"), {}),
        ("ogg", "vorbis", ("ogg", "vorbis"), {"strict": "experimental"}),
        ("ipod", "aac", ("m4a", "aac"), {}),
        ("flac", "flac", ("flac", "flac"), {}),
        ("webm", "libopus", ("webm", "opus"), {}),
        ("wav", "pcm_s24le", ("wav", "pcm_s24le"), {}),
    ],
)
def test_each_container_is_known_with_its_codec_channels_and_length(
    container: str, codec: str, named: tuple[str, str], options: dict[str, str], tmp_path: Path
) -> None:
    found = sniff(placed(tmp_path, encoded(voice(3, channels=2), 16_000, container, codec, **options)))
    assert (found.container, found.codec) == named
    assert found.channels == 2
    assert found.declared_ms == pytest.approx(3_000, abs=20)
    assert not found.cut_off


def test_what_has_no_header_is_known_by_its_frames(tmp_path: Path) -> None:
    adts = sniff(placed(tmp_path, encoded(voice(2), 16_000, "adts", "aac")))
    assert (adts.container, adts.rate, adts.channels, adts.declared_ms) == ("adts", 16_000, 1, None)
    bare = sniff(placed(tmp_path, without_xing(encoded(voice(2), 16_000, "mp3", "libmp3lame"))))
    assert (bare.container, bare.rate, bare.channels, bare.declared_ms) == ("mp3", 16_000, 1, None)


@pytest.mark.parametrize(("tag", "codec"), [(ALAW, "pcm_alaw"), (MULAW, "pcm_mulaw")])
def test_telephone_wav_is_known(tag: int, codec: str, tmp_path: Path) -> None:
    found = sniff(placed(tmp_path, wav(b"\x55" * 16_000, tag=tag, bits=8)))
    assert (found.codec, found.rate, found.declared_ms) == (codec, 8_000, 2_000)


def test_gsm_and_wide_band_amr_are_known() -> None:
    assert sniff(FIXTURES / "voice-gsm.wav").codec == "gsm_ms"
    assert sniff(FIXTURES / "voice-gsm.wav").declared_ms == 1_600
    assert sniff(FIXTURES / "voice.awb").codec == "amr_wb"


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no recording"):
        sniff(tmp_path / "missing.wav")


def test_the_name_of_a_file_means_nothing(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(wav(pcm16(voice(1))))
    assert sniff(path).container == "wav"
    path = tmp_path / "call.wav"
    path.write_bytes(png())
    with pytest.raises(NotAudio, match="PNG picture"):
        sniff(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"#EXTM3U\nother.wav\n", "a playlist (M3U/HLS)"),
        (b"ffconcat version 1.0\nfile x.wav\n", "a concatenation script"),
        (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "a session description (SDP)"),
        (b'<?xml version="1.0"?><MPD></MPD>', "a streaming manifest (DASH)"),
        (b"PK\x03\x04" + bytes(64), "a ZIP archive (or a document that is one)"),
        (b"<!doctype html><p>", "a web page (HTML)"),
        (b"%PDF-1.4 ...", "a PDF document"),
        (b'{"call": 1}', "JSON text"),
        ("שלום".encode(), "plain text"),
        (bytes(5_000), "nothing but zero bytes"),
        (id3(64) + b"#EXTM3U\n", "a playlist (M3U/HLS)"),
    ],
)
def test_a_refusal_says_what_the_file_looks_like(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(NotAudio) as caught:
        sniff(placed(tmp_path, data))
    assert caught.value.looks_like == said
    assert said in str(caught.value)


def test_sound_that_is_not_read_here_is_named_and_told_what_is(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat, match=r"WAV with G\.729 is not read here; send WAV"):
        sniff(placed(tmp_path, wav(b"\0" * 800, tag=0x83)))


def test_a_length_that_the_bytes_could_hold_is_refused_at_once(tmp_path: Path) -> None:
    path = placed(tmp_path, wav(pcm16(voice(3))))
    with pytest.raises(TooLong, match="0:06, longer than 0:02"):
        sniff(path, Limits(max_duration_ms=2_000))


def test_limits_of_bytes_and_channels_hold(tmp_path: Path) -> None:
    path = placed(tmp_path, wav(pcm16(voice(1, channels=2)), channels=2))
    with pytest.raises(TooManyChannels):
        sniff(path, Limits(max_channels=1))
    with pytest.raises(RefusedRecording) as caught:
        sniff(path, Limits(max_bytes=100))
    assert caught.value.code == "too_large"


def test_a_refusal_survives_the_way_between_two_processes() -> None:
    first = TooManyChannels(96, 2)
    again = refusal(first.code, first.facts)
    assert (type(again), str(again)) == (TooManyChannels, str(first))


def test_sniffing_loads_neither_of_the_heavy_libraries() -> None:
    import subprocess

    asked = "import sys, qa.engines.media; print(sorted({'av', 'soxr'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
