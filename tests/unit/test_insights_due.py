"""When promises are due, in both languages, by the words as they are heard."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.insights.due import due_at
from tests.unit.promise_sentences import ENGLISH, HEBREW

#: Wednesday, 10:30.
SAID = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Asia/Jerusalem"))
END = "23:59"


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("tomorrow", f"2026-11-19 {END}"),
        ("מחר", f"2026-11-19 {END}"),
        ("tomorrow at noon", "2026-11-19 13:00"),
        ("מחר בבוקר", "2026-11-19 12:00"),
        ("מחר בצהריים", "2026-11-19 13:00"),
        ("מחרתיים", f"2026-11-20 {END}"),
        ("the day after tomorrow", f"2026-11-20 {END}"),
        ("on Tuesday morning", "2026-11-24 12:00"),
        ("ביום שלישי", f"2026-11-24 {END}"),
        ("ליום שני", f"2026-11-23 {END}"),
        ("ביום ראשון", f"2026-11-22 {END}"),
        ("on Wednesday", f"2026-11-25 {END}"),
        ("next Monday", f"2026-11-23 {END}"),
        ("within two hours", "2026-11-18 12:30"),
        ("in an hour", "2026-11-18 11:30"),
        ("בתוך שעתיים", "2026-11-18 12:30"),
        ("תוך שעה", "2026-11-18 11:30"),
        ("תוך עשרים דקות", "2026-11-18 10:50"),
        ("within two days", f"2026-11-20 {END}"),
        ("בתוך יומיים", f"2026-11-20 {END}"),
        ("תוך שלושה ימים", f"2026-11-21 {END}"),
        ("in a couple of days", f"2026-11-20 {END}"),
        # Thursday, Sunday, Monday.
        ("in three business days", f"2026-11-23 {END}"),
        ("תוך שלושה ימי עסקים", f"2026-11-23 {END}"),
        ("תוך שבוע", f"2026-11-25 {END}"),
        ("תוך שבועיים", f"2026-12-02 {END}"),
        ("by the end of the week", f"2026-11-21 {END}"),
        ("עד סוף השבוע", f"2026-11-21 {END}"),
        ("next week", f"2026-11-28 {END}"),
        ("בשבוע הבא", f"2026-11-28 {END}"),
        ("by the end of the month", f"2026-11-30 {END}"),
        ("עד סוף החודש", f"2026-11-30 {END}"),
        ("next month", f"2026-12-31 {END}"),
        ("by the end of the day", f"2026-11-18 {END}"),
        ("עד סוף היום", f"2026-11-18 {END}"),
        ("later today", f"2026-11-18 {END}"),
        ("עוד היום", f"2026-11-18 {END}"),
        ("this afternoon", "2026-11-18 18:00"),
        ("הערב", "2026-11-18 22:00"),
        ("by 5", "2026-11-18 17:00"),
        ("עד השעה 5", "2026-11-18 17:00"),
        ("tomorrow at 9", "2026-11-19 09:00"),
    ],
)
def test_the_words_say_by_when(words: str, due: str) -> None:
    found = due_at(words, SAID)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize("words", ["soon", "shortly", "בהקדם", "בקרוב", "", "as promised"])
def test_words_that_name_no_time_give_none(words: str) -> None:
    assert due_at(words, SAID) is None


@pytest.mark.parametrize(("sentences", "floor"), [(ENGLISH, 0.9), (HEBREW, 0.9)], ids=["en", "he"])
def test_most_times_that_promises_name_are_read(sentences: tuple[tuple[str, str | None], ...], floor: float) -> None:
    """All but words of haste, which name no time."""
    named = [due for _, due in sentences if due and due.lower() not in {"shortly", "soon", "בהקדם"}]
    read = [words for words in named if due_at(words, SAID)]
    assert len(read) / len(named) >= floor, set(named) - set(read)


#: Words that times are made of, in whatever order.
WORDS = "next this end of week month day days hours two 3 99 by at tomorrow תוך יומיים בשבוע הבא יום שני".split()  # noqa: SIM905 (a list would be unreadable)


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_whatever_the_words_nothing_is_due_before_the_day_on_which_it_was_said(words: list[str]) -> None:
    found = due_at(" ".join(words), SAID)
    assert found is None or found.date() >= SAID.date()
