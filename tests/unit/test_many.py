"""Many calls on their way: in order, a few at a time, and none pays for another."""

import threading
import wave
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from qa.engines.interfaces import EngineRevision, Engines, Segment, Word
from qa.engines.media import Limits, RefusedRecording
from qa.pipeline.audio import RecordingFile
from qa.pipeline.many import Order, Pace, listen_many
from qa.pipeline.process import RecordingToHear
from qa.platform.spans import Span

REVISION = EngineRevision("fake", "none", "0" * 12, "none")
RATE = 8_000


class Detector:
    """Finds speech everywhere."""

    revision = REVISION

    def detect(self, samples):
        return (Span(0, len(samples) // 16),)


class Recogniser:
    """Hears as many letters as a channel has tenths of a second; `breaks` may raise for the calls that it is given."""

    revision = REVISION

    def __init__(self, breaks=lambda _calls: None) -> None:
        self.groups, self.breaks = [], breaks

    def recognise(self, calls, progress):
        self.groups.append(len(calls))
        progress(0.5)
        self.breaks(calls)
        progress(1.0)
        return tuple(
            tuple((Segment((Word("m" * (len(samples) // 1_600), spans[0], 1.0),), "en"),) for samples, spans in pairs)
            for pairs in (zip(call.channels, call.speech, strict=True) for call in calls)
        )


def sound(folder: Path, number: int) -> Path:
    """A call whose length tells its number: two seconds and so many tenths."""
    path = folder / f"{number}.wav"
    noise = np.random.default_rng(number).integers(-3_000, 3_000, (2 * RATE + number * RATE // 10, 2))
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(noise.astype("<i2").tobytes())
    return path


def order(path: Path, report=lambda _stage, _share: None) -> Order:
    recording = RecordingToHear(RecordingFile(path, roles=("agent", "customer")), "en", Limits(), path.parent)
    return Order(lambda: recording, report)


def hear(orders, recogniser, pace=None):
    return list(listen_many(orders, Engines(Detector(), recogniser), pace))


def length(number: int) -> int:
    return 2_000 + number * 100


def heard_lengths(outcomes) -> list[int | None]:
    """What each call was heard to be, by its words."""
    return [100 * len(outcome.heard[1].turns[0].text) if outcome.heard else None for outcome in outcomes]


def test_outcomes_come_in_the_order_of_the_orders_and_calls_are_heard_together(tmp_path):
    recogniser = Recogniser()
    outcomes = hear([order(sound(tmp_path, number)) for number in range(5)], recogniser, Pace(ahead=3))
    assert heard_lengths(outcomes) == [length(number) for number in range(5)]
    assert recogniser.groups == [3, 2]


def test_enough_speech_makes_a_group(tmp_path):
    recogniser = Recogniser()
    hear([order(sound(tmp_path, number)) for number in range(3)], recogniser, Pace(enough_ms=1))
    assert recogniser.groups == [1, 1, 1]


def test_a_file_that_is_no_recording_fails_alone(tmp_path):
    bad = tmp_path / "bad.wav"
    bad.write_text("no sound at all")
    outcomes = hear([order(sound(tmp_path, 1)), order(bad), order(sound(tmp_path, 2))], Recogniser())
    assert heard_lengths(outcomes) == [length(1), None, length(2)]
    assert isinstance(outcomes[1].error, RefusedRecording)


def test_a_recording_that_cannot_be_fetched_fails_alone(tmp_path):
    def gone():
        raise FileNotFoundError("deleted")

    outcomes = hear([Order(gone, lambda _stage, _share: None), order(sound(tmp_path, 1))], Recogniser())
    assert heard_lengths(outcomes) == [None, length(1)]
    assert isinstance(outcomes[0].error, FileNotFoundError)


def test_a_call_that_the_recogniser_fails_on_takes_no_other_with_it(tmp_path):
    def breaks(calls):
        if any(len(samples) // 16 == length(2) for call in calls for samples in call.channels):
            raise RuntimeError("this call")

    recogniser = Recogniser(breaks)
    outcomes = hear([order(sound(tmp_path, number)) for number in (1, 2, 3)], recogniser)
    assert heard_lengths(outcomes) == [length(1), None, length(3)]
    assert str(outcomes[1].error) == "this call"
    assert recogniser.groups == [3, 1, 1, 1]


@pytest.mark.parametrize("stage", ["decode", "transcribe", "turns"])
def test_a_call_that_nobody_wants_any_more_ends_and_the_others_go_on(tmp_path, stage):
    def report(said, _share):
        if said == stage:
            raise InterruptedError(stage)

    outcomes = hear([order(sound(tmp_path, 1), report), order(sound(tmp_path, 2))], Recogniser())
    assert heard_lengths(outcomes) == [None, length(2)]
    assert isinstance(outcomes[0].error, InterruptedError)


def test_the_next_calls_are_made_ready_while_the_model_works_and_not_more_than_may_wait(tmp_path):
    path, asked, ready = sound(tmp_path, 1), [], threading.Event()

    def orders():
        for number in range(20):
            asked.append(number)
            recording = RecordingToHear(RecordingFile(path), "en", Limits(), tmp_path)

            def fetch(number, recording):
                if number == 3:
                    ready.set()
                return recording

            yield Order(partial(fetch, number, recording), lambda _stage, _share: None)

    def breaks(_calls):
        assert ready.wait(20), "the fourth call is made ready while the first group is heard"

    outcomes = listen_many(orders(), Engines(Detector(), Recogniser(breaks)), Pace(ahead=2))
    assert next(outcomes).error is None
    # Two in each of two groups, and two that wait.
    assert len(asked) <= 6
    outcomes.close()
    assert len(asked) <= 6


def test_no_calls_are_heard_at_once():
    assert hear([], Recogniser()) == []


def test_whoever_waits_hears_that_words_are_recognised_before_the_first_is(tmp_path: Path) -> None:
    told, known = [], []
    orders = [order(sound(tmp_path, number), lambda *said: told.append(said)) for number in (1, 2)]
    hear(orders, Recogniser(lambda _calls: known.extend(told)))
    # The recogniser itself speaks of half before it is asked what was told until then.
    assert [share for stage, share in known if stage == "transcribe"] == [0.0, 0.0, 0.5, 0.5]
