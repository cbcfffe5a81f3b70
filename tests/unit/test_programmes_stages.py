"""Where a cohort stands on a day, and what its members owe."""

from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from qa.programmes import dues
from qa.programmes.dues import Due, Owed
from qa.programmes.stages import Stage, first_day, stage_of, week_of

DAY0 = date(2026, 11, 1)
NOBODY = cast("Session", None)
START, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 8, tzinfo=UTC)


@pytest.mark.parametrize(("days", "week"), [(-8, -2), (-7, -1), (-1, -1), (0, 0), (6, 0), (7, 1), (20, 2), (21, 3)])
def test_weeks_are_counted_from_the_day_of_the_workshop(days: int, week: int) -> None:
    assert week_of(DAY0, DAY0 + timedelta(days=days)) == week


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (-30, Stage.BEFORE),
        (-1, Stage.BEFORE),
        (0, Stage.WORKSHOP),
        (6, Stage.WORKSHOP),
        (7, Stage.PRACTICE),
        (20, Stage.PRACTICE),
        (21, Stage.LIVE),
        (400, Stage.LIVE),
    ],
)
def test_the_workshops_week_is_followed_by_the_weeks_of_practice(days: int, stage: Stage) -> None:
    assert stage_of(DAY0, 2, DAY0 + timedelta(days=days)) is stage


def test_without_weeks_of_practice_the_workshop_is_followed_by_live_calls() -> None:
    assert stage_of(DAY0, 0, DAY0 + timedelta(days=7)) is Stage.LIVE


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400), st.integers(0, 12))
def test_a_week_begins_with_its_first_day_and_is_of_one_stage(day0: date, days: int, practice_weeks: int) -> None:
    day = day0 + timedelta(days=days)
    begins = first_day(day0, week_of(day0, day))
    assert begins <= day < begins + timedelta(days=7)
    assert stage_of(day0, practice_weeks, begins) is stage_of(day0, practice_weeks, day)


@pytest.fixture(autouse=True)
def _nobody_provides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dues, "_providers", {})


def test_what_is_owed_is_told_with_what_was_done() -> None:
    dues.provide("drill", lambda _session, people, _start, _end: {people[0]: 2})
    told = dues.owed(NOBODY, ["a", "b"], [Due(Stage.PRACTICE, "drill", 3)], START, END)
    assert told == {"a": [Owed("drill", 3, 2)], "b": [Owed("drill", 3, 0)]}
    assert [told[person][0].open for person in ("a", "b")] == [1, 3]


def test_whoever_did_more_than_was_owed_owes_nothing() -> None:
    assert Owed("drill", 3, 5).open == 0


def test_nobody_owes_more_than_there_is() -> None:
    dues.provide("acknowledge", lambda *_: {"a": 1}, lambda *_: {"a": 1, "b": 9})
    told = dues.owed(NOBODY, ["a", "b", "c"], [Due(Stage.LIVE, "acknowledge", 5)], START, END)
    assert [told[person][0].owed for person in ("a", "b", "c")] == [2, 5, 0]


def test_what_nobody_can_count_is_not_owed() -> None:
    assert dues.owed(NOBODY, ["a"], [Due(Stage.LIVE, "dance", 5)], START, END) == {"a": []}


def test_providing_again_replaces_what_was_said_before() -> None:
    dues.provide("drill", lambda *_: {"a": 1})
    dues.provide("drill", lambda *_: {"a": 2})
    assert dues.provided() == ["drill"]
    assert dues.owed(NOBODY, ["a"], [Due(Stage.LIVE, "drill", 1)], START, END)["a"][0].done == 2
