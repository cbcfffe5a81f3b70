"""A call is divided by the cues that its speakers give."""

from itertools import pairwise

import pytest

from qa.pipeline import phases, phrases
from qa.pipeline.model import Phase, Transcript, Turn
from tests.unit.support_words import talk

ENGLISH = talk(
    ("agent", "Thank you for calling Larch Energy, how may I help you?"),
    ("customer", "I am calling about a bill that came twice this month."),
    ("agent", "May I have your account number please?"),
    ("customer", "It is four four one nine."),
    ("agent", "I will now check the details for you."),
    ("customer", "Fine, I can wait for a moment if it helps."),
    ("agent", "I can see here that the second bill was sent by mistake."),
    ("customer", "So what happens now?"),
    ("agent", "To sum up our call, the second bill is cancelled."),
    ("customer", "That is good to hear."),
    ("agent", "Is there anything else I can help you with?"),
    ("customer", "No, goodbye."),
)
HEBREW = talk(
    ("agent", "שלום, הגעתם לשירות הלקוחות של ארז אנרגיה, במה אוכל לעזור?"),
    ("agent", "אבקש מספר תעודת זהות בבקשה"),
    ("customer", "ארבע ארבע אחת תשע"),
    ("customer", "אני מתקשרת לגבי חשבון שהגיע אליי פעמיים"),
    ("agent", "כעת אבדוק עבורך את הפרטים"),
    ("customer", "בסדר גמור"),
    ("agent", "אז לסיכום השיחה, החשבון השני בוטל"),
    ("customer", "מצוין"),
    ("agent", "האם יש עוד משהו שאוכל לעזור בו?"),
    ("agent", "תודה שפנית אלינו, המשך יום נעים"),
)


def divided(turns: tuple[Turn, ...], language: str = "en") -> tuple[Phase, ...]:
    duration = turns[-1].span.end + 500
    transcript = Transcript(language, duration, turns, {})
    return phases.find(transcript, phrases.find(transcript, phases.specs(language)))


def names(found: tuple[Phase, ...]) -> list[str]:
    return [phase.name for phase in found]


def test_an_english_call_is_divided() -> None:
    found = divided(ENGLISH)
    assert names(found) == ["opening", "inquiry", "identification", "solution", "summary", "closing"]
    assert [p.span.start for p in found[1:]] == [ENGLISH[at].span.start for at in (1, 2, 4, 8, 10)]


def test_a_hebrew_call_is_divided_and_identification_may_come_first() -> None:
    found = divided(HEBREW, "he")
    assert names(found) == ["opening", "identification", "inquiry", "solution", "summary", "closing"]


def test_phases_cover_the_call_without_overlap() -> None:
    found = divided(ENGLISH)
    assert found[0].span.start == 0
    assert found[-1].span.end == ENGLISH[-1].span.end + 500
    assert all(left.span.end == right.span.start for left, right in pairwise(found))


def test_each_says_what_marks_its_beginning() -> None:
    assert divided(ENGLISH)[-1].why == 'the agent said "Is there anything else I can help you with?"'


def test_a_phase_without_a_cue_is_not_found() -> None:
    without_summary = tuple(turn for turn in ENGLISH if "sum up" not in turn.text)
    assert "summary" not in names(divided(without_summary))


def test_a_cue_in_the_wrong_part_of_the_call_is_outvoted() -> None:
    early_thanks = talk(
        ("agent", "Thank you for calling us, how may I help you?"),
        *((turn.speaker, turn.text) for turn in ENGLISH[1:]),
    )
    assert names(divided(early_thanks)) == names(divided(ENGLISH))


def test_a_call_of_which_nothing_is_known_has_no_phases() -> None:
    assert divided(talk(("unknown", "blue green yellow"))) == ()


@pytest.mark.parametrize("language", ["he", "en", "und"])
def test_every_cue_is_a_sound_pattern_with_an_id_of_its_own(language: str) -> None:
    specs = phases.specs(language)
    for spec in specs:
        phrases.check(spec.wordings[0])
    assert len({spec.id for spec in specs}) == len(specs)
