"""What agents said would be done is collected with its time; what they only asked, denied or did at once is not."""

import pytest

from qa.pipeline import promises
from qa.pipeline.model import Turn
from tests.unit.promise_sentences import ENGLISH, HEBREW
from tests.unit.support_words import WORD_MS, talk, turn


def due_words(text: str) -> list[str]:
    return [promise.due or "" for promise in promises.find((turn("agent", text),))]


@pytest.mark.parametrize(("sentences", "floor"), [(ENGLISH[1::2], 0.9), (HEBREW[1::2], 0.9)], ids=["en", "he"])
def test_promises_are_told_from_other_sentences(sentences: list[tuple[str, str | None]], floor: float) -> None:
    """On the half of the sentences that the rules were not made with."""
    found = [bool(due_words(text)) for text, _ in sentences]
    meant = [due is not None for _, due in sentences]
    both = sum(f and m for f, m in zip(found, meant, strict=True))
    assert both / sum(found) >= floor
    assert both / sum(meant) >= floor


@pytest.mark.parametrize(("sentences", "floor"), [(ENGLISH[1::2], 0.85), (HEBREW[1::2], 0.85)], ids=["en", "he"])
def test_the_time_is_named_as_it_was_heard(sentences: list[tuple[str, str | None]], floor: float) -> None:
    rows = [(due_words(text), due) for text, due in sentences if due is not None]
    found = [(heard, due) for heard, due in rows if heard]
    assert sum(due in heard for heard, due in found) / len(found) >= floor


def test_the_moment_begins_with_who_will_do_it() -> None:
    (promise,) = promises.find(
        (turn("agent", "That is done. Our courier will bring it tomorrow. Goodbye.", start=5_000),)
    )
    assert promise.evidence.text == "Our courier will bring it tomorrow."
    assert promise.evidence.span.start == 5_000 + 3 * WORD_MS
    assert promise.due == "tomorrow"


def test_two_promises_of_one_sentence_are_two() -> None:
    assert due_words("A technician will come on Tuesday and you will get a text message tomorrow.") == [
        "on Tuesday",
        "tomorrow",
    ]


def test_customers_promise_nothing() -> None:
    assert promises.find(talk(("customer", "I will call you back tomorrow."))) == ()


def test_where_nobody_knows_who_speaks_a_promise_is_less_likely() -> None:
    text = "I will call you back tomorrow."
    (known,) = promises.find((turn("agent", text),))
    (unknown,) = promises.find((turn("unknown", text),))
    assert unknown.probability < known.probability


def test_a_misheard_verb_is_still_a_promise_but_less_surely() -> None:
    (clear,) = promises.find((turn("agent", "אחזור אליך מחר"),))
    (garbled,) = promises.find((turn("agent", "אחזו אליך מחר"),))
    assert garbled.probability < clear.probability


def test_without_turns_there_is_nothing() -> None:
    nothing: tuple[Turn, ...] = ()
    assert promises.find(nothing) == ()
