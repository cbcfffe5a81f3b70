"""How windows reach the model: in which batches, on which device, and what happens where memory ends.

The model is FAKE here. What a real one makes of sound is in tests/model; that a graphics card says what
`OUT_OF_MEMORY` says was read in CTranslate2's and CUDA's sources and not seen on a card.
"""

import threading
from pathlib import Path

import ctranslate2
import numpy as np
import pytest

from qa.engines.interfaces import Conversation, Segment, Word
from qa.engines.whisper import Whisper, WhisperOptions, WhisperRecogniser, recogniser
from qa.engines.whisper.listener import Excerpt, likeliness
from qa.engines.whisper.model import OutOfMemory
from qa.engines.windows import Piece, Window, padded
from qa.platform.spans import Span

OUT_OF_MEMORY = "CUDA failed with error out of memory"
SOUND = np.zeros(60 * 16_000, np.float32)


class Listener:
    """Hears one word a window, which tells where the window began; fails in batches of more than `room`."""

    batches: list[int]
    room = 99

    def __init__(self, _whisper, languages) -> None:
        self.languages = set(languages)

    def length_of(self, excerpt: Excerpt) -> int:
        return padded(excerpt.window.length, short=True)

    def hear(self, excerpts):
        assert {e.language for e in excerpts} <= self.languages
        assert len({self.length_of(e) for e in excerpts}) == 1
        type(self).batches.append(len(excerpts))
        if len(excerpts) > self.room:
            raise RuntimeError(OUT_OF_MEMORY)
        return [[Segment((Word("x", e.window.pieces[0].speech[0], 1.0),), e.language)] for e in excerpts]


@pytest.fixture
def listener(monkeypatch):
    monkeypatch.setattr(recogniser, "Listener", Listener)
    monkeypatch.setattr(Listener, "batches", [], raising=False)
    return Listener


def engine(**options) -> WhisperRecogniser:
    return WhisperRecogniser(Whisper(Path(), "m", "0" * 12, WhisperOptions(device="cpu", **options)))


def call(*starts: int, language: str = "he") -> Conversation:
    """A second of speech at each start, on the first of two channels."""
    return Conversation((SOUND, SOUND), (tuple(Span(at, at + 1_000) for at in starts), ()), language)


def heard_at(segments) -> list[int]:
    return [word.span.start for segment in segments for word in segment.words]


@pytest.fixture
def small_windows(monkeypatch):
    """One window for each span, so that a short call has many."""

    def each(speech, _samples, _packing):
        return tuple(Window((Piece(span, (span,)),)) for span in speech)

    monkeypatch.setattr(recogniser, "pack", each)


@pytest.mark.usefixtures("small_windows")
def test_windows_of_all_calls_share_batches_and_words_go_back_to_their_calls(listener):
    calls = [call(0, 2_000, 4_000), call(), call(6_000, language="en"), call(1_000, 3_000, 5_000, 7_000)]
    told: list[float] = []
    heard = engine(workers=1, batch=8).recognise(calls, told.append)
    assert listener.batches == [8]
    assert [heard_at(first) for first, _ in heard] == [[0, 2_000, 4_000], [], [6_000], [1_000, 3_000, 5_000, 7_000]]
    assert all(second == () for _, second in heard)
    assert heard[2][0][0].language == "en"
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.usefixtures("small_windows")
def test_few_windows_are_spread_over_all_workers(listener):
    engine(workers=2, batch=8).recognise([call(0, 2_000, 4_000, 6_000)], lambda _: None)
    assert listener.batches == [2, 2]


@pytest.mark.usefixtures("small_windows")
def test_a_batch_that_does_not_fit_into_memory_is_halved_and_later_ones_stay_small(listener, monkeypatch):
    monkeypatch.setattr(listener, "room", 2)
    engine_ = engine(workers=1, batch=8)
    starts = tuple(range(0, 16_000, 2_000))
    ((heard, _),) = engine_.recognise([call(*starts)], lambda _: None)
    assert heard_at(heard) == list(starts)
    assert listener.batches == [8, 4, 2, 2, 2, 2]
    listener.batches.clear()
    engine_.recognise([call(*starts)], lambda _: None)
    assert listener.batches == [2, 2, 2, 2]


@pytest.mark.usefixtures("small_windows")
def test_where_not_even_one_window_fits_that_is_said(listener, monkeypatch):
    monkeypatch.setattr(listener, "room", 0)
    with pytest.raises(OutOfMemory, match=OUT_OF_MEMORY):
        engine(workers=1).recognise([call(0, 2_000)], lambda _: None)


@pytest.mark.usefixtures("small_windows")
def test_another_error_of_the_model_is_not_taken_for_a_lack_of_memory(listener, monkeypatch):
    def broken(_self, _excerpts):
        raise RuntimeError("something else")

    monkeypatch.setattr(listener, "hear", broken)
    with pytest.raises(RuntimeError, match="something else"):
        engine().recognise([call(0)], lambda _: None)


def test_no_calls_and_calls_without_speech_need_no_model(listener):
    assert engine().recognise([], lambda _: None) == ()
    assert engine().recognise([call()], lambda _: None) == (((), ()),)
    assert listener.batches == []


def whisper(gpus: int, monkeypatch, **options) -> Whisper:
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: gpus)
    return Whisper(Path(), "m", "0" * 12, WhisperOptions(**options))


def test_without_a_gpu_the_cpu_stands_in_and_says_so(monkeypatch):
    model = whisper(0, monkeypatch, device="cuda", compute_type="int8_float16")
    assert (model.device, model.compute_type) == ("cpu", "int8")
    assert "cpu (no gpu) int8" in str(model.revision("beam=5"))
    assert "no gpu" not in str(whisper(0, monkeypatch, device="auto").revision(""))


def test_with_a_gpu_it_is_used_as_the_options_say(monkeypatch):
    assert whisper(1, monkeypatch).compute_type == "float16"
    model = whisper(1, monkeypatch, device="cuda", compute_type="int8_float16")
    assert (model.device, model.compute_type, model.workers) == ("cuda", "int8_float16", 1)
    assert whisper(1, monkeypatch, device="cpu").compute_type == "int8"


def test_the_defaults_are_those_that_were_measured_and_can_be_chosen_otherwise(monkeypatch):
    assert whisper(0, monkeypatch, threads=2).workers == 2
    assert whisper(0, monkeypatch, threads=16).workers == 4
    assert whisper(0, monkeypatch, threads=16, workers=8).workers == 8
    assert (whisper(0, monkeypatch).batch, whisper(1, monkeypatch).batch) == (4, 24)
    assert whisper(1, monkeypatch, batch=3).batch == 3


def test_how_likely_a_language_is_counts_only_those_that_calls_are_held_in():
    ranked = [("<|he|>", 0.2), ("<|ru|>", 0.6), ("<|en|>", 0.05)]
    assert likeliness(ranked, ("he", "en")) == {"he": pytest.approx(0.8), "en": pytest.approx(0.2)}
    assert likeliness([("<|ru|>", 1.0)], ("he",)) == {"he": 0.0}


@pytest.mark.usefixtures("small_windows")
def test_several_batches_are_heard_at_the_same_time(listener, monkeypatch):
    together = threading.Barrier(2, timeout=120)

    def meet(self, excerpts):
        together.wait()
        return [[] for _ in excerpts]

    monkeypatch.setattr(listener, "hear", meet)
    engine(workers=2, threads=2).recognise([call(0, 2_000)], lambda _: None)
    assert not together.broken
