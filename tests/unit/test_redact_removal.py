"""What is kept of a call holds a mark where a number was said, and its sound a tone."""

import numpy as np
import pytest

from qa.engines.interfaces import SAMPLE_RATE, Word
from qa.pipeline.digits import plain
from qa.pipeline.model import Channel, DecodedAudio, Speaker, Transcript, Turn
from qa.pipeline.phrases.normalise import tokens
from qa.pipeline.redact import MARKS, Place, beeped, covered, find, kind_of_mark, named, redacted, with_names
from qa.platform.settings import CLONE
from qa.platform.spans import Span
from tests.unit.sounds import noise, talk

WORD_MS = 300


def turn(text: str, start_ms: int = 0, speaker: Speaker = "customer") -> Turn:
    words = tuple(
        Word(word, Span(start_ms + at * WORD_MS, start_ms + (at + 1) * WORD_MS), 0.5 + at % 2 / 2)
        for at, word in enumerate(text.split())
    )
    return Turn(speaker, Span(start_ms, words[-1].span.end), words)


def call(*turns: Turn, language: str = "en") -> Transcript:
    return Transcript(language, 600_000, turns, {})


def texts(transcript: Transcript) -> list[str]:
    return [turn.text for turn in transcript.turns]


def test_a_number_becomes_one_mark_with_the_time_of_its_words() -> None:
    hidden = redacted(call(turn("my card is 4580 1234 5678 9015 thank you")))
    assert texts(hidden.transcript) == ["my card is ⟦▤⟧ thank you"]
    mark = hidden.transcript.turns[0].words[3]
    assert mark.span == Span(3 * WORD_MS, 7 * WORD_MS)
    assert mark.probability == pytest.approx(0.75)
    (removed,) = hidden.removed
    assert (removed.kind, removed.speaker, removed.text) == ("card", "customer", "4580 1234 5678 9015")
    assert removed.span == mark.span


def test_every_kind_has_a_mark_and_a_name_of_its_own() -> None:
    said = (
        ("the security code is 123", "[security code]", "[קוד אבטחה]"),
        ("my id is 057193427", "[ID number]", "[מספר זהות]"),
        ("call me on 054 123 4567", "[phone number]", "[מספר טלפון]"),
        ("it is 4580 1234 5678 9015", "[card number]", "[מספר כרטיס]"),
    )
    for text, english, hebrew in said:
        (kept,) = texts(redacted(call(turn(text))).transcript)
        assert named(kept, "en").endswith(english)
        assert named(kept, "he").endswith(hebrew)
    assert len(set(MARKS.values())) == len(MARKS) == len(said)


def test_a_mark_is_no_word_to_whoever_compares_words() -> None:
    for kind, mark in MARKS.items():
        assert kind_of_mark(mark) == kind
        assert plain(mark) == ()
        assert all(not token.text for token in tokens([mark]))


def test_the_page_knows_the_very_same_marks() -> None:
    page = (CLONE / "web" / "src" / "workbench" / "sealed" / "marks.ts").read_text("utf-8")
    for kind, mark in MARKS.items():
        assert f'{kind}: "{mark}"' in page


def test_what_was_removed_is_not_shown_when_it_is_logged() -> None:
    hidden = redacted(call(turn("my card is 4580 1234 5678 9015")))
    assert "4580" not in repr(hidden.removed)
    assert "4580" not in repr(hidden.places)
    assert "4580" not in repr(find(call(turn("my card is 4580 1234 5678 9015"))))


def test_redacting_twice_changes_nothing_more() -> None:
    once = redacted(call(turn("my card is 4580 1234 5678 9015 and my id is 057193427")))
    again = redacted(once.transcript, once.places)
    assert again.transcript == once.transcript
    assert again.removed == ()


def test_a_number_over_two_turns_has_a_mark_in_each() -> None:
    hidden = redacted(
        call(turn("the card is 4580 1234"), turn("yes", 2_200, "agent"), turn("5678 9015", 3_000), language="en")
    )
    assert texts(hidden.transcript) == ["the card is ⟦▤⟧", "yes", "⟦▤⟧"]
    assert [removed.text for removed in hidden.removed] == ["4580 1234", "5678 9015"]


def test_what_was_hidden_before_stays_hidden_though_it_is_heard_as_something_else() -> None:
    known = Place("id_number", "customer", Span(600, 1_200))
    hidden = redacted(call(turn("it is nobody knows what"), turn("fine nobody knows", 0, "agent")), [known])
    assert texts(hidden.transcript) == ["it is ⟦▦⟧ what", "fine nobody knows"]
    assert known in hidden.places


def test_what_is_said_at_a_place_is_covered_on_its_speakers_side_only() -> None:
    place = Place("phone", "customer", Span(300, 900))
    said = turn("call nobody knows whom")
    assert covered(said, [place]).text == "call ⟦▧⟧ whom"
    assert covered(covered(said, [place]), [place]) == covered(said, [place])
    assert covered(turn("call nobody knows whom", speaker="agent"), [place]).text == "call nobody knows whom"


def test_files_for_people_name_the_marks_in_the_language_of_the_call() -> None:
    hidden = redacted(call(turn("הכרטיס שלי הוא 4580 1234 5678 9015"), language="he"))
    assert texts(with_names(hidden.transcript)) == ["הכרטיס שלי הוא [מספר כרטיס]"]


def sound(*channels: Channel) -> DecodedAudio:
    return DecodedAudio(channels, 1000 * len(channels[0].samples) // SAMPLE_RATE, "pcm", SAMPLE_RATE)


def cut(samples: np.ndarray, start_ms: int, end_ms: int) -> np.ndarray:
    return samples[start_ms * 16 : end_ms * 16]


PLACE = Place("card", "customer", Span(2_000, 4_500))


def test_the_tone_lies_over_the_number_on_its_speakers_channel_only() -> None:
    agent, customer = talk(8_000, seed=1), talk(8_000, seed=5)
    made = beeped(sound(Channel("agent", agent), Channel("customer", customer)), [PLACE])
    assert np.array_equal(made.channels[0].samples, agent)
    tone = cut(made.channels[1].samples, 2_000, 4_500)
    assert 0 < np.abs(tone).max() <= 0.05
    assert not np.corrcoef(tone, cut(customer, 2_000, 4_500))[0, 1] > 0.05
    for start, end in ((0, 1_800), (4_700, 8_000)):
        assert np.array_equal(cut(made.channels[1].samples, start, end), cut(customer, start, end))


def test_the_tone_lies_on_another_channel_too_where_the_number_leaks_into_it() -> None:
    customer = talk(8_000, -20, seed=5)
    leak = 10 ** (-35 / 20) * np.concatenate([np.zeros(480, np.float32), customer[:-480]])
    agent = (noise(8_000, -52, seed=3) + leak).astype(np.float32)
    made = beeped(sound(Channel("agent", agent), Channel("customer", customer)), [PLACE])
    heard = cut(made.channels[0].samples, 2_000, 4_500)
    assert abs(np.corrcoef(heard, cut(leak, 2_000, 4_500))[0, 1]) < 0.05
    assert np.array_equal(cut(made.channels[0].samples, 0, 1_800), cut(agent, 0, 1_800))


def test_a_mono_recording_is_beeped_whoever_spoke() -> None:
    mono = talk(8_000, seed=1)
    made = beeped(sound(Channel("unknown", mono)), [PLACE])
    assert np.abs(cut(made.channels[0].samples, 2_000, 4_500)).max() <= 0.05


def test_without_a_number_the_sound_is_the_very_same() -> None:
    heard = sound(Channel("agent", talk(2_000)))
    assert beeped(heard, []) == heard


def test_a_number_at_the_very_edge_of_the_recording_is_beeped_to_its_edge() -> None:
    mono = talk(3_000, seed=1)
    made = beeped(sound(Channel("customer", mono)), [Place("phone", "customer", Span(0, 5_000))])
    assert len(made.channels[0].samples) == len(mono)
    assert np.abs(made.channels[0].samples).max() <= 0.05
