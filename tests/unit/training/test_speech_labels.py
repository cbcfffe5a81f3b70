"""The calls made for training are labelled truly: times, absences, answers and spans follow from where things stand."""

from pathlib import Path
from random import Random

import pytest

import models.training.speech
from models.training.speech.bank import read_bank
from models.training.speech.compose import card_number, compose, id_number
from models.training.speech.hebrew import Lexicon
from models.training.speech.labels import Timeline, dead_air, label_of, lay_out, phrase_rows, situation_rows, talk_over
from models.training.speech.script import Book, Call, Conditions, Mark, Pause, Phrase, Segment, Situation, Turn

TEXTS = Path(models.training.speech.__file__).parent / "texts"

BOOK = Book(
    phrases=tuple(
        Phrase(each, "en", each, "close", "transition", "mid") for each in ("greeting", "sorry", "check", "goodbye")
    ),
    situations=(Situation("loss", "en", ("my dog died",), "sorry", within_s=5),),
)
HELLO = Segment("Hello there", Mark("greeting", "said"))
SORRY = Segment("I am so sorry", Mark("sorry", "variant", "filler"))
SORRY_WE_ARE_CLOSED = Segment("Sorry, we are closed", Mark("sorry", "near_miss", "words"))
TALK = Segment("One moment")
LOSS = Segment("My cat died", trigger="loss")
CARD = Segment("four five", pii_kind="card_number", digits="45")


def a_call(*course: Turn | Pause) -> Call:
    return Call(
        id="made-01",
        language="en",
        scenario="a loss",
        agent="Ruth",
        agent_gender="f",
        customer_gender="m",
        voices={"agent": "one", "customer": "two"},
        conditions=Conditions(snr_db=20, leakage_db=None, agent_gain_db=0, customer_gain_db=-3),
        course=course,
    )


def agent(*segments: Segment, interrupts_ms: int = 0) -> Turn:
    return Turn("agent", segments, interrupts_ms=interrupts_ms)


def customer(*segments: Segment, interrupts_ms: int = 0) -> Turn:
    return Turn("customer", segments, "neutral", interrupts_ms)


def laid_out(*course: Turn | Pause) -> Timeline:
    """Each segment lasts 100 ms a letter."""
    return lay_out(a_call(*course), lambda _speaker, segment: 100 * len(segment.text))


def test_each_phrase_that_nobody_says_gets_one_absent_row():
    rows = phrase_rows(laid_out(agent(HELLO, TALK), customer(LOSS), agent(SORRY_WE_ARE_CLOSED)), BOOK.phrases)

    assert [(row["phrase_id"], row["label"]) for row in rows] == [
        ("greeting", "said"),
        ("sorry", "near_miss"),
        ("check", "absent"),
        ("goodbye", "absent"),
    ]
    assert all(row["start_ms"] is None and row["said_as"] is None for row in rows if row["label"] == "absent")


def test_a_row_has_the_times_of_its_segment_and_not_of_the_turn():
    timeline = laid_out(agent(HELLO, TALK))
    row = phrase_rows(timeline, BOOK.phrases)[0]

    assert row["start_ms"] == timeline.turns[0].start_ms
    assert row["end_ms"] - row["start_ms"] == 1_100
    assert row["end_ms"] < timeline.turns[0].end_ms


def test_all_times_lie_inside_the_call_and_turns_follow_each_other():
    timeline = laid_out(agent(HELLO), customer(LOSS, CARD), Pause(6_000, music=True), agent(SORRY, TALK))
    edges = [edge for turn in timeline.turns for each in turn.segments for edge in (each.start_ms, each.end_ms)]

    assert edges == sorted(edges)
    assert edges[0] > 0
    assert edges[-1] < timeline.duration_ms


def test_the_same_script_is_laid_out_the_same_way_again():
    course = (agent(HELLO), customer(LOSS), agent(SORRY, TALK))

    assert laid_out(*course) == laid_out(*course)


def test_talk_over_is_where_both_really_speak_at_once():
    timeline = laid_out(agent(HELLO), customer(LOSS, interrupts_ms=700), agent(SORRY))

    hello, loss = timeline.turns[0], timeline.turns[1]
    assert talk_over(timeline) == [[loss.start_ms, hello.end_ms]]
    assert hello.end_ms - loss.start_ms == 700


def test_an_overlap_shorter_than_a_tenth_of_a_second_is_no_talk_over():
    assert talk_over(laid_out(agent(HELLO), customer(LOSS, interrupts_ms=99))) == []


@pytest.mark.parametrize(("pause", "found"), [(Pause(6_000, music=False), 1), (Pause(6_000, music=True), 0)])
def test_silence_is_dead_air_and_music_is_not(pause: Pause, found: int):
    timeline = laid_out(agent(HELLO), pause, agent(TALK))

    assert len(dead_air(timeline)) == found
    assert len(timeline.holds) == 1 - found


def test_dead_air_lasts_from_the_last_word_to_the_next():
    timeline = laid_out(agent(HELLO), Pause(6_000, music=False), agent(TALK))

    assert dead_air(timeline) == [[timeline.turns[0].end_ms, timeline.turns[1].start_ms]]
    assert timeline.turns[1].start_ms - timeline.turns[0].end_ms == 6_000


@pytest.mark.parametrize(
    ("answer", "response", "turn"),
    [
        ((agent(SORRY),), "variant", 1),
        ((agent(SORRY_WE_ARE_CLOSED),), "missed", None),
        ((agent(TALK),), "missed", None),
        ((agent(TALK), Pause(5_000, music=True), agent(SORRY)), "late", 2),
        ((agent(SORRY_WE_ARE_CLOSED), agent(SORRY)), "variant", 2),
    ],
)
def test_a_trigger_is_answered_late_or_missed_by_what_follows(
    answer: tuple[Turn | Pause, ...], response: str, turn: int | None
):
    row = situation_rows(laid_out(customer(LOSS), *answer), BOOK.situations)[0]

    assert (row["response"], row["response_turn"]) == (response, turn)
    assert (row["delay_ms"] is None) == (response == "missed")


def test_an_answer_before_the_trigger_does_not_count():
    assert situation_rows(laid_out(agent(SORRY), customer(LOSS)), BOOK.situations)[0]["response"] == "missed"


def test_the_label_names_speakers_tones_and_spoken_numbers():
    call = a_call(agent(HELLO), customer(TALK, CARD))
    timeline = laid_out(*call.course)
    label = label_of(call, timeline, BOOK, "made-01.wav")

    assert [(turn["speaker"], turn.get("sentiment")) for turn in label["turns"]] == [
        ("agent", None),
        ("customer", "neutral"),
    ]
    spoken = timeline.turns[1].segments[1]
    assert label["spans"]["pii"] == [
        {
            "kind": "card_number",
            "channel": 1,
            "speaker": "customer",
            "start_ms": spoken.start_ms,
            "end_ms": spoken.end_ms,
            "digits": "45",
        }
    ]


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("corpus", ["train", "test"])
def test_every_composed_call_has_each_phrase_at_most_once_and_only_phrases_of_its_book(language: str, corpus: str):
    bank = read_bank(TEXTS, language, corpus)
    calls, undealt = compose(bank)

    assert len(calls) == bank.calls
    assert len(undealt) < len(bank.cards) / 20
    for call in calls:
        marked = [
            segment.mark.phrase_id
            for item in call.course
            if isinstance(item, Turn)
            for segment in item.segments
            if segment.mark
        ]
        assert len(marked) == len(set(marked))
        assert set(marked) <= {phrase.id for phrase in bank.book.phrases}


@pytest.mark.parametrize("language", ["en", "he"])
def test_no_variant_or_near_miss_is_worded_alike_in_training_and_test(language: str):
    wordings = [
        {card.line.text for card in read_bank(TEXTS, language, corpus).cards if card.mark.label != "said"}
        for corpus in ("train", "test")
    ]

    # The agent's own gender is a wording's only difference from the book in Hebrew: two phrases share that variant.
    assert {text for text in wordings[0] & wordings[1] if "מבין" not in text and "{name}" not in text} == set()


def test_no_voice_is_heard_in_both_training_and_test():
    train, test = (
        {voice.recipe() for language in ("en", "he") for voice in _voices(language, corpus)}
        for corpus in ("train", "test")
    )

    assert train & test == set()


def _voices(language: str, corpus: str):
    bank = read_bank(TEXTS, language, corpus)
    return (*bank.agents, *bank.customers)


@pytest.mark.parametrize("corpus", ["train", "test"])
def test_the_lexicon_sounds_every_hebrew_word_that_is_spoken(corpus: str):
    calls, _ = compose(read_bank(TEXTS, "he", corpus))
    lexicon = Lexicon.read(TEXTS / "he" / "lexicon.yaml")

    lexicon.check(
        segment.text for call in calls for item in call.course if isinstance(item, Turn) for segment in item.segments
    )


@pytest.mark.parametrize("seed", range(20))
def test_made_up_numbers_satisfy_their_check_digits(seed: int):
    identity, card = id_number(Random(seed)), card_number(Random(seed))

    assert sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(identity)) % 10 == 0
    assert sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(card)) % 10 == 0
    assert (len(identity), len(card)) == (9, 16)
