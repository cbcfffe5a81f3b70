"""Personal numbers are found however they were read out; amounts, dates and order numbers are left alone."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.engines.interfaces import Word
from qa.pipeline.model import Speaker, Transcript, Turn
from qa.pipeline.redact import PersonalNumber, find, luhn_holds
from qa.platform.spans import Span
from tests import spelling

WORD_MS = 300
CARD = "4580123456789015"
IDENTITY = "057193427"


def turn(text: str, start_ms: int = 0, speaker: Speaker = "customer") -> Turn:
    words = tuple(
        Word(word, Span(start_ms + at * WORD_MS, start_ms + (at + 1) * WORD_MS), 0.9)
        for at, word in enumerate(text.split())
    )
    return Turn(speaker, Span(start_ms, words[-1].span.end), words)


def call(*turns: Turn) -> Transcript:
    return Transcript("en", 600_000, turns, {})


def kinds(*turns: Turn) -> list[str]:
    return [number.kind for number in find(call(*turns))]


def said(text: str) -> list[str]:
    return kinds(turn(text))


def check_digit(payload: str) -> str:
    return next(digit for digit in "0123456789" if luhn_holds(payload + digit))


@pytest.mark.parametrize(
    "number", ["4532870019465280", "5412753088164020", "378282246310005", "036829158", "318904265"]
)
def test_the_check_digit_is_known_and_no_other_digit_does(number: str) -> None:
    assert luhn_holds(number)
    assert not any(luhn_holds(number[:-1] + other) for other in set("0123456789") - {number[-1]})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("it is 4580 1234 5678 9015", "card"),
        ("it is 4580-1234-5678-9015.", "card"),
        ("four five eight zero one two three four five six seven eight nine oh one five", "card"),
        ("ארבע חמש שמונה אפס אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע אפס אחת חמש", "card"),
        ("my card is 4580 12 34 56 78 90 1", "card"),  # some digits lost
        ("4580 1234 5678 9016", "card"),  # one misheard: the check digit fails
        ("forty five eighty, twelve thirty four, fifty six seventy eight, ninety fifteen", "card"),
        ("double four five eight triple zero 1234 5678 9", "card"),
        ("מספר הזהות שלי 057193427", "id_number"),
        ("my id is 05 71 93 42 7", "id_number"),
        ("my id is 05 71 93 42 8", "id_number"),  # misheard, but asked for
        ("ת״ז 5719342", "id_number"),
        ("it is 036174597", "id_number"),  # no cue, but the check digit holds
        ("call me on 054-123-4567", "phone"),
        ("אפס חמש ארבע אחת שתיים שלוש ארבע חמש שש שבע", "phone"),
        ("הטלפון בבית 03 6829159", "phone"),
        ("my number is +972 54 123 4567", "phone"),
        ("reach me at +44 20 7946 0958", "phone"),
        ("my mobile is 555 0123 456", "phone"),
        ("the security code is 123", "security_code"),
        ("three digits on the back of the card, four one nine", "security_code"),
        ("קוד האבטחה הוא ארבע אחת תשע", "security_code"),
        ("it is 1234 5678 90", "id_number"),  # nobody says what it is
    ],
)
def test_a_personal_number_is_found(text: str, kind: str) -> None:
    assert said(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "you pay 240 shekels a month and 1,300 dollars once",
        "זה עולה אלף ושלוש מאות שקלים לשנה",
        "one hundred and twenty five thousand three hundred and twenty dollars",
        "dial *2700 or star 2700",
        "חייגו כוכבית 2700",
        "call us on 1-800-123456",
        "your order number is 123456789",
        "מספר ההזמנה הוא 12345678",
        "born on 12/05/1984",
        "the appointment is on 12.05.2024 at 9 45",
        "the last four digits are 9015",
        "I called two or three times for 20 minutes in 5 days",
        "the card expires on 05 27",
        "דיברתי איתכם שלוש פעמים, שבע דקות כל פעם",
        "the code is 419 for the door",
        "",
    ],
)
def test_amounts_dates_orders_and_short_codes_are_spared(text: str) -> None:
    assert said(text or "hello") == []


def test_garbled_hebrew_digits_after_a_cue_are_found() -> None:
    agent = turn("אבקש מספר תעודת זהו", 0, "agent")
    assert kinds(agent, turn("המספר יפס חמש אחת שמע נשבע שלוש ארבה יפס", 3_000)) == ["id_number"]


def test_a_long_order_number_is_spared_unless_it_can_be_a_card() -> None:
    assert said("my order number is 4580 1234 5678 9016") == []
    assert said("my order number is 4580 1234 5678 9015") == ["card"]


def test_a_number_goes_on_across_pauses_and_the_other_ones_words() -> None:
    turns = [
        turn("4580 1234", 0),
        turn("yes go on", 1_500, "agent"),
        turn("um then 5678", 6_000),
        turn("I have it", 8_000, "agent"),
        turn("9015", 9_500),
    ]
    (number,) = find(call(*turns))
    assert (number.kind, number.span) == ("card", Span(0, 9_800))


def test_a_number_interrupted_by_talk_is_one_where_a_card_was_asked_for() -> None:
    agent = turn("what is the card number", 0, "agent")
    parts = (turn("4580 1234 wait I have to turn it round 5678 9015", 3_000),)
    (number,) = find(call(agent, *parts))
    assert number.kind == "card"
    assert number.span == Span(3_000, parts[0].span.end)


def test_two_speakers_numbers_are_two() -> None:
    found = find(call(turn(f"it is {CARD}"), turn(f"so {CARD}", 5_000, "agent")))
    assert [number.speaker for number in found] == ["customer", "agent"]


def test_the_cue_may_be_the_other_speakers_question_or_follow_the_number() -> None:
    assert kinds(turn("your identity number please", 0, "agent"), turn("sure 5719 3428", 3_000)) == ["id_number"]
    assert said("5719 3428 is my id") == ["id_number"]


def test_the_end_of_a_number_runs_to_the_end_of_the_speech() -> None:
    heard = turn(f"it is {CARD}")
    speech = (Span(0, 850), Span(900, 1_600))
    (number,) = find(Transcript("en", 9_000, (heard,), {"customer": speech}))
    assert number.span.end == 1_600


def test_no_digit_is_in_the_result() -> None:
    (number,) = find(call(turn("my card is 4580 1234 five six seven eight 9015")))
    assert number.masked == "•••• •••• • • • • ••••"
    assert not any(character.isdigit() for character in number.masked + number.kind)
    assert "5678" not in repr(number)
    assert "five" not in repr(number)


SPOKEN = {"en": spelling.english, "f": lambda n: spelling.hebrew(n, "f"), "m": lambda n: spelling.hebrew(n, "m")}


@st.composite
def readings(draw: st.DrawFn, number: str) -> str:
    """The number in any groups, each written, or spelt as digits or as a number of two digits."""
    cuts = sorted(draw(st.sets(st.integers(1, len(number) - 1))))
    groups = [number[start:end] for start, end in pairwise([0, *cuts, len(number)])]
    voice = SPOKEN[draw(st.sampled_from(sorted(SPOKEN)))]
    words = []
    for group in groups:
        if draw(st.booleans()):
            words.append(group)
        elif len(group) == 2 and group[0] != "0" and draw(st.booleans()):
            words.append(voice(int(group)))
        else:
            words += [voice(int(digit)) for digit in group]
    return draw(st.sampled_from([" ", " ", ", ", " - "])).join(words)


@st.composite
def cards(draw: st.DrawFn) -> tuple[str, str]:
    payload = draw(st.text(alphabet="0123456789", min_size=12, max_size=18))
    number = payload + check_digit(payload)
    return number, draw(readings(number))


@settings(max_examples=400, deadline=None)
@given(cards())
def test_every_valid_card_number_is_found_however_it_is_read_out(card: tuple[str, str]) -> None:
    _, text = card
    heard = turn(text)
    (found,) = find(call(heard))
    assert found.kind == "card"
    assert found.span == heard.span


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789", min_size=8, max_size=8), st.data())
def test_every_valid_identity_number_is_found_after_its_cue(payload: str, data: st.DataObject) -> None:
    heard = turn(data.draw(readings(payload + check_digit(payload))), 3_000)
    found = find(call(turn("מספר תעודת זהות בבקשה", 0, "agent"), heard))
    assert [number.span for number in found] == [heard.span]
    assert found[0].kind in {"id_number", "phone"}


@settings(deadline=None)
@given(st.lists(st.text(max_size=8).filter(str.strip), min_size=1, max_size=20), st.integers(0, 5_000))
def test_any_words_whatever_give_well_formed_numbers(words: list[str], pause: int) -> None:
    heard = [
        Turn("unknown", Span(at * pause, at * pause + 200), (Word(word, Span(at * pause, at * pause + 200), 0.5),))
        for at, word in enumerate(words)
    ]
    found: tuple[PersonalNumber, ...] = find(call(*heard))
    assert list(found) == sorted(found, key=lambda number: number.span)
    assert not any(left.span.overlaps(right.span) for left, right in pairwise(found))


def test_words_that_only_sound_like_a_hebrew_number_are_found_where_one_was_asked_for() -> None:
    asked = turn("אבקש מספר תעודת זהות", 0, "agent")
    answered = turn("כן, המספר הוא מונה עד מונה מונה ארבע סבע טשע", 3_000)
    (number,) = find(call(asked, answered))
    assert number.kind == "id_number"
    assert number.said.end == answered.span.end


def test_a_dense_row_of_such_words_is_found_though_nobody_asked() -> None:
    assert said("ארבא המש שמוני אפס טבע טבע סלוש ארבא שטיים טשע") == ["id_number"]


def test_words_like_digits_in_ordinary_talk_are_spared() -> None:
    assert said("יש לי שתי שאלות על החשבון של אבא ועוד שאלה אחת") == []
    assert said("התור ביום שני בשעה שבע ואני מגיע עם הילדה") == []


def test_a_spelt_out_order_number_is_spared() -> None:
    assert said("מספר ההזמנה הוא ארבע חמש שמונה אפס אחת שתיים שלוש ארבע חמש") == []


def test_an_order_long_ago_spares_no_number() -> None:
    turns = [turn("I want to order water"), turn("sure", 3_000, "agent"), turn("it is 635 517 014", 15_000)]
    assert kinds(*turns) == ["id_number"]


def test_a_number_that_was_written_into_its_last_second_begins_as_early_as_it_must_have() -> None:
    words = (
        Word("my", Span(1_000, 3_000), 0.9),
        Word("862697026.", Span(3_000, 4_900), 0.9),
    )
    (number,) = find(call(Turn("customer", Span(1_000, 4_900), words)))
    assert number.span.start == 4_900 - 9 * 330
    assert number.said.start == 3_000
