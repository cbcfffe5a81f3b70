"""Cases, asked without a database: what passes, breaks, is left open, or cannot be asked, and why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qa.pipeline.model import Transcript
from qa.pipeline.process import BY_TEXT_ALONE
from qa.regressions.case import CannotHear, Case, Sides, asked, both_sides
from qa.regressions.report import CannotAsk, CaseProgress, Regressions
from qa.regressions.running import Running
from qa.regressions.shown import tables
from qa.replay.draft import Lineage, lineage_among
from qa.replay.holding import Heard
from qa.rubric.model import Rubric
from qa.rubric.reader import read_text
from qa.scoring.score import Answer
from tests.integration.drafts import FIRST, SECOND
from tests.integration.scored import spoken

BEFORE, AFTER = read_text(FIRST, file="first"), read_text(SECOND, file="second")
#: The question that was left to people, as one that the machine hears: with other options.
HEARD_NOW = """
      - id: patience
        kind: phrase
        text: {he: "הייתה סבלנות", en: "Was patient"}
        points: 2
        wordings: ["תודה רבה"]
"""
LINE = lineage_among(AFTER, [BEFORE], BEFORE)


def case(question_id: str, option_id: str | None, *, call_id: str | None = "c", of: Rubric = BEFORE) -> Case:
    right = Answer(option_id, not_applicable=option_id is None)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Case(f"case-{question_id}", call_id, "call.wav", of, question_id, right, "heard it", "Noa", at, None)


def sides(line: Lineage = LINE) -> Sides:
    return both_sides(line, Heard(spoken(), BY_TEXT_ALONE))


@pytest.mark.parametrize(
    ("question_id", "option_id", "outcome", "before"),
    [
        ("goodbye", "said", "breaks", "passes"),
        ("goodbye", "not_said", "passes", "breaks"),
        ("goodbye", None, "breaks", "breaks"),
        ("recorded", "said", "passes", "passes"),
        ("patience", "yes", "cannot_ask", "cannot_ask"),
    ],
)
def test_the_machine_now_beside_what_people_found(
    question_id: str, option_id: str | None, outcome: str, before: str
) -> None:
    result = asked(case(question_id, option_id), sides())
    assert (result.outcome, result.before) == (outcome, before)


@pytest.mark.parametrize(
    ("draft", "question_id", "cannot"),
    [
        (FIRST[: FIRST.index("      - id: recorded")], "recorded", "question_gone"),
        (FIRST, "patience", "left_to_people"),
        (FIRST, "goodbye", None),
    ],
)
def test_what_cannot_be_asked_says_why(draft: str, question_id: str, cannot: CannotAsk | None) -> None:
    rubric = replace(read_text(draft, file="draft"), version=2)
    line = lineage_among(rubric, [BEFORE], BEFORE)
    right = "yes" if question_id == "patience" else "said"
    assert asked(case(question_id, right), sides(line)).cannot == cannot


def test_an_answer_that_is_offered_no_more_cannot_be_asked() -> None:
    rubric = read_text(FIRST[: FIRST.index("      - id: patience")] + HEARD_NOW, file="draft")
    line = lineage_among(replace(rubric, version=2), [BEFORE], BEFORE)
    assert asked(case("patience", "yes"), sides(line)).cannot == "option_gone"


def test_the_rubric_in_use_has_no_before() -> None:
    line = lineage_among(BEFORE, [BEFORE], BEFORE)
    result = asked(case("goodbye", "said"), sides(line))
    assert (result.outcome, result.before) == ("passes", None)


class Shelf:
    """Calls by hand: one is written, one is gone, and how often each was heard is counted."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def hear(self, call_id: str) -> Heard:
        self.heard.append(call_id)
        if call_id == "gone":
            raise CannotHear("recording_gone")
        transcript: Transcript = spoken()
        return Heard(transcript, BY_TEXT_ALONE)


def test_each_call_is_heard_once_however_many_cases_it_has() -> None:
    shelf = Shelf()
    cases = [
        case("goodbye", "said"),
        case("recorded", "said"),
        case("recorded", "said", call_id="gone"),
        case("recorded", "said", call_id=None),
        case("recorded", "said", of=replace(BEFORE, language="en")),
    ]
    *steps, report = Running(shelf, {"he": LINE}).run(cases)
    assert sorted(shelf.heard) == ["c", "gone"]
    assert [(step.done, step.total) for step in steps if isinstance(step, CaseProgress)] == [
        (0, 3),
        (1, 3),
        (2, 3),
        (3, 3),
    ]
    assert isinstance(report, Regressions)
    assert (report.totals.breaks, report.totals.passes, report.totals.cannot_ask) == (1, 1, 2)
    assert sorted(result.cannot or "" for result in report.results) == ["", "", "call_gone", "recording_gone"]
    assert report.other_language == 1
    assert report.witness == "text"


def test_nothing_to_ask_is_a_report_as_well() -> None:
    *_, report = Running(Shelf(), {}).run([])
    assert isinstance(report, Regressions)
    assert (report.totals.passes, report.totals.breaks, report.rubrics) == (0, 0, [])
    assert len(list(tables(report))) == 1
