"""From sound to channels with people on them: roles, damage, waveform, and where anything sounds."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.engines.media import Sound
from qa.engines.media.errors import TooManyChannels
from qa.pipeline.audio import RecordingFile, decode_by, heard, joined, peaks, sounding, with_roles
from qa.pipeline.frames import levels
from qa.pipeline.model import DecodedAudio
from qa.platform.spans import Span, intersect, subtract, total

RANDOM = np.random.default_rng(11)


def noise(seconds: float, level_db: float) -> Samples:
    power = 10 ** (level_db / 20)
    return (RANDOM.standard_normal(round(seconds * SAMPLE_RATE)) * power).astype(np.float32)


def tone(seconds: float, level_db: float = -15, hertz: float = 440) -> Samples:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (np.sin(2 * np.pi * hertz * time) * 10 ** (level_db / 20) * 2**0.5).astype(np.float32)


def sound(*channels: Samples, **facts: object) -> Sound:
    length = len(channels[0]) * 1000 // SAMPLE_RATE
    whole = Sound(
        channels=channels,
        duration_ms=length,
        declared_ms=length,
        codec="pcm_s16le",
        source_rate=8_000,
        damaged_packets=0,
        gaps=(),
        lost_ms=0,
        missing_end_ms=0,
        cut_off=False,
        cleaned_samples=0,
        tracks=1,
    )
    return replace(whole, **facts)  # type: ignore[arg-type]


def codes(audio: DecodedAudio) -> set[str]:
    return {flag.code for flag in audio.flags}


def detail(audio: DecodedAudio, code: str) -> str:
    return next(flag.detail for flag in audio.flags if flag.code == code)


def speakers(audio: DecodedAudio) -> list[str]:
    return [channel.speaker for channel in audio.channels]


def test_roles_come_from_the_metadata_in_its_order() -> None:
    audio = heard(sound(tone(1), noise(1, -20)), ("customer", "agent"))
    assert speakers(audio) == ["customer", "agent"]
    assert codes(audio) == set()


def test_roles_are_never_guessed() -> None:
    audio = heard(sound(tone(1), noise(1, -20)), None)
    assert speakers(audio) == ["unknown", "unknown"]
    assert codes(audio) == {"roles_unknown"}


def test_roles_for_another_number_of_channels_are_not_used() -> None:
    audio = heard(sound(tone(1), noise(1, -20)), ("agent",))
    assert speakers(audio) == ["unknown", "unknown"]
    assert "1 roles for 2 channels" in detail(audio, "roles_unknown")


def test_roles_that_are_found_later_take_the_note_away() -> None:
    audio = heard(sound(tone(1), noise(1, -20), cleaned_samples=3), None)
    known = with_roles(audio, ("agent", "customer"))
    assert speakers(known) == ["agent", "customer"]
    assert codes(known) == {"cleaned_samples"}
    assert known.channels[0].samples is audio.channels[0].samples
    with pytest.raises(ValueError, match="1 roles for 2 channels"):
        with_roles(audio, ("agent",))


def test_one_channel_is_told_and_keeps_the_role_that_it_is_given() -> None:
    assert codes(heard(sound(tone(1)), None)) == {"mono"}
    assert speakers(heard(sound(tone(1)), None)) == ["unknown"]
    assert speakers(heard(sound(tone(1)), ("agent",))) == ["agent"]


@pytest.mark.parametrize("gain", [1.0, 0.3, -1.0])
def test_two_channels_that_differ_only_in_gain_become_the_louder_one(gain: float) -> None:
    voice = tone(2) + noise(2, -40)
    copy = (voice * gain + noise(2, -70)).astype(np.float32)
    audio = heard(sound(copy, voice), ("agent", "customer"))
    assert len(audio.channels) == 1
    assert codes(audio) == {"dual_mono"}
    assert speakers(audio) == ["unknown"]
    assert np.sqrt(np.mean(audio.channels[0].samples ** 2)) >= np.sqrt(np.mean(copy**2)) * 0.999


def test_a_leak_of_one_party_into_the_other_channel_is_no_dual_mono() -> None:
    agent = np.concatenate([tone(2), noise(2, -60)])
    customer = np.concatenate([noise(2, -60), tone(2, hertz=300)])
    leaky = (customer + 0.1 * agent).astype(np.float32)
    assert len(heard(sound(agent, leaky), None).channels) == 2


def test_a_channel_that_carries_nothing_is_named() -> None:
    audio = heard(sound(tone(1), np.zeros(SAMPLE_RATE, np.float32)), ("agent", "customer"))
    assert detail(audio, "silent_channel") == "channel 1 carries nothing"
    assert len(audio.channels) == 2


def test_a_lost_stretch_is_told_with_its_place_and_size() -> None:
    gap = Span(10_000, 12_500)
    audio = heard(sound(tone(60), gaps=(gap,), lost_ms=2_500, damaged_packets=4), None)
    assert detail(audio, "damaged") == "2.5 s (4%) lost at 0:10-0:13; silence stands there"


def test_a_lost_end_is_told_with_what_was_declared() -> None:
    audio = heard(sound(tone(30), declared_ms=60_000, lost_ms=30_000, missing_end_ms=30_000), None)
    assert detail(audio, "truncated") == "the recording ends at 0:30 of 1:00 declared, 30.0 s (50%) missing"
    assert "damaged" not in codes(audio)


def test_a_loss_of_one_percent_or_of_one_frame_is_not_worth_a_flag() -> None:
    assert codes(heard(sound(tone(60), gaps=(Span(0, 590),), lost_ms=590, damaged_packets=1), None)) == {"mono"}
    assert codes(heard(sound(tone(1), declared_ms=1_050, lost_ms=50, missing_end_ms=50), None)) == {"mono"}


def test_a_loss_past_one_percent_is() -> None:
    assert "damaged" in codes(heard(sound(tone(60), gaps=(Span(0, 610),), lost_ms=610, damaged_packets=1), None))


def test_a_file_that_shows_itself_that_its_end_is_missing_is_told_of() -> None:
    assert "truncated" in codes(heard(sound(tone(5), declared_ms=None, cut_off=True), None))


def test_two_files_become_one_call_and_the_shorter_is_filled() -> None:
    agent, customer = tone(5), noise(2, -20)
    audio = joined(sound(agent), sound(customer), ("agent", "customer"))
    assert speakers(audio) == ["agent", "customer"]
    assert audio.duration_ms == 5_000
    assert [len(channel.samples) for channel in audio.channels] == [5 * SAMPLE_RATE] * 2
    assert not audio.channels[1].samples[2 * SAMPLE_RATE :].any()
    assert "0:05 and 0:02" in detail(audio, "lengths_differ")


def test_two_files_that_are_not_one_party_each_are_refused() -> None:
    with pytest.raises(TooManyChannels):
        joined(sound(tone(1)), sound(tone(1), noise(1, -20)), None)


def test_a_recording_of_two_files_asks_for_each_and_says_which_is_damaged() -> None:
    first, second = Path("a.wav"), Path("b.wav")
    sounds = {first: sound(tone(3)), second: sound(noise(3, -20), cut_off=True)}
    audio = decode_by(sounds.__getitem__, RecordingFile(first, second, ("agent", "customer")))
    assert detail(audio, "truncated").startswith("file 2: ")


def test_peaks_are_the_loudest_of_each_step_in_three_decimals() -> None:
    samples = np.zeros(SAMPLE_RATE, np.float32)
    samples[800 * 3 + 5] = -0.12345
    drawn = peaks(heard(sound(samples + noise(1, -80) * 0), None), step_ms=50)
    assert drawn.step_ms == 50
    assert len(drawn.channels[0]) == 20
    assert drawn.channels[0][3] == 0.123
    assert sum(drawn.channels[0]) == 0.123


def test_a_long_call_has_no_more_peaks_than_can_be_drawn() -> None:
    hour = np.zeros(3_600 * SAMPLE_RATE, np.float32)
    drawn = peaks(heard(sound(hour), None))
    assert drawn.step_ms == 300
    assert len(drawn.channels[0]) == 12_000


def test_the_last_begun_step_counts() -> None:
    assert len(peaks(heard(sound(tone(1.02)), None)).channels[0]) == 21


def test_levels_are_decibels_of_full_scale() -> None:
    assert levels(tone(1, level_db=-20), 50).mean() == pytest.approx(-20, abs=0.1)
    assert set(levels(np.zeros(SAMPLE_RATE, np.float32), 50)) == {-120.0}


@pytest.mark.parametrize("floor_db", [-65, -50, -40])
def test_speech_and_music_sound_and_noise_does_not(floor_db: float) -> None:
    speech, music = Span(2_000, 5_000), Span(14_000, 22_000)
    agent, customer = noise(30, floor_db), noise(30, floor_db - 5)
    customer[_at(speech)] += tone(3, -25)
    agent[_at(music)] += tone(8, -24, hertz=600)
    spans = sounding(heard(sound(agent, customer), None))
    assert total(intersect(spans, [speech, music])) >= 10_800
    assert total(subtract(spans, [speech, music])) <= 300
    assert all(span.end <= 30_000 for span in spans)


def test_a_gated_channel_sounds_only_where_its_gate_is_open() -> None:
    samples = np.zeros(20 * SAMPLE_RATE, np.float32)
    samples[_at(Span(5_000, 8_000))] = tone(3, -30) * np.tile(np.repeat([1, 0.01], 4_000), 6).astype(np.float32)
    spans = sounding(heard(sound(samples), None))
    assert spans[0].start >= 5_000
    assert spans[-1].end <= 8_100


def test_nothing_sounds_in_digital_silence() -> None:
    assert sounding(heard(sound(np.zeros(SAMPLE_RATE, np.float32)), None)) == ()


def _at(span: Span) -> slice:
    return slice(span.start * SAMPLE_RATE // 1000, span.end * SAMPLE_RATE // 1000)
