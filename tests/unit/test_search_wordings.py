"""Topics are found in any form of their words, in both languages, and nowhere else."""

import pytest

from qa.insights.topics import starter
from qa.pipeline.phrases.patterns import BadPattern
from qa.pipeline.redact.removal import MARKS
from qa.search.wordings import Watch, wordings_of


def mentioned(pattern: str, said: str) -> list[str]:
    words = said.split()
    return [" ".join(words[first : last + 1]) for _, first, last in Watch([("t", [pattern])]).mentions(words)]


@pytest.mark.parametrize(
    ("pattern", "said", "found"),
    [
        ("חשבונית", "קיבלתי את החשבונית ולא הבנתי", ["החשבונית"]),
        ("מזגן", "ובמזגנים שקניתי יש תקלה", ["ובמזגנים"]),
        ("{בר|ברי} מים", "קניתי בר מים חדש", ["בר מים"]),
        ("לא {מקרר|מתחמם}", "המזגן לא מקרר בכלל", ["לא מקרר"]),
        ("לא {מקרר|מתחמם}", "המקרר עובד מצוין", []),
        ("איבדתי ... כרטיס", "איבדתי אתמול את הכרטיס שלי", ["איבדתי אתמול את הכרטיס"]),
        ("invoice", "both invoices are wrong", ["invoices"]),
        ("{charged|billed} [me] twice", "you charged me twice and billed twice", ["charged me twice", "billed twice"]),
        ("where is my {parcel|order}", "so where is my order now", ["where is my order"]),
        ("where is my {parcel|order}", "where is the order", []),
    ],
)
def test_the_words_are_found_in_their_forms_and_in_their_order(pattern: str, said: str, found: list[str]) -> None:
    assert mentioned(pattern, said) == found


def test_a_number_that_was_taken_out_parts_words() -> None:
    mark = next(iter(MARKS.values()))
    assert mentioned("אשראי אבד", f"אשראי {mark} אבד") == []
    assert mentioned("אשראי ... אבד", f"אשראי {mark} אבד") == []
    assert mentioned("אשראי ... אבד", "אשראי שלי אבד") == ["אשראי שלי אבד"]


def test_several_topics_in_one_turn_are_each_told_once_a_moment() -> None:
    watch = Watch([("fault", ["לא מקרר"]), ("product", ["{מזגן|מזגנים}"]), ("leaving", ["לבטל"])])
    words = ["המזגן", "לא", "מקרר", "אני", "רוצה", "לבטל", "את", "המזגן"]
    assert [topic for topic, _, _ in watch.mentions(words)] == ["product", "fault", "leaving", "product"]


def test_a_wording_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadPattern):
        wordings_of("{חשבון")


#: What customers might say, written for this purpose, with the reason that the list should find; None: none.
SENTENCES: tuple[tuple[str, str | None], ...] = (
    ("חייבתם אותי פעמיים החודש", "Billing and invoices"),
    ("לא קיבלתי את החשבונית האחרונה", "Billing and invoices"),
    ("I do not understand my last bill", "Billing and invoices"),
    ("אני רוצה כבר מזמן לבטל את המנוי", "Cancelling and leaving"),
    ("I would like to cancel my subscription please", "Cancelling and leaving"),
    ("המדיח התקלקל שוב", "Fault and repair"),
    ("the machine is not working since Monday", "Fault and repair"),
    ("אפשר לקבוע התקנה לשבוע הבא", "Installation and moving"),
    ("מתי כבר תגיע החבילה שלי", "Delivery and orders"),
    ("where is my package", "Delivery and orders"),
    ("אני לא מצליחה לשלם את הסכום הזה", "Price and payment"),
    ("is there any discount for students", "Price and payment"),
    ("גנבו לי אתמול את הכרטיס", "Card lost or stolen"),
    ("I lost my credit card yesterday", "Card lost or stolen"),
    ("שכחתי את הסיסמה", "Password and website"),
    ("I forgot my password again", "Password and website"),
    ("מה שעות הפתיחה של הסניף", "Opening hours and addresses"),
    ("אני רוצה להוסיף את הבת שלי לפוליסה", "Details and policy"),
    ("תודה רבה ויום טוב", None),
    ("הכול בסדר תודה", None),
    ("thank you that was very kind", None),
    ("yes my name is Peter", None),
    ("אפשר לדבר עם מנהל", None),
    ("I will call again later", None),
)


def test_the_list_that_comes_along_finds_what_was_written_for_it_and_leaves_the_rest() -> None:
    reasons = [topic for topic in starter() if topic.kind == "reason"]
    watch = Watch([(topic.name.en, topic.wordings) for topic in reasons])
    found = {said: {topic for topic, _, _ in watch.mentions(said.split())} for said, _ in SENTENCES}
    right = sum(meant in found[said] for said, meant in SENTENCES if meant)
    assert right / sum(meant is not None for _, meant in SENTENCES) >= 0.8
    assert not any(found[said] for said, meant in SENTENCES if meant is None)


def test_every_topic_of_the_list_has_names_in_both_languages_and_readable_wordings() -> None:
    for topic in starter():
        assert topic.name.he != topic.name.en
        assert all(wordings_of(pattern) for pattern in topic.wordings)
