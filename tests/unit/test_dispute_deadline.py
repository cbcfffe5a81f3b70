"""By when a dispute is due: working days of the place, whole days, whatever week it keeps."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from qa.disputes.deadline import Terms, Week
from qa.platform.settings import Settings
from qa.scoring.agreement.intervals import wilson


def due(opened: str, working_days: int, week: Week = "sunday-thursday", zone: str = "Asia/Jerusalem") -> str:
    terms = Terms(14, working_days, week, zone)
    return terms.due_at(datetime.fromisoformat(opened).astimezone(UTC)).isoformat()


@pytest.mark.parametrize(
    ("opened", "days", "week", "expected"),
    [
        # 2026-11-22 is a Sunday; Israel is two hours ahead of UTC in winter.
        ("2026-11-22T10:00:00+02:00", 5, "sunday-thursday", "2026-11-29T22:00:00+00:00"),
        ("2026-11-22T10:00:00+02:00", 5, "monday-friday", "2026-11-27T22:00:00+00:00"),
        ("2026-11-26T23:59:00+02:00", 1, "sunday-thursday", "2026-11-29T22:00:00+00:00"),
        ("2026-11-27T00:01:00+02:00", 1, "sunday-thursday", "2026-11-29T22:00:00+00:00"),
        # Late in the evening in Jerusalem it is still the day before in UTC: the place's day counts.
        ("2026-11-23T23:30:00+00:00", 1, "sunday-thursday", "2026-11-25T22:00:00+00:00"),
        # Over the change to summer time (27 March 2026) the day ends at its own midnight.
        ("2026-03-26T10:00:00+02:00", 1, "sunday-thursday", "2026-03-29T21:00:00+00:00"),
    ],
)
def test_a_dispute_is_due_at_the_end_of_a_working_day(opened: str, days: int, week: Week, expected: str) -> None:
    assert due(opened, days, week) == expected


def test_a_time_zone_that_does_not_exist_is_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="no time zone"):
        Settings(time_zone="Asia/Nowhere")


@pytest.mark.parametrize(
    ("counted", "of", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(counted: int, of: int, low: float, high: float) -> None:
    assert wilson(counted, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("counted", "of"), [(0, 0), (2, 1), (-1, 3)])
def test_what_is_no_share_has_no_interval(counted: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(counted, of)
