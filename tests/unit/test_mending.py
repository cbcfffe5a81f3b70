"""What becomes of a turn's words and times when a person corrects it."""

from dataclasses import replace

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.engines.interfaces import Word
from qa.pipeline.mending import Difference, difference, mended, quieted
from qa.pipeline.model import Flag, Party, Transcript, Turn
from qa.pipeline.plain import plain
from qa.pipeline.process import examine
from qa.platform.spans import Span
from qa.rubric import shipped
from qa.rubric.reader import read


def turn(*texts: str, pause: int = 0) -> Turn:
    """A word every 400 ms, after a second of nothing."""
    words = tuple(
        Word(text, Span(1_000 + n * (400 + pause), 1_400 + n * (400 + pause)), 0.4) for n, text in enumerate(texts)
    )
    return Turn("agent", Span(1_000, words[-1].span.end), words)


def said(result: Turn) -> list[tuple[str, int, int, float]]:
    return [(word.text, word.span.start, word.span.end, word.probability) for word in result.words]


def test_words_that_stay_keep_their_times_and_probabilities():
    result = mended(turn("שלום", "מדברת", "דינה"), "שלום, מדברת דנה")
    assert said(result) == [("שלום,", 1_000, 1_400, 0.4), ("מדברת", 1_400, 1_800, 0.4), ("דנה", 1_800, 2_200, 1.0)]
    assert result.span == Span(1_000, 2_200)


def test_two_words_in_the_place_of_one_share_its_time_by_their_letters():
    result = mended(turn("hello", "therefore", "all"), "hello there for all")
    assert said(result)[1:3] == [("there", 1_400, 1_650, 1.0), ("for", 1_650, 1_800, 1.0)]


def test_a_word_put_in_takes_the_pause_between_its_neighbours():
    assert said(mended(turn("a", "c", pause=300), "a b c"))[1] == ("b", 1_400, 1_700, 1.0)


def test_a_word_put_in_where_there_is_no_pause_has_no_length_and_moves_nothing():
    assert said(mended(turn("a", "c"), "a b c")) == [
        ("a", 1_000, 1_400, 0.4),
        ("b", 1_400, 1_400, 1.0),
        ("c", 1_400, 1_800, 0.4),
    ]


def test_a_word_left_out_leaves_the_others_where_they_are():
    assert said(mended(turn("a", "b", "c"), "a c")) == [("a", 1_000, 1_400, 0.4), ("c", 1_800, 2_200, 0.4)]


def test_a_turn_in_which_nothing_was_said_has_no_words_and_takes_some_again():
    empty = mended(turn("thanks", "for", "watching"), " \n ")
    assert (empty.words, empty.span) == ((), Span(1_000, 2_200))
    assert said(mended(empty, "well then")) == [("well", 1_000, 1_600, 1.0), ("then", 1_600, 2_200, 1.0)]


def call(*turns: Turn, parties: bool = True) -> Transcript:
    """Two people with a breath of 100 ms of speech around each of their turns."""
    speech = {
        who: tuple(Span(t.span.start - 100, t.span.end + 100) for t in turns if t.speaker == who)
        for who in ("agent", "customer")
    }
    sides = tuple(Party(who, spans, (), -20.0) for who, spans in speech.items())
    flags = (Flag("roles_given", "a reviewer said who is who"), Flag("damaged", "a little"))
    return Transcript(
        "en",
        9_000,
        turns,
        speech,
        channels=("agent", "customer"),
        flags=flags,
        loudness={"agent": -20.0, "customer": -20.0},
        parties=sides if parties else (),
    )


def at(start: int, speaker: str, text: str = "some words") -> Turn:
    words = tuple(Word(each, Span(start + n * 400, start + n * 400 + 400), 0.9) for n, each in enumerate(text.split()))
    return Turn(speaker, Span(start, words[-1].span.end), words, ("agent", "customer").index(speaker))


HEARD = call(at(1_000, "agent"), at(3_000, "customer"), at(5_000, "agent"))


@pytest.mark.parametrize("parties", [True, False])
def test_nobody_speaks_where_nothing_was_said_until_words_are_put_back(parties):
    heard = HEARD if parties else replace(HEARD, parties=())
    first, only, last = heard.turns
    quiet = quieted(replace(heard, turns=(mended(first, ""), only, last)), heard)
    assert quiet.speech == {"agent": (Span(4_900, 5_900),), "customer": (Span(2_900, 3_900),)}
    assert [turn.text for turn in quiet.turns] == ["", "some words", "some words"]
    back = quieted(replace(quiet, turns=heard.turns), heard)
    assert back.speech == heard.speech
    assert [flag.code for flag in back.flags] in (["damaged", "roles_given"], ["roles_given", "damaged"])


def test_whoever_never_spoke_has_no_loudness():
    first, only, last = HEARD.turns
    quiet = quieted(replace(HEARD, turns=(first, mended(only, ""), last)), HEARD)
    assert (quiet.parties[1].speech, quiet.parties[1].loudness) == ((), None)
    assert quiet.loudness == {"agent": -20.0}


def test_of_speech_that_two_turns_share_the_one_with_words_stays():
    heard = call(at(1_000, "agent"), at(1_900, "agent"))
    heard = replace(heard, parties=(replace(heard.parties[0], speech=(Span(900, 2_800),)), heard.parties[1]))
    quiet = quieted(replace(heard, turns=(heard.turns[0], mended(heard.turns[1], ""))), heard)
    assert quiet.speech["agent"] == (Span(900, 1_900), Span(2_700, 2_800))


def test_every_stage_takes_a_turn_without_words():
    for empty in range(len(HEARD.turns)):
        turns = tuple(mended(turn, "") if at == empty else turn for at, turn in enumerate(HEARD.turns))
        quiet = quieted(replace(HEARD, turns=turns), HEARD)
        for rubric in map(read, shipped()):
            found = examine(quiet, rubric.checklist())
            assert found.conduct.talk_share
    nothing = quieted(replace(HEARD, turns=tuple(mended(turn, "") for turn in HEARD.turns)), HEARD)
    assert examine(nothing, read(shipped()[0]).checklist()).conduct.talk_share == {}
    assert all(phase.name != "opening" for phase in examine(nothing, read(shipped()[0]).checklist()).phases)


letters = st.text("אבגדab-'!", min_size=1, max_size=6)


@given(st.lists(letters, min_size=1, max_size=12), st.lists(letters, min_size=1, max_size=12), st.integers(0, 500))
def test_whatever_is_written_comes_out_in_order_and_inside_the_turn(heard, written, pause):
    before = turn(*heard, pause=pause)
    after = mended(before, " ".join(written))
    assert [word.text for word in after.words] == written
    starts, ends = [w.span.start for w in after.words], [w.span.end for w in after.words]
    assert starts == sorted(starts)
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert before.span.start <= starts[0]
    assert ends[-1] <= before.span.end


@given(st.lists(st.sampled_from(["אני", "לא", "yes", "no"]), min_size=1, max_size=8), st.lists(letters, max_size=8))
def test_errors_are_counted_as_the_usual_library_counts_them(true, heard):
    found = difference(" ".join(heard), " ".join(true))
    counted = jiwer.process_words(" ".join(true), plain(" ".join(heard)))
    assert found == Difference(len(true), counted.substitutions + counted.deletions + counted.insertions)


def test_punctuation_and_niqqud_are_no_errors():
    assert difference("שלום מה שלומך", "שָׁלוֹם, מה שלומך?") == Difference(3, 0)
