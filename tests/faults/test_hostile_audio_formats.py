"""Good recordings of every format that is taken: the length is right and the sound is the sound that went in."""

from pathlib import Path

import numpy as np
import pytest

from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.engines.media import Limits, Sound, decode_file, encode_playback, sniff
from qa.pipeline.audio import RecordingFile, decode
from qa.pipeline.frames import levels
from tests.faults.hostile import EXTENSIBLE, FLOAT, encoded, id3, pcm16, rf64, voice, wav

FIXTURES = Path(__file__).parent.parent / "fixtures" / "audio"
SECONDS = 12.0


def likeness(heard: Samples, said: Samples) -> float:
    """The highest correlation of the two within 200 ms of each other: codecs delay what they code."""
    size = 1 << (len(heard) + len(said) - 1).bit_length()
    shared = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)
    reach = SAMPLE_RATE // 5
    near = np.concatenate([shared[:reach], shared[-reach:]])
    return float(near.max() / np.sqrt(np.dot(heard, heard) * np.dot(said, said)))


def heard(data: bytes, folder: Path) -> Sound:
    path = folder / "call.bin"
    path.write_bytes(data)
    return decode_file(path, Limits(), folder)


def alaw_of(rate: int) -> bytes:
    return encoded(voice(SECONDS, rate, channels=2), rate, "wav", "pcm_alaw")


def extensible() -> bytes:
    guid = bytes.fromhex("0100000000001000800000aa00389b71")
    extra = (22).to_bytes(2, "little") + (16).to_bytes(2, "little") + (3).to_bytes(4, "little") + guid
    return wav(pcm16(voice(SECONDS, 8_000, channels=2)), tag=EXTENSIBLE, channels=2, extra=extra)


def of(container: str, codec: str, rate: int = 16_000, channels: int = 2, **options: str) -> bytes:
    return encoded(voice(SECONDS, rate, channels=channels), rate, container, codec, **options)


GOOD = {
    "wav 8 bit": (lambda: of("wav", "pcm_u8", 8_000), 0.98),
    "wav 16 bit": (lambda: of("wav", "pcm_s16le", 8_000), 0.99),
    "wav 24 bit, 44.1 kHz": (lambda: of("wav", "pcm_s24le", 44_100), 0.99),
    "wav 32 bit, 48 kHz": (lambda: of("wav", "pcm_s32le", 48_000), 0.99),
    "wav float": (lambda: wav(voice(SECONDS, 8_000)[0].tobytes(), tag=FLOAT, bits=32), 0.99),
    "wav double": (lambda: wav(voice(SECONDS, 8_000)[0].astype("f8").tobytes(), tag=FLOAT, bits=64), 0.99),
    "wav A-law": (lambda: alaw_of(8_000), 0.98),
    "wav µ-law": (lambda: of("wav", "pcm_mulaw", 8_000), 0.98),
    "wav extensible": (extensible, 0.99),
    "rf64": (lambda: rf64(pcm16(voice(SECONDS, 8_000))), 0.99),
    "mp3": (lambda: of("mp3", "libmp3lame"), 0.97),
    "mp3 44.1 kHz, mono, behind a tag": (lambda: id3(4_000) + of("mp3", "libmp3lame", 44_100, 1), 0.97),
    "ogg opus": (lambda: of("ogg", "libopus"), 0.95),
    "ogg vorbis": (lambda: of("ogg", "vorbis", strict="experimental"), 0.85),
    "m4a": (lambda: of("ipod", "aac", 44_100), 0.97),
    "m4a, index in front": (lambda: of("ipod", "aac", movflags="faststart"), 0.97),
    "adts aac": (lambda: of("adts", "aac"), 0.97),
    "flac": (lambda: of("flac", "flac"), 0.99),
    "webm opus": (lambda: of("webm", "libopus"), 0.95),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_recording_comes_out_as_it_went_in(name: str, tmp_path: Path) -> None:
    make, least = GOOD[name]
    sound = heard(make(), tmp_path)
    assert sound.duration_ms == pytest.approx(SECONDS * 1000, rel=0.01)
    assert sound.declared_ms is None or sound.declared_ms == pytest.approx(SECONDS * 1000, rel=0.01)
    assert sound.damaged_packets == 0
    assert sound.gaps == ()
    said = voice(SECONDS, SAMPLE_RATE, channels=len(sound.channels))
    for index, samples in enumerate(sound.channels):
        assert likeness(samples, said[index]) > least
        assert samples.dtype == np.float32
        other = said[1 - index] if len(said) == 2 else None
        assert other is None or likeness(samples, other) < 0.5


def test_narrow_band_amr_keeps_its_syllables(tmp_path: Path) -> None:
    """This codec turns the phase of low tones, so it is the loudness over time that is compared."""
    sound = heard(of("amr", "libopencore_amrnb", 8_000, 1, b="12200"), tmp_path)
    assert sound.duration_ms == pytest.approx(SECONDS * 1000, rel=0.01)
    said, came = levels(voice(SECONDS)[0], 50), levels(sound.channels[0], 50)
    assert np.corrcoef(np.maximum(said, -50), np.maximum(came[: len(said)], -50))[0, 1] > 0.95


@pytest.mark.parametrize(("name", "codec", "least"), [("voice-gsm.wav", "gsm_ms", 0.9), ("voice.awb", "amr_wb", 0.8)])
def test_codecs_that_cannot_be_written_here_are_read_from_a_kept_file(
    name: str, codec: str, least: float, tmp_path: Path
) -> None:
    sound = decode_file(FIXTURES / name, Limits(), tmp_path)
    assert sound.codec == codec
    assert sound.duration_ms == 1_600
    assert likeness(sound.channels[0], voice(1.6, SAMPLE_RATE)[0]) > least


def test_the_samples_outlive_the_scratch_folder(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    path = tmp_path / "call.wav"
    path.write_bytes(wav(pcm16(voice(2, 8_000))))
    sound = decode_file(path, Limits(), scratch)
    scratch.rmdir()
    assert likeness(sound.channels[0], voice(2)[0]) > 0.99


def test_what_comes_after_a_damaged_stretch_keeps_its_time(tmp_path: Path) -> None:
    data = of("flac", "flac")
    third = len(data) // 3
    sound = heard(data[:third] + bytes(len(data) // 10) + data[third + len(data) // 10 :], tmp_path)
    assert sound.duration_ms == SECONDS * 1000
    assert len(sound.gaps) == 1
    tail = slice(8 * SAMPLE_RATE, None)
    assert np.corrcoef(sound.channels[0][tail], voice(SECONDS)[0][tail])[0, 1] > 0.99


def test_two_mono_files_become_one_call(tmp_path: Path) -> None:
    agent, customer = tmp_path / "agent.wav", tmp_path / "customer.mp3"
    agent.write_bytes(wav(pcm16(voice(4, 8_000))))
    customer.write_bytes(encoded(voice(6, channels=2)[1:], 16_000, "mp3", "libmp3lame"))
    audio = decode(RecordingFile(agent, customer, ("agent", "customer")), Limits(), tmp_path)
    assert [channel.speaker for channel in audio.channels] == ["agent", "customer"]
    assert audio.duration_ms == pytest.approx(6_000, rel=0.01)
    assert len(audio.channels[0].samples) == len(audio.channels[1].samples)


def test_progress_is_told_while_a_long_recording_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(wav(bytes(5 * 60 * 16_000)))
    told: list[float] = []
    decode_file(path, Limits(), tmp_path, told.append)
    assert len(told) >= 3
    assert told == sorted(told)
    assert 0 < told[0] <= told[-1] <= 1


@pytest.mark.parametrize("channels", [1, 2])
def test_playback_is_small_right_in_length_and_keeps_the_parties_apart(channels: int, tmp_path: Path) -> None:
    said = voice(61.234, channels=channels)
    said[-1] *= channels == 1  # the second party says nothing, so all that is heard there is a leak
    path = tmp_path / "playback.ogg"
    encode_playback(tuple(said), path)
    assert path.stat().st_size < 61.234 * 24_000 * channels / 8 * 1.3
    sound = decode_file(path, Limits(), tmp_path)
    assert sound.codec == "opus"
    assert abs(sound.duration_ms - 61_234) <= 50
    assert abs((sniff(path).declared_ms or 0) - 61_234) <= 50
    assert likeness(sound.channels[0], said[0]) > 0.95
    if channels == 2:
        assert np.abs(sound.channels[1]).max() < 0.001
    assert [entry.name for entry in tmp_path.iterdir()] == ["playback.ogg"]


def test_playback_can_be_sought_by_the_second(tmp_path: Path) -> None:
    path = tmp_path / "playback.ogg"
    encode_playback(tuple(voice(30)), path)
    data, granules, position = path.read_bytes(), [], 0
    while (position := data.find(b"OggS", position)) >= 0:
        granules.append(int.from_bytes(data[position + 6 : position + 14], "little"))
        position += 4
    steps = np.diff(granules)
    assert len(granules) >= 30
    assert steps.max() <= 48_000 * 1.1
