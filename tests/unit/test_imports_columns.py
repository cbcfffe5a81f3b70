"""One row of metadata: what is understood, and what is refused with a reason that helps."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from qa.imports.columns import Row, column_named, read_row, zone_named
from qa.imports.problems import BadCell, MetadataRefused, Place, UnknownColumn, UnknownZone

HERE = Place(Path("calls.csv"), line=7)
JERUSALEM = ZoneInfo("Asia/Jerusalem")


def row(**cells: object) -> Row:
    return read_row(cells, HERE, JERUSALEM)


def refused(**cells: object) -> str:
    problem = row(**cells).problem
    assert problem is not None
    return str(problem)


def test_every_column_is_read() -> None:
    read = row(
        file="a.wav",
        second="b.wav",
        agent=1001,
        team="צוות צפון",
        customer_ref="C-9",
        direction="Inbound",
        started_at="2026-11-21T10:05:00+02:00",
        language="he-IL",
        channels="agent customer",
        queue="שירות",
        handle_ms="372000",
        hold_s="1:05",
        wait_s="0:00:09.5",
    )
    assert read.problem is None
    assert (read.file, read.second) == ("a.wav", "b.wav")
    assert read.facts.model_dump() == {
        "agent": "1001",
        "team": "צוות צפון",
        "customer_ref": "C-9",
        "direction": "inbound",
        "started_at": datetime(2026, 11, 21, 8, 5, tzinfo=UTC),
        "language": "he",
        "channels": ["agent", "customer"],
        "queue": "שירות",
        "handle_ms": 372_000,
        "hold_ms": 65_000,
        "wait_ms": 9_500,
    }


def test_an_empty_cell_says_nothing() -> None:
    assert row(agent=" ", language="", started_at=None, direction="out").facts.model_fields_set == {"direction"}


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-11-21 10:05", "2026-11-21T08:05:00"),  # winter in Jerusalem
        ("2026-07-01 10:05:30", "2026-07-01T07:05:30"),  # summer
        ("2026-11-21T10:05:00Z", "2026-11-21T10:05:00"),
        ("2026-11-21 10:05:00.250-0530", "2026-11-21T15:35:00.250000"),
        ("21/11/2026 9:05", "2026-11-21T07:05:00"),  # as Excel writes it in Israel
        ("1.2.2026, 09:05", "2026-02-01T07:05:00"),
    ],
)
def test_a_start_time_without_a_zone_is_in_the_named_one(written: str, utc: str) -> None:
    started = row(started_at=written).facts.started_at
    assert started is not None
    assert started.astimezone(UTC).replace(tzinfo=None).isoformat() == utc


def test_without_a_named_zone_a_start_time_is_in_the_machines_own(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        started = read_row({"started_at": "2026-11-21 10:05"}, HERE, zone_named("local")).facts.started_at
        assert started is not None
        assert started.astimezone(UTC).hour == 1
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("column", "value", "accepted"),
    [
        ("started_at", "2026-11-21", "a date and a time"),
        ("started_at", "11/21/2026 10:05", "day first"),
        ("started_at", "2026-02-30 10:05", "a date and a time"),
        ("started_at", "0001-01-01 00:00", "a date and a time"),
        ("started_at", 1763719500, "a date and a time"),
        ("direction", "sideways", "inbound or outbound"),
        ("language", "fr", "he, en or auto"),
        ("channels", "agent,robot", "agent,customer"),
        ("channels", "agent,agent", "agent,customer"),
        ("channels", [], "agent,customer"),
        ("channels", {"0": "agent"}, "agent,customer"),
        ("handle_ms", "-1", "whole milliseconds"),
        ("handle_ms", "6:12", "whole milliseconds"),
        ("handle_ms", "99999999999", "whole milliseconds"),
        ("hold_s", "6:72", "seconds"),
        ("hold_s", "nan", "seconds"),
        ("wait_s", True, "seconds"),
        ("agent", ["1001"], "at most 120 characters"),
        ("team", "x" * 121, "at most 120 characters"),
    ],
)
def test_a_bad_value_is_refused_with_file_line_column_and_what_is_accepted(
    column: str, value: object, accepted: str
) -> None:
    read = row(**{column: value})
    assert isinstance(read.problem, BadCell)
    said = str(read.problem)
    assert said.startswith(f"calls.csv, line 7: column {column}: ")
    assert accepted in said


def test_one_length_given_in_two_columns_is_refused() -> None:
    assert "handle is given twice" in refused(handle_ms="1000", handle_s="1")


def test_marks_that_nobody_sees_do_not_make_another_agent() -> None:
    assert row(agent="\u200f1001\u200e ").facts.agent == "1001"


def test_a_header_is_known_in_any_case_and_with_spaces() -> None:
    assert column_named(" Customer Ref ", HERE) == "customer_ref"
    assert column_named("Started-At", HERE) == "started_at"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("agnet", "agent"), ("languages", "language"), ("start_time", "started_at"), ("Customer", "customer_ref")],
)
def test_an_unknown_column_is_refused_and_the_nearest_known_one_suggested(written: str, meant: str) -> None:
    with pytest.raises(UnknownColumn) as caught:
        column_named(written, HERE)
    assert f"there is no column '{written}'; did you mean '{meant}'?" in str(caught.value)
    assert "Accepted: file, second, agent" in str(caught.value)


def test_a_column_like_none_is_refused_without_a_guess() -> None:
    with pytest.raises(MetadataRefused) as caught:
        column_named("zzzzqqq", HERE)
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize("name", ["Asia/Atlantis", "../../etc/passwd", "/etc/localtime", "Asia"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone_named(name)
